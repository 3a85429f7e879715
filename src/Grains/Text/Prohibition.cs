using System.Text.RegularExpressions;

namespace Halle.Text;

/// <summary>
/// Tells "do not give your number" from "give your number": a reason must be able to say what was wrong. Only what stands right behind a verb that
/// is negated is excused, so that nothing is hidden behind a prohibition of something else. Takes linear time.
/// </summary>
internal static class Prohibition
{
    private const string Verb =
        "(?:donn|demand|dis|dit|dire|partag|echang|ecri|envo|publi|laiss|post|communiqu|giv|ask|shar|send|tell|say|writ)[a-z]*";

    private const string Negated =
        @"(?:(?:\b(?:ne|don't|dont|do not)\s+(?:(?:pas|jamais)\s+)?|\b(?:jamais|never)\s+|\bn'" +
        @"|\b(?:interdit|interdiction|evite|evitez|eviter|inutile|pas le droit|defense) de\s+)" + Verb + @"|\b" + Verb + @"\s+(?:pas|jamais))" +
        @"(?:\s+(?:pas|jamais|plus|ici|surtout|aux autres|a personne|to anyone|anyone|anybody|here|for))*\s+";

    private const string Asked =
        @"(?:ton|ta|votre|your)\s+(?:numero|num|tel|telephone|portable|phone|phone number|number|mail|email|e-mail|adresse|address|age|pseudo|nom de famille|vrai nom" +
        @"|ecole|college|lycee|school|ville|rue|quartier)\b";

    private static readonly TimeSpan Bound = TimeSpan.FromMilliseconds(250);

    private static readonly Regex Excused = new(
        Negated + "(?:" + Asked + @"|quel age\b)(?:(?:\s*,\s*|\s+(?:et|ou|ni|and|or|nor)\s+)" + Asked + ")*", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Bound);

    // The whole of the reason: behind another network's name may stand how somebody is called there.
    private static readonly Regex NoNetwork = new(
        @"^\W*(?:on\s+)?(?:" + Negated + @"|pas\s+|no\s+)(?:de\s+|ton\s+|son\s+|votre\s+|your\s+|compte\s+|sur\s+)*" +
        "(?:snap|snapchat|insta|instagram|discord|tiktok|whatsapp|telegram|messenger|facebook|skype|twitch|twitter)" +
        @"(?:\s+(?:ici|dans le salon|dans le chat|sur le stand|en public|here|in the chat))?(?:,?\s+(?:merci|please|s'il te plait|s'il vous plait))?\W*$",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant,
        Bound);

    /// <summary>What is left, folded, without what it forbids to give or to ask for; empty when it forbids another network and says nothing else.</summary>
    public static string Without(string text)
    {
        var folded = FoldedText.Of(text);
        return NoNetwork.IsMatch(folded) ? "" : Excused.Replace(folded, " ");
    }
}
