using Halle.Shared;

[assembly: AssemblyFixture(typeof(Halle.Rehearsal.Tests.TestEdge))]

namespace Halle.Rehearsal.Tests;

/// <summary>The real server, and scenarios small enough for a test.</summary>
public sealed class TestEdge : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("halle-rehearsal-").FullName;

    public RunningEdge Server { get; private set; } = null!;

    public string Folder => _folder;

    public async ValueTask InitializeAsync() => Server = await RunningEdge.StartAsync();

    /// <summary>Thirty people in one room, four messages a second for two seconds.</summary>
    public async Task<string> WriteScenarioAsync(string room)
    {
        var path = Path.Combine(_folder, room.Replace(':', '-') + ".json");
        await File.WriteAllTextAsync(
            path,
            $$"""
            {
              "name": "small", "about": "Thirty people in one room.", "seconds": 3,
              "crowds": [{
                "name": "all", "as": "visitor", "people": 30, "arriveWithin": 0.5, "rooms": ["event", "{{room}}"],
                "write": {"share": 0.5, "every": 4, "from": 0.7}
              }],
              "objectives": {"p99Ms": 1200}
            }
            """);
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
