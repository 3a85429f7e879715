using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Halle.Classrooms;
using Halle.Programme;

namespace Halle.Demo;

/// <summary>Builds the demo's programme: 45 sites, a Friday of talks, 900 classes. Nobody in it is real.</summary>
internal static class DemoProgramme
{
    /// <summary>Classes registered a week before the event that we measure ourselves by.</summary>
    public const int Classes = 900;

    /// <summary>The event and the weeks in which classes come back to it.</summary>
    private static readonly TimeSpan OpenFor = TimeSpan.FromDays(42);

    public static EventProgramme Build(DateTimeOffset now)
    {
        var text = DemoText.Read();
        var friday = Friday(now);
        return new EventProgramme(
            Version: 0,
            text.Name,
            Demo: true,
            text.Zones,
            [.. text.Sites.Select(site => site with
            {
                Hours = Hours(site, now, friday),
                JobsEn = [.. site.Jobs.Select(job => text.Jobs[job])],
                Media = [.. site.Media, Sheet(site)],
            })],
            [.. text.Talks.Select(talk => Schedule(talk, friday))],
            [.. Enumerable.Range(1, Classes).Select(number => Register(number, now))]);
    }

    /// <summary>The forum's day at 00:00 in Paris: this Friday, or the next once its last talk is over.</summary>
    public static DateTimeOffset Friday(DateTimeOffset now)
    {
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Paris", out var paris) ? paris : TimeZoneInfo.Utc;
        var here = TimeZoneInfo.ConvertTime(now, zone);
        var days = ((int)DayOfWeek.Friday - (int)here.DayOfWeek + 7) % 7;
        if (days == 0 && here.Hour >= 17)
        {
            days = 7;
        }

        var date = here.Date.AddDays(days);
        return new DateTimeOffset(date, zone.GetUtcOffset(date));
    }

    /// <summary>
    /// Mornings and afternoons of the forum's week, each site at its own times. Nothing is invented about a company
    /// that is named.
    /// </summary>
    internal static ImmutableArray<OpenHours> Hours(Site site, DateTimeOffset now, DateTimeOffset friday)
    {
        if (!site.Fictional)
        {
            return [];
        }

        var hours = ImmutableArray.CreateBuilder<OpenHours>();
        for (var day = 0; day < 5; day++)
        {
            var date = friday.AddDays(day - 4);
            var morning = date.AddHours(9 + (0.5 * ((site.Number + day) % 5)));
            var afternoon = date.AddHours(14 + (0.5 * (((site.Number * 3) + day) % 6)));
            if ((site.Number + day) % 2 == 0)
            {
                hours.Add(new OpenHours(morning, morning.AddHours(1)));
            }

            if ((site.Number + day) % 3 < 2)
            {
                hours.Add(new OpenHours(afternoon, afternoon.AddHours(1.5)));
            }
        }

        return [.. hours.Where(one => one.Until > now)];
    }

    /// <summary>Drawn while the web client is built, from what demo.json says of the site.</summary>
    private static Medium Sheet(Site site) =>
        new(new LocalText("Les métiers de ce site", "Jobs of this site"), MediumKind.Document, $"/media/sites/{site.Key}.svg", Language: "fr");

    private static TalkSlot Schedule(DemoTalk talk, DateTimeOffset friday)
    {
        var starts = friday + talk.Start.ToTimeSpan();
        return new TalkSlot(talk.Key, talk.Title, starts, starts.AddMinutes(talk.Minutes));
    }

    private static ClassRegistration Register(int number, DateTimeOffset now)
    {
        var label = number % 9 == 0
            ? string.Create(CultureInfo.InvariantCulture, $"Démo · Groupe de demandeurs d'emploi n° {number}")
            : number % 2 == 0
                ? string.Create(CultureInfo.InvariantCulture, $"Démo · Lycée n° {number}, classe de seconde")
                : string.Create(CultureInfo.InvariantCulture, $"Démo · Collège n° {number}, classe de {(number % 4 == 1 ? "4e" : "3e")}");

        // 30 000 people in all, as in the event: 800 schools' classes of 33 to 39, 100 groups of 10 to 20.
        var size = number % 9 == 0 ? 10 + (number % 11) : Math.Max(33, 32 + (number % 8));
        return new ClassRegistration(
            RandomNumberGenerator.GetHexString(32, lowercase: true), label, NewCode().Value, size, now.AddDays(-1), now + OpenFor);
    }

    private static ClassCode NewCode()
    {
        while (true)
        {
            if (ClassCode.TryCreate(RandomNumberGenerator.GetBytes(ClassCode.RandomBytes), out var code))
            {
                return code;
            }
        }
    }
}
