using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Halle.Tests.SignIn;

/// <summary>JSON Web Tokens as an attacker would make them. No door reads any; each of them claims to be an organiser's.</summary>
internal static class ForgedTokens
{
    private static readonly RSA Key = RSA.Create(2048);

    private static readonly long Now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    public static string Make(string row) => row switch
    {
        "J01" => Token(new { alg = "none", typ = "JWT" }, Claims(), _ => []),
        "J02" => Token(new { alg = "HS256", typ = "JWT" }, Claims(), Hmac),
        "J03" => Token(new { alg = "RS256", typ = "JWT", kid = "../../../../dev/null" }, Claims(), Rsa),
        "J04" => Token(
            new
            {
                alg = "RS256",
                typ = "JWT",
                jku = "https://keys.example/jwks.json",
                x5u = "https://keys.example/chain.pem",
                jwk = new { kty = "RSA", n = Encode(Key.ExportParameters(false).Modulus!), e = "AQAB" },
            },
            Claims(),
            Rsa),
        "J05" => Token(new { alg = "RS256", typ = "JWT" }, Claims(expires: Now - 61), Rsa),
        "J06" => Token(new { alg = "RS256", typ = "JWT" }, Claims(notBefore: Now + 3_600), Rsa),
        "J07" => Token(new { alg = "RS256", typ = "JWT" }, Claims(audience: "somebody-else"), Rsa),
        "J08" => Token(new { alg = "RS256", typ = "JWT" }, Claims(issuer: "https://issuer.example"), Rsa),
        "J10" => Token(new { alg = "RS256", typ = "JWT" }, Claims(), Rsa)[..^40],
        "J14" => Token(new { alg = "RS256", typ = "JWT", pad = new string('x', 45_000) }, Claims(), Rsa),
        _ => throw new ArgumentOutOfRangeException(nameof(row), row, "No such row."),
    };

    private static object Claims(long? expires = null, long? notBefore = null, string audience = "halle", string issuer = "halle") => new
    {
        sub = "0123456789abcdef0123456789abcdef",
        role = "organiser",
        iss = issuer,
        aud = audience,
        nbf = notBefore ?? Now - 60,
        exp = expires ?? Now + 3_600,
    };

    private static string Token(object header, object claims, Func<byte[], byte[]> sign)
    {
        var signed = Encode(JsonSerializer.SerializeToUtf8Bytes(header)) + "." + Encode(JsonSerializer.SerializeToUtf8Bytes(claims));
        return signed + "." + Encode(sign(Encoding.ASCII.GetBytes(signed)));
    }

    private static byte[] Rsa(byte[] signed) => Key.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    // The public key, which everybody has, taken for a shared secret.
    private static byte[] Hmac(byte[] signed) => HMACSHA256.HashData(Key.ExportSubjectPublicKeyInfo(), signed);

    private static string Encode(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
