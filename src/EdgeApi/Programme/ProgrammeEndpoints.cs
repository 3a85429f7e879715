using System.Collections.Immutable;
using System.Globalization;
using Halle.Hosting;
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
    }

    /// <summary>Whoever wrote the programme: an address no browser should be sent to does not leave the server.</summary>
    private static Site WithSafeMedia(Site site) => site.Media.All(IsSafe) ? site : site with { Media = [.. site.Media.Where(IsSafe)] };

    private static bool IsSafe(Medium medium) =>
        Medium.IsSafe(medium.Url) && medium.Captions.All(captions => Medium.IsSafe(captions.Url));
}
