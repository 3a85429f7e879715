using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Halle.Access;
using Halle.Rooms;

namespace Halle.Programme.Loading;

public enum ChangeKind
{
    Added,
    Changed,
    Removed,
}

/// <param name="What"><c>site edf</c>, <c>class hugo-2nde3</c> …</param>
/// <param name="Detail">What is different, for a person to read.</param>
public sealed record ProgrammeChange(ChangeKind Kind, string What, string Detail);

/// <summary>An invitation to make: under which reference, and what for.</summary>
public sealed record PlannedInvite(string Reference, InviteTerms Terms);

/// <summary>
/// The way from what is stored to what a file says. Made without touching anything; made again after it was carried out, it is empty. Classes keep
/// their room and their code, invitations their link, as long as their id stays. Pure, but for the ids it is given.
/// </summary>
/// <param name="Programme">What is to be stored; null when nothing of it changes.</param>
/// <param name="Classes">All classes of the file, with their codes.</param>
/// <param name="Revoke">Invitations to end: gone from the file, or replaced.</param>
public sealed record ProgrammePlan(
    EventProgramme? Programme,
    ImmutableArray<ClassRegistration> Classes,
    ImmutableArray<PlannedInvite> Invite,
    ImmutableArray<InviteSummary> Revoke,
    ImmutableArray<ProgrammeChange> Changes)
{
    public bool IsEmpty => Changes.IsEmpty;

    /// <param name="reissue">References of staff who need a new link.</param>
    /// <param name="newClass">A new room's key and code.</param>
    public static ProgrammePlan Make(
        ProgrammeFile file,
        EventProgramme current,
        IReadOnlyCollection<InviteSummary> invites,
        IReadOnlySet<string> reissue,
        DateTimeOffset now,
        Func<(string Key, string Code)> newClass)
    {
        var classes = file.Classes.Select(entry => Register(entry, current, newClass)).ToImmutableArray();
        var wanted = new EventProgramme(
            current.Version, file.Name, Demo: false, file.Zones, [.. file.Sites.Select(ToSite)], file.Talks, classes);
        var changes = new List<ProgrammeChange>();
        Compare(changes, "event", [current], [wanted], _ => "", one => new { one.Name, one.Demo });
        Compare(changes, "zone", current.Zones, wanted.Zones, zone => zone.Key, zone => zone);
        Compare(changes, "site", current.Sites, wanted.Sites, site => site.Key, site => site);
        Compare(changes, "talk", current.Talks, wanted.Talks, talk => talk.Key, talk => talk);
        Compare(changes, "class", current.Classes, wanted.Classes, one => one.Reference ?? one.Label, Shown);
        var programme = changes.Count > 0 || !IsInOrder(current, wanted) ? wanted : null;
        if (programme is not null && changes.Count == 0)
        {
            changes.Add(new ProgrammeChange(ChangeKind.Changed, "order", "the order of the lists"));
        }

        var (invite, revoke) = CompareStaff(changes, file, classes, invites, reissue, now);
        return new ProgrammePlan(programme, classes, invite, revoke, [.. changes]);
    }

    private static ClassRegistration Register(ClassEntry entry, EventProgramme current, Func<(string Key, string Code)> newClass)
    {
        var (key, code) = current.Classes.FirstOrDefault(known => string.Equals(known.Reference, entry.Id, StringComparison.Ordinal)) is { } known
            ? (known.Key, known.Code)
            : newClass();
        return new ClassRegistration(key, entry.Label, code, entry.Size, entry.OpensAt, entry.ClosesAt) { Reference = entry.Id };
    }

    private static Site ToSite(SiteEntry entry)
    {
        var jobs = entry.Jobs ?? [];
        return new Site(
            entry.Number, entry.Key, entry.Label, entry.Sector, entry.Zone, entry.Look, entry.Fictional, [.. jobs.Select(job => job.Fr)])
        {
            Media = entry.Media ?? [],
            Hours = entry.Hours ?? [],
            JobsEn = jobs.All(job => job.En.Length == 0) ? [] : [.. jobs.Select(job => job.En)],
        };
    }

    // Neither room nor code of a class is for a screen or a log.
    private static object Shown(ClassRegistration one) => new { one.Label, one.Size, one.OpensAt, one.ClosesAt };

    private static (ImmutableArray<PlannedInvite> Invite, ImmutableArray<InviteSummary> Revoke) CompareStaff(
        List<ProgrammeChange> changes,
        ProgrammeFile file,
        ImmutableArray<ClassRegistration> classes,
        IReadOnlyCollection<InviteSummary> invites,
        IReadOnlySet<string> reissue,
        DateTimeOffset now)
    {
        var holding = invites.Where(invite => invite is { Reference: not null, Revoked: false } && invite.Terms.ExpiresAt > now)
            .ToLookup(invite => invite.Reference!, StringComparer.Ordinal);
        var planned = new List<PlannedInvite>();
        var ended = new List<InviteSummary>();
        foreach (var entry in file.Staff)
        {
            var terms = new InviteTerms(
                entry.Role, entry.Name, [.. (entry.Rooms ?? []).Select(room => Resolve(room, classes))], entry.SingleUse, entry.ExpiresAt);
            var before = holding[entry.Id].ToList();
            var differences = before.Count == 1 ? Differences(Plain(before[0].Terms, classes), Plain(terms, classes)) : "";
            if (before.Count == 1 && differences.Length == 0 && !reissue.Contains(entry.Id))
            {
                continue;
            }

            planned.Add(new PlannedInvite(entry.Id, terms));
            ended.AddRange(before);
            changes.Add(before.Count == 0
                ? new ProgrammeChange(ChangeKind.Added, "staff " + entry.Id, Plain(terms, classes).ToJsonString(RoomJson.Options))
                : new ProgrammeChange(ChangeKind.Changed, "staff " + entry.Id, $"{(differences.Length > 0 ? differences : "a new link")}; the old link and its sessions end"));
        }

        var named = file.Staff.Select(entry => entry.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in holding.Where(group => !named.Contains(group.Key)).SelectMany(group => group))
        {
            ended.Add(gone);
            changes.Add(new ProgrammeChange(ChangeKind.Removed, "staff " + gone.Reference, $"{gone.Terms.Name}; the link and its sessions end"));
        }

        return ([.. planned], [.. ended]);
    }

    /// <summary>A room as the file names it.</summary>
    internal static string NameOf(RoomId room, ImmutableArray<ClassRegistration> classes) =>
        room.Kind == RoomKind.Class && classes.FirstOrDefault(one => string.Equals(one.Key, room.Key, StringComparison.Ordinal)) is { Reference: { } id }
            ? "class:" + id
            : room.ToGrainKey();

    private static RoomId Resolve(string text, ImmutableArray<ClassRegistration> classes) => ProgrammeRules.ReadRoom(text) switch
    {
        (RoomKind.Class, var id) => RoomId.Class(classes.First(one => string.Equals(one.Reference, id, StringComparison.Ordinal)).Key),
        ({ } kind, var key) => new RoomId(kind, key),
        _ => throw new InvalidOperationException("The file was not checked."),
    };

    private static JsonObject Plain(InviteTerms terms, ImmutableArray<ClassRegistration> classes) => ToNode(new
    {
        terms.Role,
        terms.Name,
        Rooms = terms.Own.Select(room => NameOf(room, classes)).ToArray(),
        terms.SingleUse,
        terms.ExpiresAt,
    });

    private static void Compare<T>(
        List<ProgrammeChange> changes, string what, IEnumerable<T> current, IEnumerable<T> wanted, Func<T, string> name, Func<T, object> shown)
        where T : class
    {
        var before = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var one in current)
        {
            before[name(one)] = one;
        }

        foreach (var one in wanted)
        {
            if (!before.Remove(name(one), out var old))
            {
                changes.Add(new ProgrammeChange(ChangeKind.Added, $"{what} {name(one)}", ToNode(shown(one)).ToJsonString(RoomJson.Options)));
            }
            else if (Differences(ToNode(shown(old)), ToNode(shown(one))) is { Length: > 0 } differences)
            {
                changes.Add(new ProgrammeChange(ChangeKind.Changed, $"{what} {name(one)}".TrimEnd(), differences));
            }
        }

        changes.AddRange(before.Select(gone => new ProgrammeChange(ChangeKind.Removed, $"{what} {gone.Key}", ToNode(shown(gone.Value)).ToJsonString(RoomJson.Options))));
    }

    private static string Differences(JsonObject before, JsonObject after) => string.Join(
        "; ",
        before.Select(member => member.Key).Union(after.Select(member => member.Key), StringComparer.Ordinal)
            .Where(member => !JsonNode.DeepEquals(before[member], after[member]))
            .Select(member => $"{member}: {Text(before[member])} → {Text(after[member])}"));

    private static string Text(JsonNode? node) => node?.ToJsonString(RoomJson.Options) ?? "nothing";

    private static JsonObject ToNode(object value) => JsonSerializer.SerializeToNode(value, value.GetType(), RoomJson.Options)!.AsObject();

    private static bool IsInOrder(EventProgramme current, EventProgramme wanted) =>
        current.Zones.Select(zone => zone.Key).SequenceEqual(wanted.Zones.Select(zone => zone.Key), StringComparer.Ordinal)
        && current.Sites.Select(site => site.Key).SequenceEqual(wanted.Sites.Select(site => site.Key), StringComparer.Ordinal)
        && current.Talks.Select(talk => talk.Key).SequenceEqual(wanted.Talks.Select(talk => talk.Key), StringComparer.Ordinal)
        && current.Classes.Select(one => one.Key).SequenceEqual(wanted.Classes.Select(one => one.Key), StringComparer.Ordinal);
}
