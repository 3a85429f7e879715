using System.Collections.Frozen;
using System.Globalization;
using Halle.Rooms;
using Halle.Text;

namespace Halle.Classrooms;

/// <summary>
/// Names a class gives to its pupils: an animal and a kind word, in French, agreeing in gender. Left out is every animal and word that a
/// schoolyard turns against a child: body, origin, slowness, stench, beasts of insult and of courtship.
/// </summary>
public static class Pseudonyms
{
    private static readonly string[] Masculine =
    [
        "Albatros", "Alpaga", "Bouquetin", "Bouvreuil", "Campagnol", "Castor", "Caméléon", "Chamois", "Chardonneret", "Chevreuil", "Colibri",
        "Courlis", "Criquet", "Cygne", "Dauphin", "Écureuil", "Épervier", "Faucon", "Geai", "Goéland", "Guillemot", "Gypaète", "Hérisson",
        "Héron", "Hibou", "Hippocampe", "Jaguar", "Kangourou", "Koala", "Léopard", "Loriot", "Lynx", "Macareux", "Martin-pêcheur", "Merle",
        "Narval", "Ocelot", "Papillon", "Pélican", "Pinson", "Puma", "Renard", "Roitelet", "Rossignol", "Scarabée", "Suricate", "Toucan", "Triton",
    ];

    private static readonly string[] Feminine =
    [
        "Abeille", "Alouette", "Antilope", "Avocette", "Belette", "Bergeronnette", "Chouette", "Cigale", "Cigogne", "Coccinelle", "Fauvette",
        "Genette", "Gerboise", "Grive", "Hermine", "Hirondelle", "Huppe", "Libellule", "Loutre", "Luciole", "Mangouste", "Marmotte", "Martre",
        "Mésange", "Mouette", "Otarie", "Panthère", "Salamandre", "Sarcelle", "Sterne", "Tourterelle", "Vigogne",
    ];

    private static readonly (string He, string She)[] Kind =
    [
        ("admirable", "admirable"), ("agile", "agile"), ("aimable", "aimable"), ("amical", "amicale"), ("astucieux", "astucieuse"),
        ("attentif", "attentive"), ("audacieux", "audacieuse"), ("bienveillant", "bienveillante"), ("brillant", "brillante"),
        ("courageux", "courageuse"), ("créatif", "créative"), ("curieux", "curieuse"), ("dynamique", "dynamique"), ("enjoué", "enjouée"),
        ("enthousiaste", "enthousiaste"), ("épatant", "épatante"), ("fabuleux", "fabuleuse"), ("fantastique", "fantastique"),
        ("formidable", "formidable"), ("généreux", "généreuse"), ("habile", "habile"), ("ingénieux", "ingénieuse"), ("intrépide", "intrépide"),
        ("inventif", "inventive"), ("joyeux", "joyeuse"), ("loyal", "loyale"), ("lumineux", "lumineuse"), ("magique", "magique"),
        ("merveilleux", "merveilleuse"), ("optimiste", "optimiste"), ("paisible", "paisible"), ("passionné", "passionnée"), ("patient", "patiente"),
        ("pétillant", "pétillante"), ("radieux", "radieuse"), ("réfléchi", "réfléchie"), ("serein", "sereine"), ("sincère", "sincère"),
        ("souriant", "souriante"), ("tenace", "tenace"), ("vaillant", "vaillante"), ("voyageur", "voyageuse"),
    ];

    private static readonly FrozenSet<string> Known = Enumerable.Range(0, Count).Select(At).ToFrozenSet(StringComparer.Ordinal);

    // More words than a name has.
    private const int MostWords = 8;

    private static readonly FrozenSet<string> Looks = Known.Select(Lookalikes.Skeleton).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>How many there are.</summary>
    public static int Count => (Masculine.Length + Feminine.Length) * Kind.Length;

    /// <summary>
    /// The first of the person's own row of names that is not taken: the same person in the same class gets the same one. Null when all are.
    /// The row starts where the person's id, itself random, points to, and strides so that neighbours share neither animal nor word.
    /// </summary>
    public static string? For(PersonId person, Func<string, bool> isTaken)
    {
        var start = (int)(ulong.Parse(person.Value.AsSpan(0, 16), NumberStyles.HexNumber, CultureInfo.InvariantCulture) % (ulong)Count);
        for (var step = 0; step < Count; step++)
        {
            var name = At((int)((start + (long)step * Stride) % Count));
            if (!isTaken(name))
            {
                return name;
            }
        }

        return null;
    }

    public static bool Contains(string name) => Known.Contains(name);

    /// <summary>Whether a name looks like a pupil's, in either order and with anything around it.</summary>
    /// <param name="words">A reading of the name.</param>
    internal static bool Cover(IReadOnlyList<string> words)
    {
        if (Looks.Contains(string.Concat(words)))
        {
            return true;
        }

        for (var first = 0; first < Math.Min(words.Count, MostWords); first++)
        {
            for (var second = 0; second < Math.Min(words.Count, MostWords); second++)
            {
                if (first != second && Looks.Contains(words[first] + words[second]))
                {
                    return true;
                }
            }
        }

        return false;
    }

    internal static IEnumerable<string> All() => Known;

    // Prime and no divisor of 80 × 42, so a row meets every name once.
    private const int Stride = 1_013;

    private static string At(int index)
    {
        var (animal, word) = (index / Kind.Length, index % Kind.Length);
        return animal < Masculine.Length
            ? Masculine[animal] + " " + Kind[word].He
            : Feminine[animal - Masculine.Length] + " " + Kind[word].She;
    }
}
