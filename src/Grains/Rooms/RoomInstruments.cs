using System.Diagnostics.Metrics;

namespace Halle.Rooms;

/// <summary>What a silo's rooms measure, on the meter <c>Halle.Rooms</c>. Rooms are not told apart: there are a thousand of them.</summary>
public sealed class RoomInstruments : IDisposable
{
    public const string MeterName = "Halle.Rooms";

    /// <summary>Seconds: a disk's few milliseconds, a table's tens, and what becomes a coded refusal (2.5 s).</summary>
    private static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] };

    private readonly Meter _meter;
    private readonly Histogram<double> _commit;
    private readonly Counter<long> _commands;
    private readonly Histogram<double> _open;
    private readonly Counter<long> _closed;
    private readonly Counter<long> _unclear;

    public RoomInstruments(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _commit = _meter.CreateHistogram("halle.rooms.commit", "s", "How long a group of commands took until it was stored.", tags: null, Seconds);
        _commands = _meter.CreateCounter<long>("halle.rooms.commands", description: "Commands stored.");
        _open = _meter.CreateHistogram("halle.rooms.open", "s", "How long a room took to be read from the store.", tags: null, Seconds);
        _closed = _meter.CreateCounter<long>("halle.rooms.closed", description: "Rooms that closed themselves, by why: overtaken, quarantined, storage_unavailable.");
        _unclear = _meter.CreateCounter<long>("halle.rooms.store.unclear", description: "Writes of which the store did not say what became of them.");
    }

    public void Stored(TimeSpan took, int commands)
    {
        _commit.Record(took.TotalSeconds);
        _commands.Add(commands);
    }

    public void Opened(TimeSpan took) => _open.Record(took.TotalSeconds);

    public void Closed(string why) => _closed.Add(1, new KeyValuePair<string, object?>("why", why));

    public void Unclear() => _unclear.Add(1);

    public void Dispose() => _meter.Dispose();
}
