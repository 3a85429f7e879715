using System.Collections.Immutable;
using Halle.Shared;
using Halle.Tests.Hosting;

[assembly: AssemblyFixture(typeof(EdgeFixture))]

namespace Halle.Tests.Hosting;

/// <summary>
/// One real server for all tests that only need one to be there. They try many wrong codes from one address, so that pacing is set out of
/// their way; BruteForceTests hold it on a server with the defaults.
/// </summary>
public sealed class EdgeFixture : IAsyncLifetime
{
    private RunningEdge? _edge;

    public RunningEdge Edge => _edge ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync() => _edge = await RunningEdge.StartAsync(new RunningEdgeOptions
    {
        Settings = ImmutableDictionary<string, string>.Empty
            .Add("Halle__SignIn__FreeFailures", "100")
            .Add("Halle__SignIn__NetworkFailuresPerMinute", "10000")
            .Add("Halle__SignIn__AlertFailuresPerMinute", "100000"),
    });

    public async ValueTask DisposeAsync()
    {
        if (_edge is not null)
        {
            await _edge.DisposeAsync();
        }
    }
}
