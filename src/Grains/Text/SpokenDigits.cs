using System.Text;

namespace Halle.Text;

/// <summary>Numbers however they are written: digits with anything between them, French number words, letters that stand for digits.</summary>
internal static class SpokenDigits
{
    // The length of a national number in France; those of its neighbours are as long or longer.
    private const int NationalLength = 10;

    // 0033 and nine more, and one to spare: a longer row of figures is a serial number, a measure or a time stamp.
    private const int LongestInOneWord = 14;

    private static readonly string[] Units =
    [
        "zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize",
    ];

    private static readonly string[] Tens = ["vingt", "trente", "quarante", "cinquante", "soixante"];

    /// <summary>Whether folded text holds a French telephone number (06 12 34 56 78, +33 6 …, zéro six douze …).</summary>
    public static bool HoldPhone(string folded)
    {
        var run = new StringBuilder();
        var (word, pending) = (new StringBuilder(), 0);
        for (var i = 0; i <= folded.Length; i++)
        {
            var letter = i < folded.Length ? folded[i] : ' ';
            if (char.IsLetterOrDigit(letter))
            {
                word.Append(letter);
                continue;
            }

            if (word.Length > 0)
            {
                if (!Take(word.ToString(), run, ref pending))
                {
                    Flush(run, ref pending);
                    if (IsPhone(run))
                    {
                        return true;
                    }

                    run.Clear();
                }

                word.Clear();
            }
        }

        Flush(run, ref pending);
        return IsPhone(run);
    }

    /// <summary>Adds what a word says to the run of digits; false when it says no number.</summary>
    /// <param name="pending">A French ten that waits for its unit (soixante … douze); 0 when none does.</param>
    private static bool Take(string word, StringBuilder run, ref int pending)
    {
        if (Array.IndexOf(Units, word is "une" ? "un" : word) is >= 0 and var unit)
        {
            TakeUnit(unit, run, ref pending);
            return true;
        }

        if (word is "vingts")
        {
            word = "vingt";
        }

        if (Array.IndexOf(Tens, word) is >= 0 and var ten)
        {
            // quatre-vingt: the four was the first half of eighty.
            if (ten == 0 && pending == 0 && run.Length > 0 && run[^1] == '4')
            {
                run.Length--;
                pending = 80;
                return true;
            }

            Flush(run, ref pending);
            pending = 20 + (10 * ten);
            return true;
        }

        if (word is "et" or "puis" or "plus")
        {
            return true;
        }

        Flush(run, ref pending);
        if (word.Length > LongestInOneWord || !word.Any(char.IsAsciiDigit) || !word.All(letter => char.IsAsciiDigit(letter) || letter is 'o' or 'l' or 'i'))
        {
            // "o six …": the letter for the figure, only where figures follow each other.
            if (word is "o" && run.Length > 0)
            {
                run.Append('0');
                return true;
            }

            return false;
        }

        foreach (var letter in word)
        {
            run.Append(letter switch { 'o' => '0', 'l' or 'i' => '1', _ => letter });
        }

        return true;
    }

    private static void TakeUnit(int unit, StringBuilder run, ref int pending)
    {
        // soixante-douze, quatre-vingt-dix-sept; a dix may still take a unit (dix-sept).
        if (pending > 0 && (unit < 10 || pending is 60 or 80) && unit != 0)
        {
            if (unit == 10)
            {
                pending += 10;
                return;
            }

            Append(run, pending + unit);
            pending = 0;
            return;
        }

        Flush(run, ref pending);
        if (unit == 10)
        {
            pending = 10;
        }
        else if (unit < 10)
        {
            run.Append((char)('0' + unit));
        }
        else
        {
            Append(run, unit);
        }
    }

    private static void Flush(StringBuilder run, ref int pending)
    {
        if (pending > 0)
        {
            Append(run, pending);
            pending = 0;
        }
    }

    private static void Append(StringBuilder run, int number) => run.Append((char)('0' + (number / 10))).Append((char)('0' + (number % 10)));

    private static bool IsPhone(StringBuilder run)
    {
        var digits = run.ToString();
        for (var i = 0; i + NationalLength <= digits.Length; i++)
        {
            if ((digits[i] == '0' && digits[i + 1] is >= '1' and <= '9')
                || (digits[i] == '3' && digits[i + 1] == '3' && digits[i + 2] is >= '1' and <= '9' && i + NationalLength < digits.Length))
            {
                return true;
            }
        }

        return false;
    }
}
