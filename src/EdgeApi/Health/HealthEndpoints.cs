using Halle.Access;
using Halle.Clustering;
using Halle.Programme;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Halle.Health;

/// <summary>Something this process needs before it may be given visitors.</summary>
public interface IReadyCondition
{
    /// <summary>For the log; the endpoint never tells.</summary>
    string Name { get; }

    bool Holds { get; }
}

/// <summary>The programme was read at least once.</summary>
public sealed class ProgrammeKnown(ProgrammeCache programme) : IReadyCondition
{
    public string Name => "programme known";

    public bool Holds => programme.WasRead;
}

/// <summary>What was revoked was read at least once.</summary>
public sealed class RevocationsKnown(Revoked revoked) : IReadyCondition
{
    public string Name => "revocations known";

    public bool Holds => revoked.WasRead;
}

/// <summary>It was not asked to stop: a proxy sends nobody to an edge that leaves.</summary>
internal sealed class NotStopping(IHostApplicationLifetime lifetime) : IReadyCondition
{
    public string Name => "not stopping";

    public bool Holds => !lifetime.ApplicationStopping.IsCancellationRequested;
}

/// <summary><c>/health</c>: the process answers. <c>/ready</c>: it may be given visitors. Both say that and nothing else.</summary>
public static class HealthEndpoints
{
    public static void AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<IReadyCondition>(provider => provider.GetRequiredService<SiloLink>());
        services.AddSingleton<IReadyCondition, ProgrammeKnown>();
        services.AddSingleton<IReadyCondition, RevocationsKnown>();
        services.AddSingleton<IReadyCondition, NotStopping>();
        services.AddSingleton<EventFeed>();
        services.AddSingleton<IReadyCondition>(provider => provider.GetRequiredService<EventFeed>());
        services.AddHostedService(provider => provider.GetRequiredService<EventFeed>());
    }

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        // Some load balancers ask by HEAD.
        string[] asked = [HttpMethods.Get, HttpMethods.Head];
        app.MapMethods("/health", asked, (HttpContext context) => Say(context, ok: true));
        app.MapMethods("/ready", asked, (HttpContext context, IEnumerable<IReadyCondition> conditions) =>
            Say(context, conditions.All(condition => condition.Holds)));
    }

    private static ContentHttpResult Say(HttpContext context, bool ok)
    {
        context.Response.Headers.CacheControl = "no-store";
        return ok
            ? TypedResults.Text("ok")
            : TypedResults.Text("", statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
