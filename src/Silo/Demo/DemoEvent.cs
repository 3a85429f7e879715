using System.Collections.Immutable;
using System.Security.Cryptography;
using Halle.Access;
using Halle.Programme;
using Halle.Rooms;

namespace Halle.Demo;

/// <summary>Makes an empty store a demo event, and lets its staff in.</summary>
public static class DemoEvent
{
    /// <summary>A start within the first half of it prints the same links again.</summary>
    private static readonly TimeSpan LinksHoldFor = TimeSpan.FromHours(24);

    /// <summary>
    /// Fills the programme when it is empty, and sees to it that there are staff links. Null when the programme is not a demo: a real event's doors
    /// are never opened this way.
    /// </summary>
    public static async Task<DemoAccess?> SeedAsync(IGrainFactory grains, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var programme = grains.GetGrain<IProgrammeGrain>(IProgrammeGrain.Key);
        var current = await programme.Get(-1) ?? EventProgramme.Empty;
        if (current.Version == 0)
        {
            // Several edges may start at once: all get what the first one filled in.
            current = await programme.Fill(DemoProgramme.Build(now));
        }

        if (!current.Demo)
        {
            return null;
        }

        var demoClass = current.Classes[0];
        InviteTerms[] staff =
        [
            Terms(Role.Professional, "Démo · Camille, technicienne", RoomId.Booth("edf"), RoomId.Talk(current.Talks[0].Key)),
            Terms(Role.Teacher, "Démo · Professeur principal", RoomId.Class(demoClass.Key)),
            Terms(Role.Moderator, "Démo · Modération"),
            Terms(Role.Organiser, "Démo · Organisation"),
        ];
        cancellationToken.ThrowIfCancellationRequested();
        var tokens = await grains.GetGrain<IDemoLinksGrain>(IDemoLinksGrain.Key).Open([.. staff.Select(terms => new DemoLink(terms, NewToken()))], now);
        return new DemoAccess(staff.Zip(tokens).ToImmutableDictionary(link => link.First.Role, link => link.Second), demoClass.Code);

        InviteTerms Terms(Role role, string name, params ReadOnlySpan<RoomId> own) =>
            new(role, name, [.. own], SingleUse: false, now + LinksHoldFor);
    }

    // Both halves are 128 random bits. The secret is too long to guess, so its plain SHA-256 is enough.
    private static string NewToken() =>
        RandomNumberGenerator.GetHexString(32, lowercase: true) + "." + RandomNumberGenerator.GetHexString(32, lowercase: true);
}

/// <summary>What lets people into the demo. Printed once at the start, never logged.</summary>
/// <param name="InviteTokens">By role: <c>inviteId.secret</c>, both 128 bits in lower-case hexadecimal.</param>
/// <param name="ClassCode">Of the first demo class, in canonical form.</param>
public sealed record DemoAccess(ImmutableDictionary<Role, string> InviteTokens, string ClassCode);
