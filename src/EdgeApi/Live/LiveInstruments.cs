using System.Diagnostics.Metrics;
using Halle.Status;

namespace Halle.Live;

/// <summary>What the live half measures, on the meter <c>Halle.Live</c>. Deliveries are counted by pump run, not one by one.</summary>
public sealed class LiveInstruments : IDisposable
{
    public const string MeterName = "Halle.Live";

    private readonly Meter _meter;
    private readonly UpDownCounter<int> _connections;
    private readonly UpDownCounter<int> _readers;
    private readonly Counter<long> _frames;
    private readonly Counter<long> _failedSteps;
    private long _deliveries;
    private long _bytes;
    private readonly Counter<long> _resets;
    private readonly Counter<long> _resumes;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _closings;
    private readonly Counter<long> _gaps;
    private readonly Counter<long> _resubscriptions;
    private readonly Histogram<double> _lag;
    private int _open;
    private long _arrivals;
    private long _departures;

    public LiveInstruments(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _connections = _meter.CreateUpDownCounter<int>("halle.live.connections", description: "Open connections.");
        _readers = _meter.CreateUpDownCounter<int>("halle.live.readers", description: "Cursors in rooms.");
        _frames = _meter.CreateCounter<long>("halle.live.frames", description: "Steps made in rooms.");

        _failedSteps = _meter.CreateCounter<long>("halle.live.frames.failed", description: "Steps that could not be made.");

        // Read when they are asked for: a listener's work for each of a million deliveries would be felt.
        _meter.CreateObservableCounter("halle.live.deliveries", () => Interlocked.Read(ref _deliveries), description: "Messages written to connections.");
        _meter.CreateObservableCounter("halle.live.bytes", () => Interlocked.Read(ref _bytes), "By", "Bytes written to connections, before WebSocket framing.");
        _resets = _meter.CreateCounter<long>("halle.live.resets", description: "Snapshots sent.");
        _resumes = _meter.CreateCounter<long>("halle.live.resumes", description: "Merged frames sent to readers who were behind.");
        _refusals = _meter.CreateCounter<long>("halle.live.refusals", description: "Refused calls, by code.");
        _closings = _meter.CreateCounter<long>("halle.live.closings", description: "Connections ended by the server, by code.");
        _gaps = _meter.CreateCounter<long>("halle.live.feed.gaps", description: "Batches that did not follow.");
        _resubscriptions = _meter.CreateCounter<long>("halle.live.feed.resubscriptions", description: "Feeds that were begun again.");
        _lag = _meter.CreateHistogram<double>("halle.live.write.wait", "s", "How long a write waited for its reader, when it did not complete at once.");
    }

    /// <summary>Connections open now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Connections that were ever opened.</summary>
    public long Arrivals => Interlocked.Read(ref _arrivals);

    /// <summary>Connections that have ended.</summary>
    public long Departures => Interlocked.Read(ref _departures);

    /// <summary>Messages written to connections since the start.</summary>
    public long Deliveries => Interlocked.Read(ref _deliveries);

    /// <summary>Bytes written to connections since the start, before WebSocket framing.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public CodeTally Refusals { get; } = new();

    public CodeTally Closings { get; } = new();

    public void Connected(int change)
    {
        Interlocked.Add(ref _open, change);
        Interlocked.Add(ref _arrivals, Math.Max(0, change));
        Interlocked.Add(ref _departures, Math.Max(0, -change));
        _connections.Add(change);
    }

    public void Readers(int change) => _readers.Add(change);

    public void FrameBuilt() => _frames.Add(1);

    public void StepFailed() => _failedSteps.Add(1);

    public void Delivered(int messages, long bytes, int resets, int resumes)
    {
        Interlocked.Add(ref _deliveries, messages);
        Interlocked.Add(ref _bytes, bytes);
        if (resets > 0)
        {
            _resets.Add(resets);
        }

        if (resumes > 0)
        {
            _resumes.Add(resumes);
        }
    }

    public void Refused(string code)
    {
        Refusals.Add(code);
        _refusals.Add(1, new KeyValuePair<string, object?>("code", code));
    }

    public void Closed(string code)
    {
        Closings.Add(code);
        _closings.Add(1, new KeyValuePair<string, object?>("code", code));
    }

    public void Gap() => _gaps.Add(1);

    public void Resubscribed() => _resubscriptions.Add(1);

    public void Waited(TimeSpan time) => _lag.Record(time.TotalSeconds);

    public void Dispose() => _meter.Dispose();
}
