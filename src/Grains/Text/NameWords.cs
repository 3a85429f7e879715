using System.Text;

namespace Halle.Text;

/// <summary>
/// A name as the words it may be read as. Figures inside a word stand for letters (c0nnard); a word of figures alone is a number and says nothing
/// (Lecteur 79), unless the whole name is read as one word (put 3); figures around a word are left out as well (admin2); a letter held down is one
/// or two (connnard); single signs in a row are a word (c o n).
/// </summary>
internal sealed class NameWords
{
    private static readonly char[] Between = [' ', '-', '.', '\'', '\u2019', '_', '\u00B7', ',', '/', '(', ')', '|', ':', '\u2013', '\u2014'];

    private static readonly char[] Figures = [.. "0123456789"];

    private NameWords(IReadOnlyList<string[]> readings, string everything) => (Readings, Everything) = (readings, everything);

    /// <summary>Each way the words may be read, as skeletons.</summary>
    public IReadOnlyList<string[]> Readings { get; }

    /// <summary>Everything in one, every figure a letter.</summary>
    public string Everything { get; }

    public static NameWords Of(string name)
    {
        var folded = Split(name);
        var plain = Read(folded, static word => word);
        var readings = new List<string[]> { plain };
        AddIfNew(readings, Read(folded, static word => word.Trim(Figures)));
        foreach (var reading in readings.ToArray())
        {
            AddIfNew(readings, [.. reading.Select(word => Shorten(word, 2))]);
            AddIfNew(readings, [.. reading.Select(word => Shorten(word, 1))]);
        }

        return new NameWords(readings, string.Concat(folded.Select(word => Lookalikes.SkeletonOfFolded(word))));
    }

    // "c o n" is a word too, and so is "F D P".
    private static List<string> Split(string name)
    {
        var words = new List<string>();
        var single = false;
        foreach (var part in name.Split(Between, StringSplitOptions.RemoveEmptyEntries))
        {
            var folded = FoldedText.Of(part);
            if (Lookalikes.SkeletonOfFolded(folded).Length == 0)
            {
                continue;
            }

            if (folded.Length == 1 && single)
            {
                words[^1] += folded;
                continue;
            }

            single = folded.Length == 1;
            words.Add(folded);
        }

        return words;
    }

    private static string[] Read(List<string> folded, Func<string, string> stem) =>
        [.. folded.Where(word => !word.All(char.IsAsciiDigit)).Select(word => Lookalikes.SkeletonOfFolded(stem(word))).Where(word => word.Length > 0)];

    private static void AddIfNew(List<string[]> readings, string[] reading)
    {
        if (!readings.Exists(known => known.SequenceEqual(reading, StringComparer.Ordinal)))
        {
            readings.Add(reading);
        }
    }

    /// <summary>Runs of three and more of one letter become this many.</summary>
    private static string Shorten(string word, int to)
    {
        var shorter = new StringBuilder(word.Length);
        for (var start = 0; start < word.Length;)
        {
            var end = start + 1;
            while (end < word.Length && word[end] == word[start])
            {
                end++;
            }

            shorter.Append(word[start], end - start >= 3 ? to : end - start);
            start = end;
        }

        return shorter.ToString();
    }
}
