using System.Collections.Immutable;

namespace Halle.Access;

/// <summary>
/// The demo's staff links, kept to be printed again at the next start. The only secrets of invitations that are stored as they are: a demo is for
/// development alone, and the store it is in holds the cookie keys too.
/// </summary>
[GrainInterfaceType("halle.demo-links"), Alias("halle.IDemoLinksGrain")]
public interface IDemoLinksGrain : IGrainWithStringKey
{
    const string Key = "main";

    /// <summary>
    /// For each of the wanted the token that opens it: one from an earlier start that holds for at least half as long and was not revoked, else the
    /// given one. All of them are stored and on the list when the call returns.
    /// </summary>
    [Alias("Open")]
    Task<ImmutableArray<string>> Open(ImmutableArray<DemoLink> wanted, DateTimeOffset now);
}

/// <param name="Token"><c>inviteId.secret</c>, both 128 random bits in lower-case hexadecimal; used if there is none yet.</param>
[GenerateSerializer, Immutable, Alias("halle.DemoLink")]
public sealed record DemoLink(InviteTerms Terms, string Token);
