using CsCheck;
using Halle.Rooms;
using Halle.Text;

namespace Halle.Tests.Text;

public sealed class DisplayNameTests
{
    private static readonly string[] Reserved = ["EDF", "KSB", "Airbus Helicopters", "Barrage hydroélectrique", "Camille Démo"];

    [Theory(DisplayName = "[TX8] A name of 2 to 40 characters is taken, blanks joined and trimmed (N01, N02, N12)")]
    [InlineData("Léa", "Léa")]
    [InlineData("\u00A0 Jean-Marc\u00A0\u00A0O'Neil ", "Jean-Marc O'Neil")]
    [InlineData("Jo", "Jo")]
    [InlineData("Zoé2012", "Zoé2012")]
    [InlineData("Ｌéa", "Léa")]
    [InlineData("Αθηνά", "Αθηνά")]
    [InlineData("Дмитрий", "Дмитрий")]
    [InlineData("محمد", "محمد")]
    [InlineData("Constance Picon", "Constance Picon")]
    [InlineData("Nathalie du Cul-de-Sac", null)]
    [InlineData("Modeste", "Modeste")]
    [InlineData("Édouard F.", "Édouard F.")]
    [InlineData("Adminton", "Adminton")]
    [InlineData("Ksénia B", "Ksénia B")]
    public void A_name_is_taken(string given, string? expected)
    {
        var code = DisplayName.Check(given, Reserved, out var name);
        Assert.Equal(expected is null ? (RejectionCode.NameRefused, "Nathalie du Cul-de-Sac") : (null, expected), (code, name));
    }

    [Theory(DisplayName = "[TX8] Empty, short and long names are refused (N01, N02)")]
    [InlineData(null, RejectionCode.BadRequest)]
    [InlineData("", RejectionCode.Empty)]
    [InlineData(" \u00A0", RejectionCode.Empty)]
    [InlineData("\u200B\uFEFF", RejectionCode.Empty)]
    [InlineData("A", RejectionCode.NameRefused)]
    [InlineData("Anneeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee", RejectionCode.TooLong)]
    public void Empty_short_and_long_names_are_refused(string? given, string code) => Assert.Equal(code, DisplayName.Check(given, Reserved, out _));

    [Fact(DisplayName = "[TX8] A lone surrogate is no name")]
    public void A_lone_surrogate_is_no_name() => Assert.Equal(RejectionCode.Unreadable, DisplayName.Check("\uD800Anne", Reserved, out _));

    [Theory(DisplayName = "[TX9] Names of offices and of what is in the programme are reserved, however they are drawn (N03–N06)")]
    [InlineData("admin")]
    [InlineData("modérateur")]
    [InlineData("EDF officiel")]
    [InlineData("Аdmin")]
    [InlineData("M0dérateur")]
    [InlineData("Modérat€ur")]
    [InlineData("Ａdmin")]
    [InlineData("𝐀dmin")]
    [InlineData("ad\u200Bmin")]
    [InlineData("A d m i n")]
    [InlineData("a.d.m.i.n")]
    [InlineData("adrnin")]
    [InlineData("ΑDMΙΝ")]
    [InlineData("Administratrice du site")]
    [InlineData("l'organisateur")]
    [InlineData("Équipe Halle")]
    [InlineData("EDF")]
    [InlineData("Jean EDF")]
    [InlineData("E.D.F.")]
    [InlineData("ЕDF")]
    [InlineData("airbus-helicopters")]
    [InlineData("Barrage hydroelectrique")]
    [InlineData("Cаmille Demo")]
    [InlineData("staff")]
    [InlineData("Supp0rt")]
    public void Names_of_offices_are_reserved(string given) => Assert.Equal(RejectionCode.NameReserved, DisplayName.Check(given, Reserved, out _));

    [Theory(DisplayName = "[TX10] Stacks of marks, emoji, line breaks, insults and addresses are no names (N08, N09, N11, N14, N20)")]
    [InlineData("Z\u0300\u0301\u0302\u0303\u0304algo")]
    [InlineData("😀😀😀")]
    [InlineData("Léa ✔")]
    [InlineData("Léa😀")]
    [InlineData("Léa\nMartin")]
    [InlineData("Léa\r\nPaul")]
    [InlineData("Léa\u2028Paul")]
    [InlineData("\u202Eaél")]
    [InlineData("connard")]
    [InlineData("C0NN4RD")]
    [InlineData("c o n n a r d")]
    [InlineData("c.o.n")]
    [InlineData("gros con")]
    [InlineData("3ncul3")]
    [InlineData("s@l0pe")]
    [InlineData("ѕаlоре")]
    [InlineData("F D P")]
    [InlineData("example.com")]
    [InlineData("www.example.org")]
    [InlineData("https://x.fr")]
    [InlineData("lea@example.org")]
    [InlineData("snap lea")]
    [InlineData("06 12 34 56 78")]
    [InlineData("12345")]
    [InlineData("<b>Léa</b>")]
    [InlineData("../CON")]
    public void What_is_no_name_is_refused(string given) => Assert.Equal(RejectionCode.NameRefused, DisplayName.Check(given, Reserved, out _));

    [Theory(DisplayName = "[TX11] Names that can be taken for each other have one skeleton (N13)")]
    [InlineData("Lilian", "LiIian")]
    [InlineData("Chloé", "Сhlоe")]
    [InlineData("Marnie", "Mamie")]
    [InlineData("Zoé B.", "zoe b")]
    public void Look_alikes_have_one_skeleton(string one, string other) => Assert.Equal(DisplayName.Skeleton(one), DisplayName.Skeleton(other));

    [Fact(DisplayName = "[TX11] Different names have different skeletons")]
    public void Different_names_differ() => Assert.NotEqual(DisplayName.Skeleton("Chloé"), DisplayName.Skeleton("Cléo"));

    [Fact(DisplayName = "[TX8] Whatever is typed gets an answer, and a name that is taken is taken again as it is shown")]
    public void Whatever_is_typed_gets_an_answer() => Gen.String.Sample(
        given =>
        {
            if (DisplayName.Check(given, Reserved, out var name) is null)
            {
                Assert.Null(DisplayName.Check(name, Reserved, out var again));
                Assert.Equal(name, again);
            }
        },
        iter: 5_000);
}
