using System.Globalization;
using System.Text;
using Halle.Classrooms;
using Halle.Tests.Rooms;

namespace Halle.Tests.Classrooms;

public sealed class PseudonymsTests
{
    [Fact(DisplayName = "[CL4] There are over 3 000 pseudonyms, no two alike to the eye")]
    public void Pseudonyms_are_many_and_unlike()
    {
        var all = Pseudonyms.All().ToArray();

        Assert.Equal(3_360, all.Length);
        Assert.Equal(Pseudonyms.Count, all.Length);
        Assert.Equal(all.Length, all.Select(Plain).Distinct().Count());
        Assert.All(all, name => Assert.InRange(name.Length, 8, 30));
    }

    [Fact(DisplayName = "[CL4] An animal and its word agree in gender")]
    public void An_animal_and_its_word_agree()
    {
        Assert.True(Pseudonyms.Contains("Loutre curieuse"));
        Assert.True(Pseudonyms.Contains("Écureuil curieux"));
        Assert.False(Pseudonyms.Contains("Loutre curieux"));
        Assert.False(Pseudonyms.Contains("Écureuil curieuse"));
    }

    [Fact(DisplayName = "[CL4] The same person among the same names gets the same pseudonym, and a free one as long as there is one")]
    public void A_free_pseudonym_is_found_as_long_as_there_is_one()
    {
        var taken = new HashSet<string>();
        for (var number = 0; number < Pseudonyms.Count; number++)
        {
            var name = Pseudonyms.For(Cast.Person(7), taken.Contains);
            Assert.Equal(name, Pseudonyms.For(Cast.Person(7), taken.Contains));
            Assert.True(name is not null && taken.Add(name));
        }

        Assert.Null(Pseudonyms.For(Cast.Person(7), taken.Contains));
    }

    // Letters without accents and case: what two names share that are mistaken for one another.
    private static string Plain(string name) => string.Concat(name.Normalize(NormalizationForm.FormD)
        .Where(letter => CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)).ToUpperInvariant();
}
