using System.Globalization;

namespace Halle.Cluster.Tests.Driving;

/// <summary>
/// A number that can be said. What is written with figures is read together over some minutes, and a row of counters may look like a
/// telephone number, which is held for a moderator: rightly, and no observer would be shown it.
/// </summary>
internal static class Syllables
{
    private static readonly string[] Digits = ["ma", "me", "mo", "mu", "na", "ne", "no", "nu", "la", "lo"];

    public static string Of(long number) =>
        string.Concat(number.ToString(CultureInfo.InvariantCulture).Select(digit => Digits[digit - '0']));
}
