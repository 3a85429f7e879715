using System.Collections.Immutable;
using Halle.Hosting;
using Halle.Programme;
using Halle.Rooms;
using Halle.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Halle.Classrooms;

/// <summary>A registered class.</summary>
/// <param name="Label">As its school knows it.</param>
/// <param name="Code">What lets pupils in: for its teacher and for organisers, who hand it out. Null for moderators, who enter without.</param>
public sealed record ClassView(string Key, string Label, string? Code, int Size, DateTimeOffset OpensAt, DateTimeOffset ClosesAt);

public sealed record ClassList(ImmutableArray<ClassView> Classes);

/// <summary>Which classes there are, for those who answer for the event and for each teacher; nobody else learns of any.</summary>
public static class ClassEndpoints
{
    public static void MapClasses(this RouteGroupBuilder api)
    {
        api.MapGet("/classes", (HttpContext context, SessionCookie cookie, IProgrammeCache cache) =>
        {
            var withCode = cookie.Read(context)?.Actor.Role == Role.Organiser;
            return Answers.Json(new ClassList([.. cache.Current.Classes.Select(one => View(one, withCode))]));
        }).RequireAuthorization(Policies.Moderation);

        api.MapGet("/classes/{key}", Results<JsonHttpResult<ClassView>, JsonHttpResult<Refusal>> (
            string key, HttpContext context, SessionCookie cookie, IProgrammeCache cache) =>
        {
            // Not there and not yours are one answer, so that nobody learns which classes exist.
            return cookie.Read(context) is { Actor: var actor }
                && RoomId.TryParse("class:" + key, out var room)
                && MaySee(actor, room)
                && cache.Current.Classes.FirstOrDefault(one => string.Equals(one.Key, key, StringComparison.Ordinal)) is { } found
                ? Answers.Json(View(found, withCode: actor.Role != Role.Moderator))
                : Refusals.Of(RejectionCode.NotFound);
        }).RequireAuthorization(Policies.SignedIn);
    }

    private static ClassView View(ClassRegistration one, bool withCode) =>
        new(one.Key, one.Label, withCode ? one.Code : null, one.Size, one.OpensAt, one.ClosesAt);

    private static bool MaySee(Actor actor, RoomId room) =>
        actor.Role is Role.Moderator or Role.Organiser || (actor.Role == Role.Teacher && actor.Owns(room));
}
