using System.Collections.Immutable;
using System.Globalization;
using Halle.Access;
using Halle.Booths;
using Halle.Rooms;

namespace Halle.Programme.Loading;

/// <summary>What the parts of a programme file say of each other, which no schema can check. Pure.</summary>
public static class ProgrammeRules
{
    /// <summary>A day of talks is not one talk, and nobody stands at a booth for longer without a break.</summary>
    private static readonly TimeSpan LongestTalk = TimeSpan.FromHours(12);

    private const int MostRooms = 20;

    /// <summary>Everything that is wrong, without lines.</summary>
    public static IEnumerable<ProgrammeFault> Check(ProgrammeFile file, DateTimeOffset now) =>
    [
        .. Unique("zones", file.Zones, zone => zone.Key, "key"),
        .. Unique("sites", file.Sites, site => site.Key, "key"),
        .. Unique("sites", file.Sites, site => site.Number.ToString(CultureInfo.InvariantCulture), "number"),
        .. Unique("talks", file.Talks, talk => talk.Key, "key"),
        .. Unique("classes", file.Classes, one => one.Id, "id"),
        .. Unique("staff", file.Staff, one => one.Id, "id"),
        .. file.Sites.SelectMany((site, at) => CheckSite(site, $"sites[{at}]", file)),
        .. file.Sites.SelectMany((site, at) => CheckHours(site.Hours ?? [], $"sites[{at}]")),
        .. file.Talks.SelectMany((talk, at) => CheckTalk(talk, $"talks[{at}]")),
        .. file.Classes.Where(one => one.ClosesAt <= one.OpensAt)
            .Select(one => Fault("wrong_time", $"classes[{file.Classes.IndexOf(one)}].closesAt", "a time after opensAt")),
        .. file.Staff.SelectMany((one, at) => CheckStaff(one, $"staff[{at}]", file, now)),
    ];

    /// <summary>The room an entry names, with the class's id in place of its key.</summary>
    internal static (RoomKind Kind, string Key)? ReadRoom(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : text[..colon] switch
        {
            "booth" => (RoomKind.Booth, text[(colon + 1)..]),
            "talk" => (RoomKind.Talk, text[(colon + 1)..]),
            "class" => (RoomKind.Class, text[(colon + 1)..]),
            _ => null,
        };
    }

    private static IEnumerable<ProgrammeFault> Unique<T>(string list, ImmutableArray<T> entries, Func<T, string> name, string member)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < entries.Length; at++)
        {
            if (!seen.Add(name(entries[at])))
            {
                yield return Fault("duplicate", $"{list}[{at}].{member}", $"'{name(entries[at])}' only once in {list}");
            }
        }
    }

    private static IEnumerable<ProgrammeFault> CheckSite(SiteEntry site, string path, ProgrammeFile file)
    {
        if (!file.Zones.Any(zone => string.Equals(zone.Key, site.Zone, StringComparison.Ordinal)))
        {
            yield return Fault("unknown_zone", path + ".zone", "the key of a zone: " + string.Join(", ", file.Zones.Select(zone => zone.Key)));
        }

        var media = site.Media ?? [];
        for (var at = 0; at < media.Length; at++)
        {
            if (!Medium.IsSafe(media[at].Url))
            {
                yield return Fault("unsafe_address", $"{path}.media[{at}].url", "https at a named host, or /media/…");
            }

            for (var captions = 0; captions < media[at].Captions.Length; captions++)
            {
                if (!Medium.IsSafe(media[at].Captions[captions].Url))
                {
                    yield return Fault("unsafe_address", $"{path}.media[{at}].captions[{captions}].url", "https at a named host, or /media/…");
                }
            }
        }
    }

    private static IEnumerable<ProgrammeFault> CheckHours(ImmutableArray<OpenHours> hours, string path)
    {
        for (var at = 0; at < hours.Length; at++)
        {
            var (from, until) = hours[at];
            if (!HalfHour.IsBeginning(from))
            {
                yield return Fault("wrong_time", $"{path}.hours[{at}].from", "a time on the hour or the half hour");
            }

            if (!HalfHour.IsBeginning(until) || until <= from || until - from > LongestTalk)
            {
                yield return Fault("wrong_time", $"{path}.hours[{at}].until", $"a time on the hour or the half hour after from, within {LongestTalk.TotalHours:0} h");
            }
        }
    }

    private static IEnumerable<ProgrammeFault> CheckTalk(TalkSlot talk, string path)
    {
        if (talk.EndsAt <= talk.StartsAt || talk.EndsAt - talk.StartsAt > LongestTalk)
        {
            yield return Fault("wrong_time", path + ".endsAt", $"a time after startsAt, within {LongestTalk.TotalHours:0} h");
        }
    }

    private static IEnumerable<ProgrammeFault> CheckStaff(StaffEntry one, string path, ProgrammeFile file, DateTimeOffset now)
    {
        var rooms = one.Rooms ?? [];
        var kinds = rooms.Select(room => ReadRoom(room)?.Kind).ToList();
        var fits = one.Role switch
        {
            Role.Teacher => kinds is [RoomKind.Class],
            Role.Professional => kinds.Count is > 0 and <= MostRooms && kinds.All(kind => kind is RoomKind.Booth or RoomKind.Talk),
            Role.Moderator or Role.Organiser => kinds.Count == 0,
            _ => false,
        };
        if (!fits)
        {
            yield return Fault("wrong_rooms", rooms.Length > 0 ? path + ".rooms" : path, one.Role switch
            {
                Role.Teacher => "one class for a teacher",
                Role.Professional => $"1 to {MostRooms} booths and talks for a professional",
                _ => $"no rooms for a {one.Role.ToString().ToLowerInvariant()}",
            });
        }

        for (var at = 0; at < rooms.Length; at++)
        {
            if (ReadRoom(rooms[at]) is { } room && !Has(file, room.Kind, room.Key))
            {
                yield return Fault("unknown_room", $"{path}.rooms[{at}]", "a site's key, a talk's key or a class's id of this file");
            }
        }

        if (one.ExpiresAt <= now || one.ExpiresAt > now + AccessEndpoints.LongestInvite)
        {
            yield return Fault("wrong_time", path + ".expiresAt", $"a time within the next {AccessEndpoints.LongestInvite.TotalDays:0} days");
        }

        if (one.Name.Any(char.IsControl) || one.Name.Trim().Length != one.Name.Length)
        {
            yield return Fault("wrong_form", path + ".name", "a name on one line, without blanks around it");
        }
    }

    private static bool Has(ProgrammeFile file, RoomKind kind, string key) => kind switch
    {
        RoomKind.Booth => file.Sites.Any(site => string.Equals(site.Key, key, StringComparison.Ordinal)),
        RoomKind.Talk => file.Talks.Any(talk => string.Equals(talk.Key, key, StringComparison.Ordinal)),
        RoomKind.Class => file.Classes.Any(one => string.Equals(one.Id, key, StringComparison.Ordinal)),
        _ => false,
    };

    private static ProgrammeFault Fault(string code, string path, string expected) => new(code, path, 0, expected);
}
