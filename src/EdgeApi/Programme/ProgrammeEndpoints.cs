using System.Collections.Immutable;
using System.Globalization;
using Halle.Hosting;
using Halle.Rooms;
using Halle.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Halle.Programme;

/// <summary>The programme as everybody may read it: classes are left out.</summary>
public sealed record PublicProgramme(
    long Version,
    LocalText Name,
    bool Demo,
    ImmutableArray<Zone> Zones,
    ImmutableArray<Site> Sites,
    ImmutableArray<TalkSlot> Talks);

/// <summary>A registered class, for its teacher and for those who run the event.</summary>
public sealed record ClassView(string Key, string Label, string Code, int Size, DateTimeOffset OpensAt, DateTimeOffset ClosesAt);

public sealed record ClassList(ImmutableArray<ClassView> Classes);

public static class ProgrammeEndpoints
{
    public static void AddProgramme(this IServiceCollection services)
    {
        services.AddSingleton<ProgrammeCache>();
        services.AddSingleton<IProgrammeCache>(provider => provider.GetRequiredService<ProgrammeCache>());
        services.AddHostedService(provider => provider.GetRequiredService<ProgrammeCache>());
    }

    public static void MapProgramme(this RouteGroupBuilder api)
    {
        api.MapGet("/programme", Results<JsonHttpResult<PublicProgramme>, StatusCodeHttpResult> (HttpContext context, IProgrammeCache cache) =>
        {
            var current = cache.Current;
            var tag = string.Create(CultureInfo.InvariantCulture, $"\"{current.Version}\"");
            context.Response.Headers.ETag = tag;
            return context.Request.Headers.IfNoneMatch.Contains(tag, StringComparer.Ordinal)
                ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
                : Answers.Json(new PublicProgramme(
                    current.Version, current.Name, current.Demo, current.Zones, [.. current.Sites.Select(WithSafeMedia)], current.Talks));
        });

        // Codes are handed to schools by those who run the event; nobody else sees which classes there are.
        api.MapGet("/classes", (IProgrammeCache cache) => Answers.Json(new ClassList([.. cache.Current.Classes.Select(View)])))
            .RequireAuthorization(Policies.Organiser);

        api.MapGet("/classes/{key}", Results<JsonHttpResult<ClassView>, JsonHttpResult<Refusal>> (
            string key, HttpContext context, SessionCookie cookie, IProgrammeCache cache) =>
        {
            // Not there and not yours are one answer, so that nobody learns which classes exist.
            return cookie.Read(context) is { } session
                && RoomId.TryParse("class:" + key, out var room)
                && MaySee(session.Actor, room)
                && cache.Current.Classes.FirstOrDefault(one => string.Equals(one.Key, key, StringComparison.Ordinal)) is { } found
                ? Answers.Json(View(found))
                : Refusals.Of(RejectionCode.NotFound);
        }).RequireAuthorization(Policies.SignedIn);
    }

    /// <summary>Whoever wrote the programme: an address no browser should be sent to does not leave the server.</summary>
    private static Site WithSafeMedia(Site site) => site.Media.All(IsSafe) ? site : site with { Media = [.. site.Media.Where(IsSafe)] };

    private static bool IsSafe(Medium medium) =>
        Medium.IsSafe(medium.Url) && medium.Captions.All(captions => Medium.IsSafe(captions.Url));

    private static ClassView View(ClassRegistration one) => new(one.Key, one.Label, one.Code, one.Size, one.OpensAt, one.ClosesAt);

    private static bool MaySee(Actor actor, RoomId room) =>
        actor.Role is Role.Moderator or Role.Organiser || (actor.Role == Role.Teacher && actor.Owns(room));
}
