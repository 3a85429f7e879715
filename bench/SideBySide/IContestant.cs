using System.Net;
using System.Text.Json;
using Halle.Rehearsal.Sockets;

namespace Halle.Bench.SideBySide;

/// <summary>A server the driver can play: how to start it, enter a room and write in it.</summary>
internal interface IContestant
{
    string Name { get; }

    /// <summary>It tells who is there, and has grains whose calls can be counted.</summary>
    bool HasPresence { get; }

    Task<ServerProcess> StartAsync(Scenario scenario, CancellationToken cancellationToken);

    /// <summary>Gets ready to play so many rooms.</summary>
    Task PrepareAsync(ServerProcess server, Scenario scenario, CancellationToken cancellationToken);

    /// <summary>Connects somebody who will be in a room; what they are sent goes to <paramref name="events"/>.</summary>
    Task<VisitorSocket> ConnectAsync(VisitorTarget target, int room, int number, IPAddress from, IVisitorEvents events, CancellationToken cancellationToken);

    Task EnterAsync(VisitorSocket visitor, int room);

    /// <summary>Writes in the room; ends when the server has answered that it is done.</summary>
    Task PostAsync(VisitorSocket writer, int room, string text);

    /// <summary>Calls of grains so far; null where there are none.</summary>
    Task<long?> GrainCallsAsync(CancellationToken cancellationToken);

    /// <summary>Fails when the answer is not that it was done.</summary>
    static void MustBeOk(JsonElement answer, string member)
    {
        if (answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            && value.GetString() is not "ok")
        {
            throw new RefusedException(answer.GetRawText());
        }
    }
}
