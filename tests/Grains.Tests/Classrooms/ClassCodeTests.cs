using System.Security.Cryptography;
using CsCheck;
using Halle.Classrooms;

namespace Halle.Tests.Classrooms;

public sealed class ClassCodeTests
{
    private static readonly Gen<ClassCode> Codes = Gen.Byte.Array[ClassCode.RandomBytes].Select(Code);

    [Fact(DisplayName = "[CL1] A code is ten random symbols and a check symbol, without 0 O 1 I L, shown as XXXX-XXXX-XXX")]
    public void A_code_is_eleven_symbols_shown_in_three_groups()
    {
        var code = Code([.. Enumerable.Range(0, ClassCode.RandomBytes).Select(value => (byte)value)]);

        Assert.Equal("23456789AB", code.Value[..10]);
        Assert.Equal(ClassCode.Length, code.Value.Length);
        Assert.Matches(@"\A[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{3}\z", code.Shown);
        Assert.Equal(31, ClassCode.Alphabet.Distinct().Count());
        Assert.Equal(-1, ClassCode.Alphabet.IndexOfAny(['0', 'O', '1', 'I', 'L']));
    }

    [Fact(DisplayName = "[CL1] Every symbol is equally likely: bytes from 248 on are skipped")]
    public void Every_symbol_is_equally_likely()
    {
        var counts = new int[31];
        for (var value = 0; value < 256; value++)
        {
            byte[] random = [.. Enumerable.Repeat((byte)value, ClassCode.RandomBytes)];
            if (ClassCode.TryCreate(random, out var code))
            {
                counts[ClassCode.Alphabet.IndexOf(code.Value[0], StringComparison.Ordinal)]++;
            }
        }

        Assert.All(counts, count => Assert.Equal(8, count));
        Assert.False(ClassCode.TryCreate(RandomNumberGenerator.GetBytes(9), out _));
    }

    [Fact(DisplayName = "[CL2] A code typed in lower case, with spaces or any dash, is the same code (K02)")]
    public void A_code_is_read_as_people_type_it() => Codes.Sample(code =>
    {
        string[] typed =
        [
            code.Value, code.Shown, code.Shown.ToLowerInvariant(), $" {code.Shown} \n", string.Join(' ', code.Value.ToCharArray()),
            code.Shown.Replace('-', '\u2013'), code.Shown.Replace('-', '\u00a0'),
        ];
        Assert.All(typed, text => Assert.True(ClassCode.TryParse(text, out var read) && read == code, text));
    });

    [Fact(DisplayName = "[CL2] What cannot be a code is no code (K01)")]
    public void What_cannot_be_a_code_is_refused() => Codes.Sample(code =>
    {
        string?[] wrong =
        [
            null, "", " ", "-", code.Value[..10], code.Value + "2", "0" + code.Value[1..], "É" + code.Value[1..], "Ａ" + code.Value[1..],
            code.Value + "\0", "' or 1 eq 1", code.Value + new string(' ', 100), new string('2', 1_000_000),
        ];
        Assert.All(wrong, text => Assert.False(ClassCode.TryParse(text, out _), text));
    });

    [Fact(DisplayName = "[CL3] Every single wrong symbol is caught, at every place")]
    public void Every_single_wrong_symbol_is_caught() => Codes.Sample(code =>
    {
        for (var place = 0; place < ClassCode.Length; place++)
        {
            foreach (var other in ClassCode.Alphabet.Where(symbol => symbol != code.Value[place]))
            {
                Assert.False(ClassCode.TryParse(code.Value[..place] + other + code.Value[(place + 1)..], out _));
            }
        }
    });

    [Fact(DisplayName = "[CL3] Every swap of two different symbols is caught, next to each other or not")]
    public void Every_swap_is_caught() => Codes.Sample(code =>
    {
        for (var one = 0; one < ClassCode.Length; one++)
        {
            for (var other = one + 1; other < ClassCode.Length; other++)
            {
                var symbols = code.Value.ToCharArray();
                (symbols[one], symbols[other]) = (symbols[other], symbols[one]);
                Assert.Equal(symbols[one] == symbols[other], ClassCode.TryParse(new string(symbols), out _));
            }
        }
    });

    [Fact(DisplayName = "[CL3] A guessed code has the right check symbol once in 31 times")]
    public void A_guess_passes_once_in_31_times()
    {
        var passed = ClassCode.Alphabet.Count(check => ClassCode.TryParse("ABCDEFGHJK" + check, out _));

        Assert.Equal(1, passed);
    }

    private static ClassCode Code(byte[] random) =>
        ClassCode.TryCreate(random, out var code) ? code : throw new InvalidOperationException("Too few random bytes.");
}
