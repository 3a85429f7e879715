using System.Globalization;
using System.Text;
using CsCheck;
using Halle.Rooms;
using Halle.Text;

namespace Halle.Tests.Text;

public sealed class MessageTextTests
{
    private static readonly string[] Pieces =
    [
        " ", "\n", "\r\n", "\t", "\u00A0", "\u202F", "\u200D", "\u200B", "\uFEFF", "\u202E", "\u2066", "\uD83D", "\uDC69", "👩‍🔧", "e", "é", "ㅤ", "\u1100", "\u1161",
        "\u0915\u093C", "\uFB2C", "\u0344", "a\u0301\u0302\u0303\u0304", "x\u200Dy", "\U000E0041", "\uFDD0", "\u034F", "\u0958",
    ];

    // Everything that may upset a cleaner, often side by side.
    private static readonly Gen<string> Hostile = Gen.OneOf(
            Gen.String,
            Gen.Char[(char)0x300, (char)0x36F].Select(mark => mark.ToString()),
            Gen.Int[0, 0x10FFFF].Where(Rune.IsValid).Select(value => new Rune(value).ToString()),
            Gen.Int[0, Pieces.Length - 1].Select(piece => Pieces[piece]))
        .Array[0, 60].Select(string.Concat);

    [Theory(DisplayName = "[TX1] Text is cleaned of what no message needs (C05–C10, E21)")]
    [InlineData("\u202Egpj.exe", "gpj.exe")]
    [InlineData("avant\u2066après", "avantaprès")]
    [InlineData("a\u0000b\u0007c\u009Fd", "abcd")]
    [InlineData("a\tb", "a b")]
    [InlineData("\uFEFFbonjour", "bonjour")]
    [InlineData("bon\u200Bjour", "bonjour")]
    [InlineData("s\u200Dnap", "snap")]
    [InlineData("x\U000E0041\U000E0042y", "xy")]
    [InlineData("x\uFDD0\uFFFEy\uE000", "xy")]
    [InlineData("a\r\nb\rc\u2028d", "a\nb\nc\nd")]
    [InlineData("e\u0301te\u0301", "été")]
    [InlineData("trop     d'espaces ", "trop d'espaces")]
    [InlineData("Vraiment\u00A0?", "Vraiment\u00A0?")]
    [InlineData("👩‍🔧 et 👨‍👩‍👧‍👦 et ❤️", "👩‍🔧 et 👨‍👩‍👧‍👦 et ❤️")]
    [InlineData("مرحبا שלום ドア", "مرحبا שלום ドア")]
    public void Text_is_cleaned(string given, string expected) => Assert.Equal(expected, Cleaned(given));

    [Fact(DisplayName = "[TX1] Marks are capped at three a base (C05), line breaks at three (C10)")]
    public void Marks_and_breaks_are_capped()
    {
        var zalgo = Cleaned("x" + string.Concat(Enumerable.Range(0, 50).Select(mark => (char)(0x300 + mark))) + "y");
        Assert.Equal((5, 'x', 'y'), (zalgo.Length, zalgo[0], zalgo[^1]));
        Assert.Equal("1\n2\n3\n4 5 6", Cleaned("1\n2\n3\n4\n5\n6"));
        Assert.Equal("1\n2", Cleaned("1" + new string('\n', 40) + "2"));
    }

    [Theory(DisplayName = "[TX3] Markup, entities, templates and queries are words like others (C11, C12, C15, C16, C18)")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("\"><svg onload=alert(1)>")]
    [InlineData("&lt;b&gt; **gras** [lien](x)")]
    [InlineData("{{constructor.constructor('alert(1)')()}}")]
    [InlineData("' or 1 eq 1")]
    [InlineData("javascript:alert(1)")]
    public void Markup_is_words(string text) => Assert.Equal(text, Cleaned(text));

    [Theory(DisplayName = "[TX2] What is empty, too long or no text is refused (C01–C04, E20)")]
    [InlineData("", RejectionCode.Empty)]
    [InlineData(" \n\t ", RejectionCode.Empty)]
    [InlineData("\u3164\u200B\u2800\u115F", RejectionCode.Empty)]
    [InlineData("\u0301\u0302", RejectionCode.Empty)]
    [InlineData("\u202E\u2066", RejectionCode.Empty)]
    [InlineData(null, RejectionCode.BadRequest)]
    public void What_is_no_text_is_refused(string? text, string code)
    {
        Assert.False(MessageText.TryClean(text, out _, out var refusal));
        Assert.Equal(code, refusal);
    }

    [Fact(DisplayName = "[TX2] A lone surrogate is no text (E20)")]
    public void A_lone_surrogate_is_no_text()
    {
        // Not as test data: a runner's own encoding replaces them.
        foreach (var text in new[] { "\uD800", "a\uD83D", "\uDC00b", "\uDC00\uD800", "👩\uD83D" })
        {
            Assert.False(MessageText.TryClean(text, out _, out var code));
            Assert.Equal(RejectionCode.Unreadable, code);
        }
    }

    [Fact(DisplayName = "[TX2] 500 characters and 2 000 units are accepted, one more is not (C03, C04)")]
    public void Length_is_counted_twice()
    {
        Assert.Equal(500, new StringInfo(Cleaned(new string('é', 500))).LengthInTextElements);
        AssertTooLong(new string('é', 501));
        AssertTooLong(new string('x', 2_001));

        // A family is eleven units and one character: units bound it.
        Assert.Equal(181, new StringInfo(Cleaned(string.Concat(Enumerable.Repeat("👨‍👩‍👧‍👦", 181)))).LengthInTextElements);
        AssertTooLong(string.Concat(Enumerable.Repeat("👨‍👩‍👧‍👦", 182)));
        AssertTooLong(string.Concat(Enumerable.Repeat("👨‍👩‍👧‍👦", 500)));
    }

    [Fact(DisplayName = "[TX1] Cleaning is idempotent, whatever the text, and leaves nothing forbidden")]
    public void Cleaning_is_idempotent() => Hostile.Sample(
        text =>
        {
            var once = MessageText.Clean(text);
            Assert.Equal(once, MessageText.Clean(once));
            Assert.Equal(once, once.Trim());
            Assert.True(once.IsNormalized(NormalizationForm.FormC));
            Assert.True(once.Count(letter => letter == '\n') <= MessageText.MaxBreaks);
            var marks = 0;
            foreach (var rune in once.EnumerateRunes())
            {
                var category = Rune.GetUnicodeCategory(rune);
                marks = category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? marks + 1 : 0;
                Assert.True(marks <= MessageText.MaxMarks);
                Assert.False(rune.Value != '\n' && category is UnicodeCategory.Control or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate);
                Assert.False(category == UnicodeCategory.Format && rune.Value is not (0x200C or 0x200D), $"U+{rune.Value:X}");
            }
        },
        iter: 20_000);

    [Fact(DisplayName = "[TX2] What is accepted is within both limits and not blank")]
    public void What_is_accepted_is_within_limits() => Hostile.Sample(
        text =>
        {
            if (MessageText.TryClean(text, out var cleaned, out _))
            {
                Assert.InRange(cleaned.Length, 1, MessageText.MaxUnits);
                Assert.InRange(new StringInfo(cleaned).LengthInTextElements, 1, MessageText.MaxGraphemes);
                Assert.True(MessageText.TryClean(cleaned, out var again, out _));
                Assert.Equal(cleaned, again);
            }
        },
        iter: 5_000);

    private static string Cleaned(string text)
    {
        Assert.True(MessageText.TryClean(text, out var cleaned, out var code), code);
        return cleaned;
    }

    private static void AssertTooLong(string text)
    {
        Assert.False(MessageText.TryClean(text, out _, out var code));
        Assert.Equal(RejectionCode.TooLong, code);
    }
}
