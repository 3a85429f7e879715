using System.Security.Cryptography;
using Halle.Rooms;

namespace Halle.SignIn;

/// <summary>Ids nobody can guess: 128 random bits in lower-case hexadecimal.</summary>
public static class RandomId
{
    public static string Next() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public static PersonId NextPerson() => new(Next());
}
