using CsCheck;
using Halle.Event;
using Halle.Rooms;
using Halle.Tests.Rooms;
using Halle.Text;

namespace Halle.Tests.Text;

/// <summary>Two lists of texts, of what is held and of what is not, and numbers disguised by chance.</summary>
public sealed class DisguiseTests
{
    private static readonly string[] Units =
    [
        "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
    ];

    private static readonly string[] Tens = ["", "", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt"];

    public static TheoryData<string> Evasions => [.. Lines("evasions.txt")];

    public static TheoryData<string> Ordinary => [.. Lines("ordinary.txt")];

    [Theory(DisplayName = "[TX90] A way to meet outside is held in whatever disguise (C21, G02, G03)")]
    [MemberData(nameof(Evasions))]
    public void A_disguise_is_held(string text)
    {
        Assert.True(MessageText.TryClean(text, out var cleaned, out var code), code);
        Assert.NotNull(MessagePolicy.HeldFor(cleaned, At(Cast.Visitor(1), Cast.Booth)));
        Assert.NotNull(MessagePolicy.HeldFor(cleaned, At(Cast.Pupil(1), Cast.Class)));
    }

    [Theory(DisplayName = "[TX91] Times, dates, amounts, postcodes, trains and single letters are ordinary talk")]
    [MemberData(nameof(Ordinary))]
    public void Ordinary_talk_is_not_held(string text)
    {
        Assert.True(MessageText.TryClean(text, out var cleaned, out var code), code);
        Assert.Null(MessagePolicy.HeldFor(cleaned, At(Cast.Visitor(1), Cast.Booth)));
        Assert.Null(MessagePolicy.HeldFor(cleaned, At(Cast.Pupil(1), Cast.Class)));
    }

    [Fact(DisplayName = "[TX90] A telephone number is held, however its pairs are written and whatever single signs, letters or little words stand between")]
    public void A_number_disguised_by_chance_is_held()
    {
        var between = OneOf(" ", "  ", "-", ".", ", ", " et ", " puis ", " a ", " x ", "*", " 😀 ", "\n", "_", "|", " ensuite ");
        var pair = Gen.Select(Gen.Int[0, 99], Gen.Int[0, 3]).Select((number, way) => way switch
        {
            0 => $"{number:00}",
            1 => $"{number / 10} {number % 10}",
            2 => Said(number),
            _ => Said(number).Replace("-", " ", StringComparison.Ordinal).ToUpperInvariant(),
        });
        Gen.Select(Gen.Int[1, 9], pair.Array[4], between.Array[4], OneOf("", "mon num ", "appelle ", "c'est le "), OneOf("", " stp", " !"))
            .Select((first, pairs, gaps, before, after) => before + "0" + first + string.Concat(pairs.Zip(gaps, (pair, gap) => Clear(gap, pair) + pair)) + after)
            .Where(text => MessageText.TryClean(text, out _, out _))
            .Sample(text => ContactData.IsIn(MessageText.Clean(text)), iter: 20_000);
    }

    [Fact(DisplayName = "[TX91] Opening hours, years and amounts are never held, whatever they are")]
    public void Ordinary_figures_by_chance_are_not_held()
    {
        var hour = Gen.Select(Gen.Int[0, 23], OneOf("00", "15", "30", "45", ""), Gen.Bool).Select((h, m, wide) => wide ? $"{h:00}h{m}" : $"{h}h{m}");
        var amount = Gen.Select(Gen.Int[1, 999], Gen.Int[0, 999], OneOf("tonnes", "€", "visiteurs", "pièces", "kg", "MW")).Select((thousands, rest, unit) => $"{thousands} {rest:000} {unit}");
        var year = Gen.Int[1990, 2039].Select(number => $"{number}-{number + 1}");
        var date = Gen.Select(Gen.Int[1, 31], Gen.Int[1, 12], Gen.Int[2020, 2030]).Select((d, m, y) => $"{d:00}/{m:00}/{y}");
        var part = Gen.OneOf(hour, amount, year, date);
        Gen.Select(part.Array[1, 5], OneOf(" à ", ", ", " et ", " ; ", " puis ", " / "))
            .Select((parts, between) => "Chez nous : " + string.Join(between, parts))
            .Sample(text => !ContactData.IsIn(text) && !LinkText.Leads(text), iter: 20_000);
    }

    // "soixante douze" is one number to the ear; who dictates two makes a pause.
    private static string Clear(string gap, string pair) => !char.IsAsciiDigit(pair[0]) && gap.Trim() is "" or "-" or "et" ? ", " : gap;

    private static string Said(int number) => number switch
    {
        < 10 => "zéro " + Units[number],
        < 20 => Units[number],
        80 => "quatre-vingts",
        _ when number % 10 == 1 && number is < 70 => Tens[number / 10] + " et un",
        _ when number / 10 is 7 or 9 => Tens[number / 10] + "-" + Units[10 + (number % 10)],
        _ => Tens[number / 10] + (number % 10 == 0 ? "" : "-" + Units[number % 10]),
    };

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static IEnumerable<string> Lines(string file) =>
        File.ReadLines(Repository.PathTo("tests", "Grains.Tests", "Text", file)).Where(line => line.Length > 0 && !line.StartsWith('#'));

    private static Situation At(Actor actor, RoomId room) =>
        new(room, actor, actor.Owns(room), new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero), EventWide.None);
}
