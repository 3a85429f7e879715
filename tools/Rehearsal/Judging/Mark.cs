using System.Buffers;
using System.Diagnostics;
using System.Globalization;

namespace Halle.Rehearsal.Judging;

/// <summary>
/// What a rehearsal's message carries so that it is known again: which run sent it, and when. In consonants: digits would read as a telephone
/// number, which a moderator would have to release, and vowels would make words.
/// </summary>
internal static class Mark
{
    /// <summary>Letters of the run in each mark.</summary>
    public const int RunLength = 6;

    private const string Digits = "bdfhjklmnr";

    private static readonly SearchValues<byte> DigitBytes = SearchValues.Create("bdfhjklmnr"u8);

    /// <summary>Tells this run's messages from those of an earlier one.</summary>
    public static string NewRun(Random random) => new([.. Enumerable.Range(0, RunLength).Select(_ => Digits[random.Next(Digits.Length)])]);

    /// <summary>Microseconds of the machine's monotonic clock, the same in all its processes.</summary>
    public static long Microseconds(long timestamp) => (long)(timestamp * (1_000_000.0 / Stopwatch.Frequency));

    public static string Write(string run, long microseconds) =>
        $"t=({run}{InLetters(microseconds)})";

    public static string InLetters(long number) =>
        string.Concat(number.ToString(CultureInfo.InvariantCulture).Select(digit => Digits[digit - '0']));

    /// <summary>Begins each mark of a run, as bytes to look for.</summary>
    public static byte[] Beginning(string run) => System.Text.Encoding.ASCII.GetBytes("t=(" + run);

    /// <summary>Reads the time after a mark's beginning; -1 when it is none.</summary>
    public static long Read(ReadOnlySpan<byte> after)
    {
        var end = after.IndexOfAnyExcept(DigitBytes);
        if (end is <= 0 or > 18 || after[end] != ')')
        {
            return -1;
        }

        var number = 0L;
        foreach (var letter in after[..end])
        {
            number = (number * 10) + letter switch
            {
                (byte)'b' => 0,
                (byte)'d' => 1,
                (byte)'f' => 2,
                (byte)'h' => 3,
                (byte)'j' => 4,
                (byte)'k' => 5,
                (byte)'l' => 6,
                (byte)'m' => 7,
                (byte)'n' => 8,
                _ => 9,
            };
        }

        return number;
    }
}
