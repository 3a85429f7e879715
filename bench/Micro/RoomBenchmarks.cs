using BenchmarkDotNet.Attributes;
using Halle.Chat;
using Halle.Event;
using Halle.Live.Contract;
using Halle.Live.Frames;
using Halle.Rooms;

namespace Halle.Bench.Micro;

/// <summary>What one message costs in the rules and on its way to the wire, in a booth that already holds a busy day.</summary>
[MemoryDiagnoser, InProcess]
public class RoomBenchmarks
{
    private const int Before = 5_000;
    private const int Cursors = 1_000;

    private readonly Actor _actor = new(new PersonId(new string('a', 32)), Role.Professional, "Camille Essai", [RoomId.Booth("edf")]);
    private readonly Changes _changes = new();
    private Room _room = null!;
    private Frame _frame = null!;
    private FrameRing _ring = null!;
    private byte[] _snapshot = null!;
    private DateTimeOffset _now = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private int _number;

    [GlobalSetup]
    public void Fill()
    {
        _room = RoomFactory.Create(RoomId.Booth("edf"), new RoomSettings());
        for (var i = 0; i < Before; i++)
        {
            Apply(Decide());
        }

        _frame = new Frame(_room.Id, "epoch", _room.Seq - 1, _room.Seq, Reset: false, [.. _room.ShowAll(Audience.Public).Take(1)], []);
        _snapshot = _room.Save();
        _ring = new FrameRing(_room.Id, new FrameRingLimits(1_024, 16_384, 1_000, 200));
        _ring.Restart(_room, "epoch");
    }

    [Benchmark]
    public Decision Decide() => _room.Decide(new PostMessage(NextText()), Now());

    [Benchmark]
    public void DecideAndApply() => Apply(Decide());

    /// <summary>As an edge does once for all readers of a step: the call around it, and the WebSocket frame around that.</summary>
    [Benchmark]
    public WireMessage SerialiseFrame() => Wire.Call(nameof(ILiveClient.Frame), _frame);

    /// <summary>A message decided, applied, made into a frame, and found by each of a thousand cursors; what a connection does with it is in <see cref="PumpBenchmarks"/>.</summary>
    [Benchmark]
    public int ToThousandCursors()
    {
        var from = _ring.Head;
        Apply(Decide(), _ring.Touch);
        _ring.Flush();
        var found = 0;
        for (var cursor = 0; cursor < Cursors; cursor++)
        {
            found += _ring.Next(Audience.Public, from, fresh: false) is null ? 0 : 1;
        }

        return found == Cursors ? found : throw new InvalidOperationException("A cursor found nothing.");
    }

    [Benchmark]
    public Room LoadSnapshot() => RoomFactory.Load(_room.Id, new RoomSettings(), _snapshot);

    private Situation Now()
    {
        _now += TimeSpan.FromSeconds(3);
        return new Situation(_room.Id, _actor, Own: true, _now, EventWide.None);
    }

    private string NextText() => "Message " + (++_number).ToString(System.Globalization.CultureInfo.InvariantCulture) + " about the work of a welder";

    private void Apply(Decision decision, Action<IReadOnlyCollection<EntityKey>>? touch = null)
    {
        var clientId = new ClientId("bench-" + _number.ToString("D8", System.Globalization.CultureInfo.InvariantCulture));
        foreach (var stored in _room.Sequence(decision, _actor, clientId, _now))
        {
            _room.Apply(stored, _changes);
        }

        touch?.Invoke(_changes.Entities);
        _changes.Clear();
    }
}
