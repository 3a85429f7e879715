using System.Collections.Frozen;

namespace Halle.Text;

/// <summary>The number words people dictate figures with: French with its phonetic spellings and hundreds, and English up to twelve.</summary>
internal static class NumberWords
{
    /// <summary>The longest of them.</summary>
    public const int MaxLength = 9;

    private static readonly FrozenDictionary<string, int> Values = Read(
        ("zero", 0), ("un une one", 1), ("deux deu two", 2), ("trois troi three", 3), ("quatre quatr katre four", 4), ("cinq cinc sink five", 5), ("six sis cis", 6), ("sept seven", 7),
        ("huit uit eight", 8), ("neuf neuff nine", 9), ("dix diz ten", 10), ("onze eleven", 11), ("douze twelve", 12), ("treize", 13), ("quatorze", 14), ("quinze", 15), ("seize", 16),
        ("vingt vingts", 20), ("trente", 30), ("quarante", 40), ("cinquante", 50), ("soixante", 60), ("septante", 70), ("huitante", 80), ("nonante", 90), ("cent cents", 100));

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Words = Values.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The value of a whole word.</summary>
    public static bool TryRead(ReadOnlySpan<char> word, out int value)
    {
        value = 0;
        return word.Length <= MaxLength && Words.TryGetValue(word, out value);
    }

    /// <summary>The longest number word the letters begin with; 0 when they begin with none.</summary>
    public static int LengthAtStart(ReadOnlySpan<char> letters, out int value)
    {
        for (var length = Math.Min(MaxLength, letters.Length); length > 1; length--)
        {
            if (Words.TryGetValue(letters[..length], out value))
            {
                return length;
            }
        }

        value = 0;
        return 0;
    }

    /// <summary>
    /// What two numbers said one after the other are together in French: 60 and 12 are 72, 4 and 20 are 80, 10 and 7 are 17, 6 and 100 are 600. False
    /// when they are two numbers.
    /// </summary>
    public static bool TryJoin(int before, int next, out int together)
    {
        together = before switch
        {
            >= 2 and <= 9 when next == 100 => 100 * before,
            >= 100 when next is >= 1 and <= 99 => before % 100 == 0 ? before + next
                : TryJoin(before % 100, next, out var rest) ? before - (before % 100) + rest : -1,
            4 when next == 20 => 80,
            10 when next is >= 7 and <= 9 => 10 + next,
            60 or 80 when next is >= 1 and <= 16 => before + next,
            70 or 90 when next is >= 1 and <= 9 => before + next,
            20 or 30 or 40 or 50 when next is >= 1 and <= 9 => before + next,
            _ => -1,
        };
        return together >= 0;
    }

    /// <summary>Whether two words that make one number may as well be two: "soixante douze" is 72, or 60 and 12; "trente quatre" is 34 and nothing else.</summary>
    public static bool MayStandApart(int before, int next) =>
        next == 100 || before >= 100 || (before, next) is (4, 20) or (60 or 80, >= 10 and <= 16);

    private static FrozenDictionary<string, int> Read(params ReadOnlySpan<(string Words, int Value)> rows) =>
        rows.ToArray()
            .SelectMany(row => row.Words.Split(' ').Select(word => (Word: word, row.Value)))
            .ToFrozenDictionary(row => row.Word, row => row.Value, StringComparer.Ordinal);
}
