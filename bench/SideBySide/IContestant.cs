using System.Net;
using System.Text.Json;
using Halle.Rehearsal.Sockets;

namespace Halle.Bench.SideBySide;

/// <summary>A server the driver can play: how to start it, enter a room and write in it.</summary>
internal interface IContestant
{
    string Name { get; }

    Task<ServerProcess> StartAsync(CancellationToken cancellationToken);

    /// <summary>Gets ready to play so many rooms.</summary>
    Task PrepareAsync(ServerProcess server, Scenario scenario, CancellationToken cancellationToken);

    /// <summary>Connects somebody and brings them into a room; what is sent there goes to <paramref name="events"/>.</summary>
    Task<VisitorSocket> EnterAsync(VisitorTarget target, int room, int number, IPAddress from, IVisitorEvents events, CancellationToken cancellationToken);

    /// <summary>Writes in the room; ends when the server has answered that it is done.</summary>
    Task PostAsync(VisitorSocket writer, int room, string text);

    /// <summary>Fails when the answer is not that it was done.</summary>
    static void MustBeOk(JsonElement answer, string member)
    {
        if (answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            && value.GetString() is not "ok")
        {
            throw new InvalidOperationException("Refused: " + answer.GetRawText());
        }
    }
}
