using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Halle.SignIn;

namespace Halle.Access;

/// <summary>
/// What an invitation's link carries after the <c>#</c>: <c>id.secret</c>, each 128 random bits in lower-case hexadecimal. Only the SHA-256 of the
/// secret's bytes is kept; nobody guesses a secret this long, so it needs no slow hash.
/// </summary>
public sealed record InviteToken(string Id, string Secret)
{
    private static readonly SearchValues<char> Symbols = SearchValues.Create("0123456789abcdef");

    public static InviteToken Next() => new(RandomId.Next(), RandomId.Next());

    public static bool TryParse(string? text, [NotNullWhen(true)] out InviteToken? token)
    {
        token = text is { Length: 65 } && text[32] == '.' && IsId(text.AsSpan(0, 32)) && IsId(text.AsSpan(33))
            ? new InviteToken(text[..32], text[33..])
            : null;
        return token is not null;
    }

    public byte[] SecretHash() => SHA256.HashData(Convert.FromHexString(Secret));

    public override string ToString() => $"{Id}.{Secret}";

    private static bool IsId(ReadOnlySpan<char> text) => text.Length == 32 && !text.ContainsAnyExcept(Symbols);
}
