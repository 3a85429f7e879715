using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Halle.Live.Frames;
using Halle.Live.Rooms;
using Halle.Rooms;
using Halle.Tests.Live.Host;

namespace Halle.Tests.Live.Rooms;

public sealed class RepeatedPulseTests
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    [Fact(DisplayName = "[RC130] A room that is quiet after messages says its last pulse once more, within 5 s, with where the room stands: a lost last frame is noticed")]
    public async Task A_quiet_room_says_where_it_stands()
    {
        using var edge = new BareReplicas();
        await using var reader = await ReaderOf(edge);

        // The first is said in a quiet room; messages that come closer than the repeat are their own proof.
        for (var message = 0; message < 4; message++)
        {
            await reader.HearsAsync("Bonjour");
            Pass(edge, beats: 2);
        }

        Assert.Equal((3, 1, 1), reader.Counts);
        Pass(edge, beats: 3);
        Assert.Equal((3, 1, 2), reader.Counts);
        Pass(edge, beats: 30);
        Assert.Equal((3, 1, 2), reader.Counts);
    }

    [Fact(DisplayName = "[RC130] A message in a quiet room has the room's pulse behind it in the same write, as a WebSocket frame of its own: who loses one has the other")]
    public async Task A_rare_message_is_followed_by_where_the_room_stands()
    {
        using var edge = new BareReplicas();
        await using var reader = await ReaderOf(edge);
        for (var message = 1; message <= 3; message++)
        {
            await reader.HearsAsync("Bonjour");
            Assert.Equal((0, message, 1), reader.Counts);
            Pass(edge, beats: 5);
            Assert.Equal((0, message, 1), reader.Counts);
        }

        var both = reader.Last!;
        var first = 4 + BinaryPrimitives.ReadUInt16BigEndian(both.Frame.Span[2..]);
        Assert.Equal(both.Frame.Span[0], both.Frame.Span[first]);
        var frame = both.Frame.Span[4..first];
        var records = Encoding.UTF8.GetString(both.Bytes.Span).Split('\u001e', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, records.Length);
        Assert.Equal(records[0] + '\u001e', Encoding.UTF8.GetString(frame));
        var pulse = JsonDocument.Parse(records[1]).RootElement;
        Assert.Equal("Pulse", pulse.GetProperty("target").GetString());
        Assert.Equal(reader.Seq, pulse.GetProperty("arguments")[0].GetProperty("seq").GetInt64());
    }

    private static void Pass(BareReplicas edge, int beats)
    {
        for (; beats > 0; beats--)
        {
            edge.Pass(Beat);
        }
    }

    private static async Task<Reader> ReaderOf(BareReplicas edge)
    {
        var reader = new Reader(edge, (await edge.Replicas.OpenAsync(LiveHost.Talk)).Lease!);
        edge.Rooms[LiveHost.Talk].Pulse(new RoomPulse(0, 1, [], ImmutableDictionary<string, int>.Empty, Zone: null));
        await Eventually.IsTrueAsync(() => reader.Counts.Pulses == 1, what: "the room's pulse");
        Pass(edge, beats: 5);
        return reader;
    }

    private sealed class Reader : IAsyncDisposable
    {
        private readonly BareReplicas _edge;
        private readonly RoomLease _lease;
        private readonly Cursor _cursor;
        private int _frames;
        private int _both;
        private int _pulses;

        public Reader(BareReplicas edge, RoomLease lease)
        {
            (_edge, _lease) = (edge, lease);
            _cursor = new Cursor(lease.Replica, new Actor(new PersonId(new string('a', 32)), Role.Visitor, "Camille (démo)", []), Audience.Public, Read);
            lease.Replica.Enter(_cursor, epoch: null, lastSeq: null);
            lease.Replica.Release(_cursor);
        }

        public (int Frames, int Both, int Pulses) Counts => (Volatile.Read(ref _frames), Volatile.Read(ref _both), Volatile.Read(ref _pulses));

        public WireMessage? Last { get; private set; }

        public long Seq { get; private set; }

        public async Task HearsAsync(string text)
        {
            var before = Counts;
            _edge.Rooms[LiveHost.Talk].Say(text);
            await Eventually.IsTrueAsync(
                () =>
                {
                    _edge.Time.Advance(TimeSpan.FromMilliseconds(10));
                    return Counts.Frames + Counts.Both > before.Frames + before.Both;
                },
                what: "the message's frame");
        }

        public ValueTask DisposeAsync()
        {
            _lease.Dispose();
            return ValueTask.CompletedTask;
        }

        private void Read()
        {
            // Called first while the cursor is made.
            while (_cursor is not null && _lease.Replica.Next(_cursor) is { } due)
            {
                Interlocked.Add(ref _frames, due.Kind == DeliveryKind.Frame ? 1 : 0);
                Interlocked.Add(ref _pulses, due.Kind == DeliveryKind.Pulse ? 1 : 0);
                if (due.Kind == DeliveryKind.FrameAndPulse)
                {
                    (Last, Seq) = (due.Message, due.Position);
                    Interlocked.Increment(ref _both);
                }
            }
        }
    }
}
