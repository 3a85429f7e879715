using System.Collections.Immutable;
using Halle.Hosting;
using Halle.Programme;
using Halle.Rooms;
using Halle.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Halle.Moderation;

/// <summary>A room that waits for somebody, or a class that has people; see <see cref="RoomStanding"/>.</summary>
public sealed record BoardRowView(string Room, int Present, int Waiting, DateTimeOffset? Since);

public sealed record BoardView(ImmutableArray<BoardRowView> Rooms);

/// <summary>What waits, in every room there is, for those who answer for the event.</summary>
public static class BoardEndpoints
{
    public static void MapBoard(this RouteGroupBuilder api) =>
        api.MapGet("/board", async Task<Results<JsonHttpResult<BoardView>, JsonHttpResult<Refusal>>> (IGrainFactory grains, IProgrammeCache cache) =>
        {
            try
            {
                var board = await grains.GetGrain<IRoomBoardGrain>(IRoomBoardGrain.Key).Read();
                return Answers.Json(new BoardView(
                [
                    .. board.Where(one => cache.Knows(one.Room))
                        .Select(one => new BoardRowView(one.Room.ToString(), one.Standing.Present, one.Standing.Waiting, one.Standing.Since)),
                ]));
            }
            catch (Exception error) when (error is OrleansException or TimeoutException)
            {
                return Refusals.Of(new Rejection(RejectionCode.Unavailable, TimeSpan.FromSeconds(2)));
            }
        }).RequireAuthorization(Policies.Moderation);
}
