using System.Collections.Frozen;
using System.Text;

namespace Halle.Text;

/// <summary>
/// Letters that are drawn like Latin ones, as far as names and messages in Latin script are concerned: a subset of Unicode's confusables.txt (UTS 39)
/// for Cyrillic, Greek, Armenian, Cherokee and Latin extensions, and the digits and signs that stand for letters in "leet". Full-width and styled
/// letters are undone by NFKC beforehand.
/// </summary>
internal static class Lookalikes
{
    // Each pair of lines: look-alikes above their Latin letters, one to one.
    private static readonly FrozenDictionary<int, char> Letters = Pairs(
        "АВЕЅІЈКМНОРСТУХҮԌԚԜҺ", "ABESIJKMHOPCTYXYGQWh",
        "аеѕіјорсухүһԁԛԝɡгкмнтвьѵгзӏп", "aesijopcyxyhdqwgrkmhtbbvreln",
        "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹ", "ABEZHIKMNOPTYXC",
        "αβεγηικνορτυχωϲσςϳμ", "abeynikvoptuxwcocju",
        "ՍՕԼհոսցօզ", "UOLhnugoq",
        "ᎪᏴᏟᎠᎬᎻᎫᏦᏞᎷᎾᏢᏒᏚᎢᏙᎳᏃ", "ABCDEHJKLMOPRSTVWZ",
        "ƄƋɑɩıȷƖɪʏᴀʙᴄᴅᴇɢʜᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡᴢøØđĐłŁħĦŧŦƒɓɗɠɦɨʉɵɛəɔ", "bdaiijlIyabcdeghjklmnoprstuvwzoOdDlLhHtTfbdghiuoeeo");

    private static readonly FrozenDictionary<int, char> Leet = Pairs("0134578@$€!|¡£+9", "oleastbaseillltg");

    public static Rune ToLatin(Rune rune) => Letters.TryGetValue(rune.Value, out var latin) ? new Rune(latin) : rune;

    /// <summary>The letter a digit or sign stands for; the rune itself when it stands for none.</summary>
    public static Rune FromLeet(Rune rune) => Leet.TryGetValue(rune.Value, out var letter) ? new Rune(letter) : rune;

    /// <summary>
    /// What a name looks like: letters only, in lower case, without accents. I and l are one, rn is m, vv is w. Equal skeletons can be taken
    /// for each other.
    /// </summary>
    public static string Skeleton(string text) => SkeletonOfFolded(FoldedText.Of(text));

    /// <inheritdoc cref="Skeleton"/>
    public static string SkeletonOfFolded(ReadOnlySpan<char> folded)
    {
        var letters = new StringBuilder(folded.Length);
        foreach (var rune in folded.EnumerateRunes())
        {
            var letter = FromLeet(rune);
            if (Rune.IsLetterOrDigit(letter))
            {
                letters.Append(letter.Value == 'i' ? "l" : letter.ToString());
            }
        }

        return letters.Replace("rn", "m").Replace("vv", "w").ToString();
    }

    private static FrozenDictionary<int, char> Pairs(params ReadOnlySpan<string> lines)
    {
        var pairs = new Dictionary<int, char>();
        for (var i = 0; i < lines.Length; i += 2)
        {
            var (from, to) = (lines[i].EnumerateRunes().ToArray(), lines[i + 1]);
            for (var j = 0; j < from.Length; j++)
            {
                pairs[from[j].Value] = to[j];
            }
        }

        return pairs.ToFrozenDictionary();
    }
}
