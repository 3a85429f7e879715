using System.Diagnostics;
using System.Text.Json;
using Halle.Live.Contract;
using Halle.Rooms;
using Halle.Tests.Live.Host;

namespace Halle.Tests.Live.Rooms;

/// <summary>Rooms that are in no programme, asked for in great number: what a script does that guesses keys.</summary>
public abstract class UnknownRoomsTests(bool ownSockets, ITestOutputHelper output) : OverBothCarriers(ownSockets)
{
    /// <summary>What one person may ask for at once, under the limits as they are delivered.</summary>
    private const int Each = 40;

    private const int People = 250;

    [Fact(DisplayName = "[LI22] F05: 10 000 rooms that do not exist are refused within 10 s; no grain is asked for, no copy made, nothing kept")]
    public async Task Unknown_rooms_leave_nothing_behind()
    {
        await using var host = await StartAsync();
        var clients = await Task.WhenAll(Enumerable.Range(0, People).Select(_ => host.ConnectAsync()));

        // Before the measure everybody asks for one room, and leaves others they are not in: what is kept of a person and the buffers of a
        // connection are not kept of a room.
        var first = await AskAsync(clients, "Enter", from: 0, count: 1);
        await AskAsync(clients, "Leave", from: 1, count: Each - 1);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var clock = Stopwatch.StartNew();
        var rest = await AskAsync(clients, "Enter", from: 1, count: Each - 1);
        var took = clock.Elapsed;

        Assert.Equal($"{RejectionCode.NotFound} {People}", first);
        Assert.Equal($"{RejectionCode.NotFound} {People * (Each - 1)}", rest);
        Assert.Equal((0, 0), (host.Rooms.Asked, host.Copies.Count));

        var left = 0L;

        // A copy has kilobytes.
        await Eventually.IsTrueAsync(
            () => (left = (GC.GetTotalMemory(forceFullCollection: true) - before) / (People * (Each - 1))) < 200, what: "an unknown room has left less than 200 bytes");
        output.WriteLine($"{took.TotalMilliseconds:0} ms, {left} bytes each");
        Assert.True(took < TimeSpan.FromSeconds(10), $"the unknown rooms took {took.TotalSeconds:0.0} s");
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }

    [Fact(DisplayName = "[LI22] F05: whatever else is asked of a room that does not exist reaches no grain either")]
    public async Task Nothing_is_done_in_an_unknown_room()
    {
        await using var host = await StartAsync();
        await using var client = await host.ConnectAsync();
        var room = RoomId.Booth("inconnu");
        var key = $"\"{room.ToGrainKey()}\"";

        Assert.Equal(RejectionCode.Forbidden, (await client.SayAsync(room, "bonjour", "client-0001")).Code);
        Assert.Equal(RejectionCode.Forbidden, (await client.CallAsync<CommandAnswer>("React", $"\"talk:inconnu\",\"{Reaction()}\"")).Code);
        Assert.Equal(RejectionCode.Forbidden, (await client.CallAsync<HistoryPage>("History", $"{key},\"5\",10")).Code);
        Assert.Null((await client.CallAsync<CommandAnswer>("Leave", key)).Code);

        Assert.Equal((0, 0), (host.Rooms.Asked, host.Copies.Count));

        static string Reaction() => Talks.Reaction.All.First();
    }

    /// <summary>Rooms of every kind that has keys, each named once, by everybody at the same time. How often which code was the answer.</summary>
    private static async Task<string> AskAsync(RawClient[] clients, string method, int from, int count)
    {
        var answers = await Task.WhenAll(clients.Select((client, person) => client.CallAllAsync<JsonElement>(
        [
            .. Enumerable.Range((person * Each) + from, count).Select(number => Unknown(number).ToGrainKey())
                .Select(room => (method, method == "Enter" ? $$"""{"room":"{{room}}"}""" : $"\"{room}\"")),
        ])));
        return string.Join(", ", answers.SelectMany(some => some)
            .CountBy(answer => answer.TryGetProperty("code", out var code) ? code.GetString()! : "").Select(pair => $"{pair.Key} {pair.Value}"));
    }

    private static RoomId Unknown(int number) => (number % 3) switch
    {
        0 => RoomId.Booth($"inconnu-{number}"),
        1 => RoomId.Talk($"inconnu-{number}"),
        _ => RoomId.Class($"{number:x32}"),
    };
}

[Collection(WholeProcess.Name)]
public sealed class UnknownRoomsTestsOnOwnSockets(ITestOutputHelper output) : UnknownRoomsTests(ownSockets: true, output);

[Collection(WholeProcess.Name)]
public sealed class UnknownRoomsTestsOverSignalR(ITestOutputHelper output) : UnknownRoomsTests(ownSockets: false, output);
