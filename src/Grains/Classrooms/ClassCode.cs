using System.Diagnostics.CodeAnalysis;

namespace Halle.Classrooms;

/// <summary>
/// What lets pupils into a class: ten random symbols (49.5 bits) and a check symbol, of an alphabet without 0 O 1 I L. Canonical form is
/// eleven capitals and digits; people are shown <c>XXXX-XXXX-XXX</c> and may type it in lower case, with spaces or dashes.
/// </summary>
/// <remarks>
/// The check is the pure system of ISO/IEC 7064 (weights are powers of a radix, the whole is congruent to 1) with modulus 31 and radix 3.
/// The modulus is prime and equals the alphabet's size, so every wrong symbol is caught; 3 is a primitive root of 31, so all eleven weights
/// differ and every swap of two symbols is caught, next to each other or not. (Luhn mod N does not do: its doubling is no permutation when N is odd.)
/// </remarks>
public readonly record struct ClassCode
{
    public const string Alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    /// <summary>Symbols of a code, the check symbol included.</summary>
    public const int Length = 11;

    /// <summary>Random bytes one code asks for. One in 32 is thrown away, ten are needed: that this many do not suffice does not happen.</summary>
    public const int RandomBytes = 64;

    /// <summary>Longest text worth reading: a code with a separator after every symbol, twice over.</summary>
    private const int LongestInput = 44;

    private const int Radix = 3;

    private readonly string? _value;

    private ClassCode(string value) => _value = value;

    /// <summary>The canonical form: eleven symbols of the alphabet.</summary>
    public string Value => _value ?? throw new InvalidOperationException("No class code.");

    /// <summary>As people read it aloud and copy it from the board: <c>XXXX-XXXX-XXX</c>.</summary>
    public string Shown => $"{Value.AsSpan(0, 4)}-{Value.AsSpan(4, 4)}-{Value.AsSpan(8)}";

    /// <summary>
    /// Makes a code of random bytes, every code equally likely: a byte of 248 and more is skipped, because 256 is no multiple of 31.
    /// False when fewer than ten bytes are left then.
    /// </summary>
    public static bool TryCreate(ReadOnlySpan<byte> random, out ClassCode code)
    {
        Span<char> symbols = stackalloc char[Length];
        var filled = 0;
        foreach (var value in random)
        {
            if (filled < Length - 1 && value < 256 / Alphabet.Length * Alphabet.Length)
            {
                symbols[filled++] = Alphabet[value % Alphabet.Length];
            }
        }

        code = default;
        if (filled < Length - 1)
        {
            return false;
        }

        symbols[^1] = Check(symbols[..^1]);
        code = new ClassCode(new string(symbols));
        return true;
    }

    /// <summary>Reads what somebody typed. False when it cannot be a code: wrong length, foreign symbol or wrong check symbol.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ClassCode code)
    {
        code = default;
        if (text is null || text.Length > LongestInput)
        {
            return false;
        }

        Span<char> symbols = stackalloc char[Length];
        var filled = 0;
        foreach (var typed in text)
        {
            if (IsSeparator(typed))
            {
                continue;
            }

            var symbol = typed is >= 'a' and <= 'z' ? (char)(typed - 'a' + 'A') : typed;
            if (filled == Length || !Alphabet.Contains(symbol, StringComparison.Ordinal))
            {
                return false;
            }

            symbols[filled++] = symbol;
        }

        if (filled != Length || Check(symbols[..^1]) != symbols[^1])
        {
            return false;
        }

        code = new ClassCode(new string(symbols));
        return true;
    }

    public override string ToString() => _value is null ? "" : Shown;

    // Phones put a no-break space or a typographic dash where somebody typed a plain one.
    private static bool IsSeparator(char typed) =>
        char.IsWhiteSpace(typed) || typed is '-' or '_' or '.' or (>= '\u2010' and <= '\u2015') or '\u2212';

    private static char Check(ReadOnlySpan<char> symbols)
    {
        var sum = 0;
        foreach (var symbol in symbols)
        {
            sum = (sum + Alphabet.IndexOf(symbol, StringComparison.Ordinal)) * Radix % Alphabet.Length;
        }

        return Alphabet[(1 - sum + Alphabet.Length) % Alphabet.Length];
    }
}
