using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Halle.Chat;
using Halle.Rooms;

namespace Halle.Bench.Acknowledgements;

/// <summary>Senders who send the next message when the last one is acknowledged.</summary>
internal static class Busy
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(8);

    public static async Task RunAsync(RunningSilo silo)
    {
        Edge[] edges = [.. Enumerable.Range(0, RunningSilo.Booths).Select(number => new Edge(silo.Grains, RunningSilo.Booth(number), []))];
        foreach (var (edge, number) in edges.Select((edge, number) => (edge, number)))
        {
            var room = RunningSilo.Booth(number);
            await silo.SendSurelyAsync(room, Host(0, room), new PostMessage("Demo: is it open?"));
            await edge.SubscribeAsync();
        }

        foreach (var (rooms, senders) in new[] { (1, 1), (1, 64), (64, 1), (64, 4) })
        {
            await MeasureAsync(silo, rooms, senders, WarmUp);
            Print(rooms, senders, await MeasureAsync(silo, rooms, senders, Length));
        }

        // The runtime holds observers weakly.
        GC.KeepAlive(edges);
    }

    private static async Task<Measured> MeasureAsync(RunningSilo silo, int rooms, int senders, TimeSpan length)
    {
        var cost = new Cost();
        var times = await Task.WhenAll(Enumerable.Range(0, rooms * senders).Select(async number =>
        {
            var room = RunningSilo.Booth(number % rooms);
            var (grain, actor) = (silo.Grains.GetRoom(room), Host(1 + number, room));
            var mine = new List<double>();
            while (cost.Elapsed < length)
            {
                var sent = Stopwatch.GetTimestamp();
                var text = string.Create(CultureInfo.InvariantCulture, $"Demo: a message of ordinary length for measuring, {sent}");
                var receipt = await grain.Execute(actor, RunningSilo.NextId(), new PostMessage(text), CancellationToken.None);
                if (receipt.Status != ReceiptStatus.Ok)
                {
                    throw new InvalidOperationException($"{room} answers {receipt}.");
                }

                mine.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            }

            return mine;
        }));
        var (elapsed, cpu, kilobytes) = (cost.Elapsed, cost.Cpu, cost.Kilobytes);
        double[] all = [.. times.SelectMany(mine => mine).Order()];
        return new Measured(
            all.Length / elapsed.TotalSeconds,
            all[all.Length / 2],
            all[all.Length * 99 / 100],
            cpu.TotalMicroseconds / all.Length,
            kilobytes / all.Length);
    }

    // Of the booth's own people: the public is slowed by no rule of the room either, but a text with many figures of theirs is held.
    private static Actor Host(int number, RoomId room) =>
        new(RunningSilo.Person(number), Role.Professional, "Camille Essai", ImmutableArray.Create(room));

    private static void Print(int rooms, int senders, Measured measured) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"busy     {rooms,3} rooms x {senders,2} senders  {measured.PerSecond,7:F0} acknowledged/s  p50 {measured.P50Ms,6:F2} ms  p99 {measured.P99Ms,6:F2} ms  {measured.Micros,7:F0} µs CPU  {measured.Kilobytes,6:F1} KB allocated a message"));

    private sealed record Measured(double PerSecond, double P50Ms, double P99Ms, double Micros, double Kilobytes);
}
