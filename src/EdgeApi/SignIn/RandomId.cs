using System.Security.Cryptography;
using Halle.Rooms;

namespace Halle.SignIn;

/// <summary>Ids nobody can guess: 128 random bits in lower-case hexadecimal.</summary>
public static class RandomId
{
    public static string Next() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Never one that looks like a person who was forgotten, which chance would make of one in four thousand million.</summary>
    public static PersonId NextPerson()
    {
        PersonId person;
        do
        {
            person = new PersonId(Next());
        }
        while (person.IsForgotten);

        return person;
    }
}
