using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Halle.Bench.SideBySide;

/// <summary>
/// Counts messages as they reach readers and how long each took from its sender's call. Each text carries a mark with its send
/// time, so a frame of many messages counts as many deliveries.
/// </summary>
internal sealed class Deliveries
{
    private static readonly byte[] Mark = "t=("u8.ToArray();

    private readonly ConcurrentBag<double> _latenciesMs = [];
    private long _count;
    private volatile bool _measuring;

    public long Count => Interlocked.Read(ref _count);

    /// <summary>200 bytes, as the measured scenarios say, of which the first are the mark.</summary>
    public static string NewText(int number)
    {
        var text = $"t=({InLetters(Stopwatch.GetTimestamp())}) message {InLetters(number)} ";
        return text.PadRight(200, 'x');
    }

    /// <summary>A long number reads as a telephone number, which a moderator would have to release.</summary>
    private static string InLetters(long number) =>
        string.Concat(number.ToString(CultureInfo.InvariantCulture).Select(digit => (char)('a' + (digit - '0'))));

    private static long FromLetters(ReadOnlySpan<byte> letters)
    {
        var number = 0L;
        foreach (var letter in letters)
        {
            number = (number * 10) + (letter - 'a');
        }

        return number;
    }

    public void Begin() => _measuring = true;

    public void End() => _measuring = false;

    public void Take(ReadOnlySpan<byte> record)
    {
        if (!_measuring)
        {
            return;
        }

        var now = Stopwatch.GetTimestamp();
        while (record.IndexOf(Mark) is >= 0 and var at)
        {
            record = record[(at + Mark.Length)..];
            var end = record.IndexOf((byte)')');
            var sent = FromLetters(record[..end]);
            var count = Interlocked.Increment(ref _count);
            if (count % 16 == 0)
            {
                _latenciesMs.Add((now - sent) * 1000.0 / Stopwatch.Frequency);
            }
        }
    }

    /// <summary>The latency below which this share of deliveries arrived, in milliseconds.</summary>
    public double Percentile(double share)
    {
        var sorted = _latenciesMs.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Length - 1, sorted.Length * share)];
    }
}
