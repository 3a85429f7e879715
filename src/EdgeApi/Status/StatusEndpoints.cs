using System.Collections.Immutable;
using Halle.Hosting;
using Halle.Rooms;
using Halle.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Halle.Status;

public sealed record StatusView(
    DateTimeOffset At, ImmutableArray<Problem> Problems, int Connections, ImmutableArray<EdgeStatus> Edges, ImmutableArray<SiloReport> Silos);

/// <summary>How the service is, for those who run the event.</summary>
public static class StatusEndpoints
{
    public static void AddStatus(this IServiceCollection services) => services.AddHostedService<StatusReporter>();

    public static void MapStatus(this RouteGroupBuilder api) => api.MapGet("/status", async Task<Results<JsonHttpResult<StatusView>, JsonHttpResult<Refusal>>> (
        IGrainFactory grains) =>
    {
        try
        {
            var status = await grains.GetGrain<IServiceStatusGrain>(IServiceStatusGrain.Key).Read();
            return Answers.Json(new StatusView(
                status.At,
                ServiceProblems.Of(status),
                status.Edges.Where(edge => !edge.Silent).Sum(edge => edge.Report.Connections),
                status.Edges,
                status.Silos));
        }
        catch (Exception error) when (error is OrleansException or TimeoutException)
        {
            // No silo answers: that is the status.
            return Refusals.Of(new Rejection(RejectionCode.Unavailable, TimeSpan.FromSeconds(2)));
        }
    }).RequireAuthorization(Policies.Organiser);
}
