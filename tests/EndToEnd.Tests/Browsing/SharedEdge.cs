using System.Collections.Immutable;
using Halle.EndToEnd.Tests.Browsing;
using Halle.Shared;

[assembly: AssemblyFixture(typeof(Chromium))]
[assembly: AssemblyFixture(typeof(SharedEdge))]

namespace Halle.EndToEnd.Tests.Browsing;

/// <summary>One server for the tests that neither stop it nor change what holds for the whole event.</summary>
public sealed class SharedEdge : IAsyncDisposable
{
    /// <summary>A busy chat is played by one person, who may say more here than staff otherwise may.</summary>
    private static readonly RunningEdgeOptions Talkative = new()
    {
        Settings = ImmutableDictionary<string, string>.Empty.Add("Halle__Live__Limits__StaffSpeak__Burst", "1000"),
    };

    private readonly Lazy<Task<RunningEdge>> _server = new(() => RunningEdge.StartAsync(Talkative));

    public Task<RunningEdge> StartedAsync(CancellationToken cancellationToken) => _server.Value.WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
        {
            await (await _server.Value).DisposeAsync();
        }
    }
}
