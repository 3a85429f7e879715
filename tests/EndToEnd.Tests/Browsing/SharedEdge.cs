using Halle.EndToEnd.Tests.Browsing;
using Halle.Shared;

[assembly: AssemblyFixture(typeof(SharedEdge))]

namespace Halle.EndToEnd.Tests.Browsing;

/// <summary>One server for the tests that neither stop it nor change what holds for the whole event.</summary>
public sealed class SharedEdge : IAsyncDisposable
{
    private readonly Lazy<Task<RunningEdge>> _server = new(() => RunningEdge.StartAsync());

    public Task<RunningEdge> StartedAsync(CancellationToken cancellationToken) => _server.Value.WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
        {
            await (await _server.Value).DisposeAsync();
        }
    }
}
