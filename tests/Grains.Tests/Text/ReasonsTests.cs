using Halle.Event;
using Halle.Rooms;
using Halle.Tests.Rooms;
using Halle.Text;

namespace Halle.Tests.Text;

public sealed class ReasonsTests
{
    private static readonly string[] Naming =
    [
        "Ne donne pas ton numéro",
        "Ne donne pas ton numéro ici !",
        "Ne donne jamais ton adresse ni ton âge.",
        "Ne donnez pas votre téléphone, votre adresse ou votre âge",
        "N'envoie pas ton adresse",
        "On ne demande pas ton âge aux autres",
        "On ne demande pas son numéro à quelqu'un",
        "On ne demande pas quel âge tu as",
        "Évite de donner ton nom de famille",
        "Interdit de demander ton école",
        "Inutile de donner ton numéro de téléphone",
        "Donne pas ton numéro",
        "Do not give your phone number here",
        "Don't share your address or your school",
        "Never tell your age",
        "Pas de Snap ici",
        "Ne donne pas ton Snap.",
        "On ne demande pas Insta ici, merci",
        "Pas d'échange de numéros",
        "Pas de coordonnées dans le salon",
        "Hors sujet",
        "",
    ];

    private static readonly string[] Carrying =
    [
        "06 12 34 56 78",
        "lea.demo@example.org",
        "@lea_demo",
        "snap : lea_92",
        "https://example.org/salon",
        "envoie-moi ton âge",
        "écris-moi en privé",
        "donne-moi ton numéro",
        "ajoute-moi sur insta",
        "tu habites où ?",
        "quel âge as-tu ?",
        "c'est quoi ton numéro",
    ];

    private static readonly string[] Between = [" ", ", ", ". ", " : ", " mais ", " et ", " puis ", " — "];

    public static TheoryData<string> NamingData => new(Naming);

    public static TheoryData<string> CarryingData => new(Carrying);

    [Theory(DisplayName = "[MO8] A reason that names what is not to be given or asked for, and gives and asks for nothing, is one")]
    [MemberData(nameof(NamingData))]
    public void Naming_it_is_no_giving(string reason)
    {
        Assert.Null(Read(Cast.Host, reason));
        Assert.Null(Read(Cast.Moderator, reason));
    }

    [Theory(DisplayName = "[MO8] A reason that gives contact data or asks for it is refused, whatever prohibition stands before or behind it")]
    [MemberData(nameof(CarryingData))]
    public void Giving_it_is_refused(string carrying)
    {
        Assert.Equal(RejectionCode.ContactRefused, Read(Cast.Host, carrying));
        foreach (var naming in Naming)
        {
            foreach (var between in Between)
            {
                Assert.True(Read(Cast.Host, naming + between + carrying) == RejectionCode.ContactRefused, $"'{naming}{between}{carrying}' passed");
                Assert.True(Read(Cast.Host, carrying + between + naming) == RejectionCode.ContactRefused, $"'{carrying}{between}{naming}' passed");
            }
        }
    }

    [Theory(DisplayName = "[MO8] What only looks like a prohibition excuses nothing")]
    [InlineData("Pas de souci donne ton numéro")]
    [InlineData("Ne dis rien à ta prof donne ton numéro")]
    [InlineData("Ne donne pas ton snap lea92")]
    [InlineData("Pas de snap mais insta")]
    [InlineData("Je ne dis pas ton nom, ton numéro suffit")]
    [InlineData("N'oublie pas ton numéro")]
    [InlineData("Tu ne m'as pas donné ton numéro")]
    public void A_disguise_is_refused(string reason) => Assert.Equal(RejectionCode.ContactRefused, Read(Cast.Host, reason));

    private static string? Read(Actor actor, string reason) => Reasons.ReadForOne(
        reason, new Situation(Cast.Booth, actor, actor.Owns(Cast.Booth), DateTimeOffset.UnixEpoch, EventWide.None), out _);
}
