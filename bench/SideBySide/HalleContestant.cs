using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Halle.Rehearsal.Judging;
using Halle.Rehearsal.Playing;
using Halle.Rehearsal.Reporting;
using Halle.Rehearsal.Sockets;

namespace Halle.Bench.SideBySide;

/// <summary>Halle in its embedded shape: sign-in, moderation, journal on SQLite and all.</summary>
internal sealed class HalleContestant(string assembly, int port, int adminPort, VisitorSockets sockets) : IContestant, IDisposable
{
    // Orleans counts the calls that grains answer, by their latency.
    private const string Calls = "orleans_app_requests_latency_milliseconds_count";

    private readonly ServerMetrics _metrics = new([new Uri($"http://127.0.0.1:{adminPort}/metrics")]);
    private string _links = "";
    private Door? _door;
    private string[] _classCodes = [];
    private string[] _rooms = [];
    private int _posts;

    public string Name => "halle";

    public bool HasPresence => true;

    public async Task<ServerProcess> StartAsync(Scenario scenario, CancellationToken cancellationToken)
    {
        var data = Directory.CreateTempSubdirectory("halle-bench-");
        _links = Path.Combine(data.FullName, "links");
        var environment = ImmutableDictionary<string, string>.Empty
            .Add("ASPNETCORE_ENVIRONMENT", "Development")
            .Add("Halle__AdminUrl", $"http://127.0.0.1:{adminPort}")
            .Add("Halle__Storage__Sqlite__Path", Path.Combine(data.FullName, "halle.db"))
            .Add("HALLE_LINKS_FILE", _links)
            .Add("Logging__LogLevel__Default", "Warning");
        if (scenario.Play == Play.Ceiling)
        {
            // The public of one room may write 100 messages a second; the ceiling lies above.
            environment = environment.Add("Halle__Live__Limits__Room__Burst", "5000").Add("Halle__Live__Limits__Room__Tokens", "5000");
        }

        var server = await ServerProcess.StartAsync(assembly, new Uri($"http://127.0.0.1:{port}"), environment, "/ready", cancellationToken);

        // The demo is filled once the server is ready, and the links are written when it is.
        for (var tries = 0; !File.Exists(_links) && tries < 300; tries++)
        {
            await Task.Delay(100, cancellationToken);
        }

        return server;
    }

    public async Task PrepareAsync(ServerProcess server, Scenario scenario, CancellationToken cancellationToken)
    {
        _door?.Dispose();
        _door = new Door(server.Address, origin: null);
        _classCodes = [];
        switch (scenario.Kind)
        {
            case RoomKind.Class:
                var (cookie, _) = await _door.SignInAsync("invite", new { token = await OrganiserTokenAsync(cancellationToken) }, from: null, cancellationToken);
                var classes = await _door.GetAsync("/api/classes", cookie, cancellationToken);
                var now = TimeProvider.System.GetUtcNow();
                _classCodes = [.. classes.GetProperty("classes").EnumerateArray()
                    .Where(one => one.GetProperty("opensAt").GetDateTimeOffset() <= now && one.GetProperty("closesAt").GetDateTimeOffset() > now)
                    .Where(one => one.GetProperty("size").GetInt32() >= scenario.ReadersPerRoom)
                    .Select(one => one.GetProperty("code").GetString()!)
                    .Take(scenario.Rooms)];
                _rooms = new string[_classCodes.Length];
                break;
            case RoomKind.Booth:
                _rooms = await KeysAsync("sites", "booth:", scenario.Rooms, cancellationToken);
                break;
            case RoomKind.Talk:
                _rooms = await KeysAsync("talks", "talk:", scenario.Rooms, cancellationToken);
                break;
            case RoomKind.Event:
                _rooms = ["event:main"];
                break;
            default:
                throw new InvalidOperationException($"No rooms of kind {scenario.Kind}.");
        }

        if (_rooms.Length < scenario.Rooms)
        {
            throw new InvalidOperationException($"The demo event has {_rooms.Length} rooms of the kind, the scenario needs {scenario.Rooms}.");
        }
    }

    public async Task<VisitorSocket> ConnectAsync(
        VisitorTarget target, int room, int number, IPAddress from, IVisitorEvents events, CancellationToken cancellationToken)
    {
        var isClass = _classCodes.Length > 0;
        var (cookie, me) = isClass
            ? await _door!.SignInAsync("class", new { code = _classCodes[room] }, from, cancellationToken)
            : await _door!.SignInAsync("visitor", new { name = "Lecteur " + Mark.InLetters(10_000 + number) }, from, cancellationToken);
        if (isClass)
        {
            _rooms[room] = me.GetProperty("own")[0].GetString()!;
        }

        return await sockets.ConnectAsync(target, cookie, events, from);
    }

    public async Task EnterAsync(VisitorSocket visitor, int room) =>
        IContestant.MustBeOk(await visitor.InvokeAsync("Enter", new { room = _rooms[room] }), "code");

    public async Task PostAsync(VisitorSocket writer, int room, string text)
    {
        var clientId = string.Create(CultureInfo.InvariantCulture, $"bench-{Interlocked.Increment(ref _posts):D10}");
        IContestant.MustBeOk(await writer.InvokeAsync("Execute", _rooms[room], clientId, new { type = "chat.post", text }), "status");
    }

    public async Task<long?> GrainCallsAsync(CancellationToken cancellationToken) => (long)await _metrics.ReadSumAsync(Calls, cancellationToken);

    public void Dispose()
    {
        _door?.Dispose();
        _metrics.Dispose();
    }

    private async Task<string[]> KeysAsync(string of, string kind, int count, CancellationToken cancellationToken)
    {
        var programme = await _door!.GetAsync("/api/programme", cookie: null, cancellationToken);
        return [.. programme.GetProperty(of).EnumerateArray().Select(one => kind + one.GetProperty("key").GetString()).Take(count)];
    }

    private async Task<string> OrganiserTokenAsync(CancellationToken cancellationToken)
    {
        using var links = JsonDocument.Parse(await File.ReadAllTextAsync(_links, cancellationToken));
        var link = links.RootElement.GetProperty("links").GetProperty("organiser").GetString()!;
        return link[(link.IndexOf('#', StringComparison.Ordinal) + 1)..];
    }
}
