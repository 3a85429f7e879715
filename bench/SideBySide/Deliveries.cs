using System.Diagnostics;
using Halle.Rehearsal.Judging;
using Halle.Rehearsal.Sockets;

namespace Halle.Bench.SideBySide;

/// <summary>
/// Counts messages as they reach readers and how long each took from its sender's call. Each text carries a mark with its send
/// time, so a frame of many messages counts as many deliveries.
/// </summary>
internal sealed class Deliveries : IVisitorEvents
{
    private const string Run = "bdfhjk";

    private static readonly byte[] Beginning = Mark.Beginning(Run);

    private readonly Histogram _latencies = new();
    private long _count;
    private long _records;
    private long _closed;
    private long _began;
    private volatile bool _measuring;

    public long Count => Interlocked.Read(ref _count);

    /// <summary>Everything the server sent that was no answer, whatever it carried.</summary>
    public long Records => Interlocked.Read(ref _records);

    /// <summary>Readers whom the server hung up on.</summary>
    public long Closed => Interlocked.Read(ref _closed);

    /// <summary>200 bytes, as the measured scenarios say, of which the first are the mark. A short number in letters can spell a word that is held.</summary>
    public static string NewText(int number)
    {
        var text = $"{Mark.Write(Run, Mark.Microseconds(Stopwatch.GetTimestamp()))} message {Mark.InLetters(1_000_000 + number)} ";
        return text.PadRight(200, 'x');
    }

    /// <summary>What was written before is no longer counted.</summary>
    public void Begin()
    {
        _measuring = false;
        Interlocked.Exchange(ref _count, 0);
        Interlocked.Exchange(ref _records, 0);
        _latencies.Clear();
        _began = Mark.Microseconds(Stopwatch.GetTimestamp());
        _measuring = true;
    }

    public void End() => _measuring = false;

    public double PercentileMs(double share) => _latencies.PercentileMs(share);

    public void Received(VisitorSocket socket, ReadOnlySpan<byte> record, long timestamp)
    {
        if (!_measuring)
        {
            return;
        }

        Interlocked.Increment(ref _records);
        var now = Mark.Microseconds(timestamp);
        var found = 0;
        while (record.IndexOf(Beginning) is >= 0 and var at)
        {
            record = record[(at + Beginning.Length)..];
            if (Mark.Read(record) is var sent && sent >= _began)
            {
                found++;
                _latencies.Add(now - sent);
            }
        }

        Interlocked.Add(ref _count, found);
    }

    void IVisitorEvents.Closed(VisitorSocket socket, VisitorEnd end)
    {
        if (!end.ByVisitor && Interlocked.Increment(ref _closed) <= 3)
        {
            Console.Error.WriteLine($"The server hung up on a reader: {end.Code} {end.Reason}");
        }
    }
}
