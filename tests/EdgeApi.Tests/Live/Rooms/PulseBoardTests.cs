using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Halle.Live.Rooms;
using Halle.Rooms;
using Halle.Tests.Live.Host;

namespace Halle.Tests.Live.Rooms;

public sealed class PulseBoardTests
{
    private readonly PulseBoard _board = new(LiveHost.Talk);

    [Fact(DisplayName = "[RC134] A pulse that says anew where the room stands takes nothing from one that not everybody has been told")]
    public void A_repeat_takes_nothing_away()
    {
        _board.Take(Pulse(present: 3, applause: 0), head: 5);
        var seen = _board.Version;
        _board.Take(Pulse(present: 4, applause: 7), head: 5);
        var told = _board.Version;
        Assert.True(_board.Repeat(head: 6));

        // Who was not told yet, who was, and who comes anew.
        Assert.Equal((6, 4, 7), Next(seen));
        Assert.Equal((6, 4, 0), Next(told));
        Assert.Equal((6, 4, 0), Next(0));
        Assert.Null(_board.Next(Audience.Public, _board.Version));
        Assert.False(_board.Repeat(head: 6));

        Assert.True(_board.Repeat(head: 7));
        Assert.Equal((7, 4, 7), Next(seen));
        Assert.Equal((7, 4, 0), Next(told));
        _board.Take(Pulse(present: 5, applause: 1), head: 7);
        Assert.Equal((7, 5, 1), Next(_board.Version - 1));
    }

    [Fact(DisplayName = "[PR58] Who is there by name is told to a room's readers, and in the event's room to its staff alone")]
    public void In_the_events_room_nobody_is_named_to_the_public()
    {
        var named = new NamedPresence(new PersonId(new string('a', 32)), Role.Professional, "Camille (démo)");
        foreach (var room in new[] { LiveHost.Talk, RoomId.TheEvent })
        {
            var board = new PulseBoard(room);
            board.Take(Pulse(present: 1, applause: 0) with { Named = [named] }, head: 1);

            Assert.Contains("Camille", Encoding.UTF8.GetString(board.Next(Audience.Staff, 0)!.Value.Message.Bytes.Span), StringComparison.Ordinal);
            Assert.Equal(
                room != RoomId.TheEvent,
                Encoding.UTF8.GetString(board.Next(Audience.Public, 0)!.Value.Message.Bytes.Span).Contains("Camille", StringComparison.Ordinal));
        }
    }

    private (long Seq, int Present, int Applause) Next(long seen)
    {
        using var sent = JsonDocument.Parse(_board.Next(Audience.Public, seen)!.Value.Message.Bytes[..^1]);
        var pulse = sent.RootElement.GetProperty("arguments")[0];
        var reactions = pulse.TryGetProperty("reactions", out var counts) && counts.ValueKind == JsonValueKind.Object ? counts : default;
        return (pulse.GetProperty("seq").GetInt64(), pulse.GetProperty("present").GetInt32(),
            reactions.ValueKind == JsonValueKind.Object && reactions.TryGetProperty("applause", out var count) ? count.GetInt32() : 0);
    }

    private static RoomPulse Pulse(int present, int applause) => new(
        0, present, [], applause == 0 ? ImmutableDictionary<string, int>.Empty : ImmutableDictionary<string, int>.Empty.Add("applause", applause), Zone: null);
}
