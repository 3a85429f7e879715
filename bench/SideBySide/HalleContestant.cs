using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Halle.Rehearsal.Judging;
using Halle.Rehearsal.Playing;
using Halle.Rehearsal.Sockets;

namespace Halle.Bench.SideBySide;

/// <summary>Halle in its embedded shape: sign-in, moderation, journal on SQLite and all.</summary>
internal sealed class HalleContestant(string assembly, int port, VisitorSockets sockets) : IContestant, IDisposable
{
    private string _links = "";
    private Door? _door;
    private string[] _classCodes = [];
    private string[] _rooms = [];
    private int _posts;

    public string Name => "halle";

    public Task<ServerProcess> StartAsync(CancellationToken cancellationToken)
    {
        var data = Directory.CreateTempSubdirectory("halle-bench-");
        _links = Path.Combine(data.FullName, "links");
        var environment = ImmutableDictionary<string, string>.Empty
            .Add("ASPNETCORE_ENVIRONMENT", "Development")
            .Add("Halle__Storage__Sqlite__Path", Path.Combine(data.FullName, "halle.db"))
            .Add("HALLE_LINKS_FILE", _links)
            .Add("Logging__LogLevel__Default", "Warning");
        return ServerProcess.StartAsync(assembly, new Uri($"http://127.0.0.1:{port}"), environment, "/ready", cancellationToken);
    }

    public async Task PrepareAsync(ServerProcess server, Scenario scenario, CancellationToken cancellationToken)
    {
        _door?.Dispose();
        _door = new Door(server.Address, origin: null);
        _classCodes = [];
        switch (scenario.Kind)
        {
            case RoomKind.Class:
                var (cookie, _) = await _door.SignInAsync("invite", new { token = OrganiserToken() }, from: null, cancellationToken);
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
                var programme = await _door.GetAsync("/api/programme", cookie: null, cancellationToken);
                _rooms = [.. programme.GetProperty("sites").EnumerateArray().Select(site => "booth:" + site.GetProperty("key").GetString()).Take(scenario.Rooms)];
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

    public async Task<VisitorSocket> EnterAsync(
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

        var socket = await sockets.ConnectAsync(target, cookie, events, from);
        IContestant.MustBeOk(await socket.InvokeAsync("Enter", new { room = _rooms[room] }), "code");
        return socket;
    }

    public async Task PostAsync(VisitorSocket writer, int room, string text)
    {
        var clientId = string.Create(CultureInfo.InvariantCulture, $"bench-{Interlocked.Increment(ref _posts):D10}");
        IContestant.MustBeOk(await writer.InvokeAsync("Execute", _rooms[room], clientId, new { type = "chat.post", text }), "status");
    }

    public void Dispose() => _door?.Dispose();

    private string OrganiserToken()
    {
        using var links = JsonDocument.Parse(File.ReadAllText(_links));
        var link = links.RootElement.GetProperty("links").GetProperty("organiser").GetString()!;
        return link[(link.IndexOf('#', StringComparison.Ordinal) + 1)..];
    }
}
