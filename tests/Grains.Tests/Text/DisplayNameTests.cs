using CsCheck;
using Halle.Rooms;
using Halle.Text;

namespace Halle.Tests.Text;

public sealed class DisplayNameTests
{
    private static readonly ReservedNames Reserved = ReservedNames.Of(
        ["EDF", "KSB", "Airbus Helicopters", "Barrage hydroélectrique"], ["Camille Démo", "Noé", "Lou Essai-Durand, soudeuse", "Démo · Modération"]);

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

    [Theory(DisplayName = "[TX92] A pupil's pseudonym is nobody else's name: no visitor passes for a pupil")]
    [InlineData("Chamois radieux")]
    [InlineData("CHAMOIS RADIEUX")]
    [InlineData("Chamois-radieux")]
    [InlineData("radieux Chamois")]
    [InlineData("Chamois radieux 12")]
    [InlineData("Cham0is radieuх")]
    [InlineData("Petite Loutre curieuse")]
    public void A_pseudonym_is_reserved(string name) => Assert.Equal(RejectionCode.NameReserved, DisplayName.Check(name, ReservedNames.None, out _));

    [Theory(DisplayName = "[TX92] An animal, or a kind word, alone is a name like others")]
    [InlineData("Paul Merle")]
    [InlineData("Renard Martin")]
    [InlineData("Sophie Loyal")]
    [InlineData("Loutre")]
    public void An_animal_alone_is_a_name(string name) => Assert.Null(DisplayName.Check(name, ReservedNames.None, out _));

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

    [Theory(DisplayName = "[TX9] Names of staff are reserved, in whatever order, letters or company, and with figures behind; a first name alone is not (N03–N06, S5)")]
    [InlineData("Camille Démo")]
    [InlineData("camille demo")]
    [InlineData("Démo Camille")]
    [InlineData("CamilleDémo")]
    [InlineData("Camille_Démo")]
    [InlineData("C. amille Démo")]
    [InlineData("Саmille Dеmо")]
    [InlineData("Ｃamille Ｄémo")]
    [InlineData("Camil1e Dém0")]
    [InlineData("CarniIIe Démo")]
    [InlineData("Camiiile Démo")]
    [InlineData("Camille Démo 2")]
    [InlineData("Camille Démo2")]
    [InlineData("1Camille Démo")]
    [InlineData("Camille Démoooo")]
    [InlineData("Docteur Camille Démo")]
    [InlineData("Noé")]
    [InlineData("N0é")]
    [InlineData("Noé2")]
    [InlineData("Lou Essai-Durand")]
    [InlineData("Durand Essai Lou")]
    [InlineData("Lou Essai Durand soudeuse")]
    [InlineData("Camille", null)]
    [InlineData("Camille Martin", null)]
    [InlineData("Noé Martin", null)]
    [InlineData("Lou Durand", null)]
    public void Names_of_staff_are_reserved(string given, string? code = RejectionCode.NameReserved) =>
        Assert.Equal(code, DisplayName.Check(given, Reserved, out _));

    public static TheoryData<string> GoodNames => new(
        "Lecteur 79", "Lectrice79", "Zoé2012", "Zinedine 10", "Henri IV", "Henri 4", "Louis 14", "Élodie 13", "Max 2000", "Julie94", "Tom 8", "Kev1n", "Zak77",
        "R2D2", "C3PO", "Agent 007", "Alice 42", "Lola 666", "Groupe 12", "Classe 3B", "Team 7", "Player 1", "Reader 79", "Big Ben 5", "Visitor42X", "Anna 2.0",
        "Paul 69", "Mathis 06", "Sarah75", "Nazim", "Ignazio", "Nazira 31", "Yoshito", "Matsushita", "Scunthorpe FC", "Connor", "Constance", "Violaine", "Viola 3",
        "Culkin", "Dick Rivers", "Chattelier", "Couillard", "Pedro Sexton", "Suzy 99", "Mongin", "Félix 1er", "Aurélie du 94", "Jean-Marc 21", "4x4 Passion", "Benoît 3e B",
        "Maëlys 5", "Nora 33", "Hacène 78", "Bob 78", "Lili 11", "Ellie 1", "Gregg 7", "Otto 9", "Bassem 05", "Isaac5", "Jules79");

    [Theory(DisplayName = "[TX10] Ordinary names with figures, and names that hold a bad word by chance, pass")]
    [MemberData(nameof(GoodNames))]
    public void Ordinary_names_pass(string given) => Assert.Null(DisplayName.Check(given, Reserved, out _));

    public static TheoryData<string> BadNames => new(
        "C0nn4rd", "connnnard", "conard", "c0n", "c o n", "c 0 n", "con 79", "con79", "79con", "gros c0n", "Put3", "put 3", "P.U.T.E", "p u t 3", "Pu7e", "5alope", "$alope", "s@l0p3",
        "3ncul3", "enculé", "EnCu1é 2000", "Encullé", "F D P", "fdp93", "FDP 93", "N1que ta mère", "niqueee", "b1te", "Bite 22", "B.i.t.e", "m3rd3", "merde75", "n4zi", "Nazi 88", "h1tler", "Adolf Hitler",
        "fuck", "Fuuuuck", "fuck you", "FuckFrance", "b1tch", "5hit", "a55hole", "n1gger", "wh0re", "slut 69", "cunt", "tg", "t g", "TG 79", "pd", "p d 13", "pédophile", "P3d0", "s3x", "sexe 18", "porn0",
        "v1ol", "suce 3", "chatte", "tr0uduc", "c0uilles", "bougnoul3", "nègre", "youp1n");

    [Theory(DisplayName = "[TX10] Insults are refused in leet, spaced out, held down, split and numbered, in French and English (N14)")]
    [MemberData(nameof(BadNames))]
    public void Insults_are_refused(string given) => Assert.Equal(RejectionCode.NameRefused, DisplayName.Check(given, Reserved, out _));

    [Theory(DisplayName = "[TX9] Names of offices stay reserved with figures in, around and between them")]
    [InlineData("admin 2")]
    [InlineData("Admin2")]
    [InlineData("2admin")]
    [InlineData("4dm1n")]
    [InlineData("adm 1 n")]
    [InlineData("M0d0")]
    [InlineData("modo75")]
    [InlineData("Staff 3")]
    [InlineData("5taff")]
    [InlineData("Mod3rateur 12")]
    [InlineData("EDF 2")]
    [InlineData("EDF2")]
    [InlineData("3DF")]
    [InlineData("Adminnnn")]
    [InlineData("Prof3sseur")]
    public void Offices_with_figures_are_reserved(string given) => Assert.Equal(RejectionCode.NameReserved, DisplayName.Check(given, Reserved, out _));

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
