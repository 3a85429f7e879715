using System.Diagnostics;

namespace Halle.Bench.SideBySide;

/// <summary>One room, so many readers, so many messages a second, for so long.</summary>
internal sealed record Scenario(string Name, int Readers, int MessagesPerSecond, TimeSpan WarmUp, TimeSpan Length)
{
    /// <summary>Writers enough that nobody writes faster than a visitor may (one message every 2 s).</summary>
    private int Writers => MessagesPerSecond * 3;

    public async Task<Result> RunAsync(IContestant contestant, CancellationToken cancellationToken)
    {
        using var server = await contestant.StartAsync(cancellationToken);
        var deliveries = new Deliveries();
        var idle = server.ResidentBytes();
        var readers = new LiveSocket[Readers];
        var connecting = Stopwatch.StartNew();
        await Parallel.ForAsync(
            0,
            Readers,
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken },
            async (number, token) =>
                readers[number] = await contestant.ConnectReaderAsync(server, number, deliveries, cancellationToken));
        connecting.Stop();
        var writers = new Func<string, Task>[Writers];
        for (var number = 0; number < Writers; number++)
        {
            writers[number] = await contestant.ConnectWriterAsync(server, number, cancellationToken);
        }

        var connected = server.ResidentBytes();
        await WriteAsync(writers, WarmUp, cancellationToken);
        deliveries.Begin();
        var cpuBefore = server.CpuTime();
        var clock = Stopwatch.StartNew();
        var sent = await WriteAsync(writers, Length, cancellationToken);
        await SettleAsync(deliveries, (long)sent * Readers, cancellationToken);
        var elapsed = clock.Elapsed;
        deliveries.End();
        var cpu = server.CpuTime() - cpuBefore;
        foreach (var reader in readers)
        {
            reader.Dispose();
        }

        return new Result(
            contestant.Name,
            sent,
            deliveries.Count,
            (long)sent * Readers,
            cpu.TotalMicroseconds / Math.Max(1, deliveries.Count),
            deliveries.Percentile(0.50),
            deliveries.Percentile(0.99),
            deliveries.Count / elapsed.TotalSeconds,
            (connected - idle) / 1024.0 / (Readers + Writers),
            connecting.Elapsed.TotalSeconds);
    }

    private async Task<int> WriteAsync(Func<string, Task>[] writers, TimeSpan length, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var answers = new List<Task>();
        for (var number = 0; clock.Elapsed < length; number++)
        {
            answers.Add(writers[number % writers.Length](Deliveries.NewText(number)));
            var due = TimeSpan.FromSeconds((number + 1.0) / MessagesPerSecond) - clock.Elapsed;
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due, cancellationToken);
            }
        }

        await Task.WhenAll(answers);
        return answers.Count;
    }

    /// <summary>Waits until everything has arrived, or 10 s without news.</summary>
    private static async Task SettleAsync(Deliveries deliveries, long expected, CancellationToken cancellationToken)
    {
        var seen = deliveries.Count;
        var quiet = Stopwatch.StartNew();
        while (deliveries.Count < expected && quiet.Elapsed < TimeSpan.FromSeconds(10))
        {
            await Task.Delay(10, cancellationToken);
            if (deliveries.Count != seen)
            {
                seen = deliveries.Count;
                quiet.Restart();
            }
        }
    }
}

/// <param name="KbPerConnection">Growth of the server's resident memory from started to connected, per connection.</param>
internal sealed record Result(
    string Name,
    int Messages,
    long Delivered,
    long Expected,
    double ServerMicrosPerDelivery,
    double P50Ms,
    double P99Ms,
    double DeliveriesPerSecond,
    double KbPerConnection,
    double ConnectSeconds);
