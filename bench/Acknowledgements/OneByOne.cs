using System.Collections.Immutable;
using System.Globalization;
using Halle.Chat;
using Halle.Rooms;

namespace Halle.Bench.Acknowledgements;

/// <summary>
/// A few messages, one after the other, each with a line on its outcome the moment it is known: for whoever watches the process's system calls
/// meanwhile (eng/durability.sh).
/// </summary>
internal static class OneByOne
{
    private const int Messages = 12;

    public static async Task RunAsync(RunningSilo silo)
    {
        var room = RunningSilo.Booth(0);
        var host = new Actor(RunningSilo.Person(1), Role.Professional, "Camille Essai", ImmutableArray.Create(room));
        await silo.SendSurelyAsync(room, host, new PostMessage("Demo: is it open?"));
        await Console.Out.WriteLineAsync($"ready {Environment.ProcessId}");
        await Console.In.ReadLineAsync();
        for (var number = 1; number <= Messages; number++)
        {
            var receipt = await silo.Grains.GetRoom(room).Execute(host, RunningSilo.NextId(), new PostMessage($"Demo {number}"), CancellationToken.None);
            var outcome = receipt.Status == ReceiptStatus.Ok ? "acknowledged" : receipt.Status.ToString().ToLower(CultureInfo.InvariantCulture);
            await Console.Out.WriteLineAsync($"{outcome} {number} {receipt.Rejection?.Code}");
        }
    }
}
