using Halle.Shared;
using Halle.Tests.Hosting;

[assembly: AssemblyFixture(typeof(EdgeFixture))]

namespace Halle.Tests.Hosting;

/// <summary>One real server for all tests that only need one to be there.</summary>
public sealed class EdgeFixture : IAsyncLifetime
{
    private RunningEdge? _edge;

    public RunningEdge Edge => _edge ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync() => _edge = await RunningEdge.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_edge is not null)
        {
            await _edge.DisposeAsync();
        }
    }
}
