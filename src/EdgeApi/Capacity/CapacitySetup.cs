using Halle.Hosting;
using Halle.Rooms;
using Halle.SignIn;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Halle.Capacity;

/// <summary>Wires the places of an edge and its overload watch.</summary>
public static class CapacitySetup
{
    public static void AddCapacity(this IServiceCollection services, IConfiguration? configuration)
    {
        var options = services.AddOptions<CapacityOptions>().ValidateDataAnnotations().ValidateOnStart();
        if (configuration is not null)
        {
            options.Bind(configuration);
        }

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Overload>();
        services.AddSingleton<CapacityInstruments>();
        services.AddSingleton<CapacityGate>();
        services.AddHostedService<OverloadWatch>();
    }

    /// <summary>A full edge answers 503 and a time to come back before anything of the sign-in is done. Who is signed in already is known.</summary>
    public static RouteHandlerBuilder TakesPlace(this RouteHandlerBuilder endpoint, Comer comer) => endpoint.AddEndpointFilter(async (context, next) =>
    {
        var services = context.HttpContext.RequestServices;
        var known = services.GetRequiredService<ISessions>().Read(context.HttpContext.User) is not null;
        return !known && services.GetRequiredService<CapacityGate>().AskSignIn(comer) is { } wait
            ? Refusals.Of(RejectionCode.Full, wait)
            : await next(context);
    });

    /// <summary>A browser cannot see why an upgrade was refused; here it asks.</summary>
    public static void MapCapacity(this RouteGroupBuilder api) => api.MapGet("/capacity", (HttpContext context, ISessions sessions, CapacityGate gate) =>
        gate.Look(sessions.Read(context.User)) is { } wait ? (IResult)Refusals.Of(RejectionCode.Full, wait) : Answers.Json(new Room(Open: true)));

    private sealed record Room(bool Open);
}
