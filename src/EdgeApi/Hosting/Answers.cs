using Halle.Rooms;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Halle.Hosting;

/// <summary>Answers in the one JSON dialect.</summary>
public static class Answers
{
    public static JsonHttpResult<T> Json<T>(T value) => TypedResults.Json(value, RoomJson.Options);
}
