using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Halle.SignIn;

namespace Halle.Access;

/// <summary>
/// What an invitation's link carries after the <c>#</c>: <c>id.secret</c>, the id 32 hexadecimal characters, the secret 256 bits in base64url.
/// Only the secret's SHA-256 is kept; a secret this long needs no slow hash.
/// </summary>
public sealed partial record InviteToken(string Id, string Secret)
{
    public static InviteToken Next() => new(RandomId.Next(), Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));

    public static bool TryParse(string? text, [NotNullWhen(true)] out InviteToken? token)
    {
        token = text is { Length: 76 } && Pattern().IsMatch(text) ? new InviteToken(text[..32], text[33..]) : null;
        return token is not null;
    }

    public byte[] SecretHash() => SHA256.HashData(Encoding.ASCII.GetBytes(Secret));

    public override string ToString() => $"{Id}.{Secret}";

    [GeneratedRegex(@"\A[0-9a-f]{32}\.[A-Za-z0-9_-]{43}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex Pattern();
}
