using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Halle.Chat;
using Halle.Classrooms;
using Halle.Rooms;

namespace Halle.Bench.Acknowledgements;

/// <summary>A school morning without its sockets: every class open, its pupils known, few messages in each.</summary>
internal static class Classes
{
    private const int Pupils = 28;
    private const double MessagesPerSecond = 90;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(12);

    public static async Task RunAsync(RunningSilo silo)
    {
        var opening = new Cost();
        await Parallel.ForAsync(0, RunningSilo.Classes, async (number, _) =>
        {
            for (var seat = 0; seat < Pupils; seat++)
            {
                await silo.SendSurelyAsync(RunningSilo.Class(number), Pupil(number, seat), new JoinClass());
            }
        });
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"classes  {RunningSilo.Classes * Pupils} pupils joined in {opening.Elapsed.TotalSeconds:F1} s, {opening.Cpu.TotalMicroseconds / (RunningSilo.Classes * Pupils):F0} µs CPU each"));
        Edge[] edges = [.. Enumerable.Range(0, RunningSilo.Classes).Select(number => new Edge(silo.Grains, RunningSilo.Class(number), Named(number)))];
        foreach (var edge in edges)
        {
            await edge.SubscribeAsync();
        }

        using var stopping = new CancellationTokenSource();
        var reporting = ReportAsync(edges, stopping.Token);
        await Task.Delay(WarmUp);
        var quiet = new Cost();
        await Task.Delay(Length);
        var idle = quiet.Cpu.TotalMilliseconds / quiet.Elapsed.TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"classes  nobody writes: {idle,6:F1} ms CPU a second"));
        await WriteAsync(silo, WarmUp);
        var batches = edges.Sum(edge => edge.Batches);
        var cost = new Cost();
        var written = await WriteAsync(silo, Length);
        var (elapsed, cpu, kilobytes) = (cost.Elapsed, cost.Cpu, cost.Kilobytes);
        await stopping.CancelAsync();
        await reporting;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"classes  {written.Length / elapsed.TotalSeconds,5:F1} messages/s: {cpu.TotalMilliseconds / elapsed.TotalSeconds,6:F1} ms CPU a second, {(cpu.TotalMilliseconds - (idle * elapsed.TotalSeconds)) * 1000 / written.Length,6:F0} µs and {kilobytes / written.Length:F1} KB more a message, p50 {written[written.Length / 2]:F2} ms, p99 {written[written.Length * 99 / 100]:F2} ms, {edges.Sum(edge => edge.Batches) - batches} batches"));
    }

    private static async Task<double[]> WriteAsync(RunningSilo silo, TimeSpan length)
    {
        var clock = Stopwatch.StartNew();
        var answers = new List<Task<double>>();
        for (var number = 0; clock.Elapsed < length; number++)
        {
            answers.Add(PostAsync(silo, number));
            var due = TimeSpan.FromSeconds((number + 1) / MessagesPerSecond) - clock.Elapsed;
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due);
            }
        }

        return [.. (await Task.WhenAll(answers)).Order()];
    }

    private static async Task<double> PostAsync(RunningSilo silo, int number)
    {
        var sent = Stopwatch.GetTimestamp();
        var (room, seat) = (number % RunningSilo.Classes, number / RunningSilo.Classes % Pupils);
        var text = string.Create(CultureInfo.InvariantCulture, $"Une question sur le métier de soudeur, la {number} de ce matin").PadRight(200, 'x');
        var receipt = await silo.Grains.GetRoom(RunningSilo.Class(room))
            .Execute(Pupil(room, seat), RunningSilo.NextId(), new PostMessage(text), CancellationToken.None);
        return receipt.Status == ReceiptStatus.Ok
            ? Stopwatch.GetElapsedTime(sent).TotalMilliseconds
            : throw new InvalidOperationException($"Class {room} answers {receipt}.");
    }

    private static async Task ReportAsync(Edge[] edges, CancellationToken cancellationToken)
    {
        // Each room once in 5 s, evenly spread.
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5) / 50);
        try
        {
            for (var beat = 0; await timer.WaitForNextTickAsync(cancellationToken); beat++)
            {
                foreach (var edge in edges.Where((_, number) => number % 50 == beat % 50))
                {
                    await edge.ReportAsync();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Measured.
        }
    }

    private static Actor Pupil(int room, int seat) =>
        new(RunningSilo.Person(100_000 + (room * Pupils) + seat), Role.Pupil, "Loutre rapide", ImmutableArray.Create(RunningSilo.Class(room)));

    private static ImmutableArray<NamedPresence> Named(int room) =>
        [.. Enumerable.Range(0, Pupils).Select(seat => Pupil(room, seat)).Select(pupil => new NamedPresence(pupil.Person, pupil.Role, pupil.Name))];
}
