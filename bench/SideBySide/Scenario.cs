using System.Diagnostics;
using System.Net;
using Halle.Rehearsal.Sockets;

namespace Halle.Bench.SideBySide;

/// <summary>What kind of room Halle plays; its peers know one kind only.</summary>
internal enum RoomKind
{
    Booth,
    Class,
    Event,
}

/// <summary>So many rooms with so many readers each, so many messages a second in all of them together, for so long.</summary>
internal sealed record Scenario(
    string Name, RoomKind Kind, int Rooms, int ReadersPerRoom, double MessagesPerSecond, TimeSpan WarmUp, TimeSpan Length)
{
    /// <summary>Readers of one school or household, as far as the server can see.</summary>
    private const int PerAddress = 30;

    public int Readers => Rooms * ReadersPerRoom;

    /// <summary>Enough that nobody writes faster than a visitor may (one message every 2 s); they are readers, too.</summary>
    private int Writers => Math.Min(Readers, Math.Max(Rooms, (int)(MessagesPerSecond * 3)));

    public async Task<Result> RunAsync(IContestant contestant, CancellationToken cancellationToken)
    {
        using var server = await contestant.StartAsync(cancellationToken);
        await contestant.PrepareAsync(server, this, cancellationToken);
        var target = await VisitorTarget.ResolveAsync(server.Address, cancellationToken: cancellationToken);
        var deliveries = new Deliveries();
        var idle = server.ResidentBytes();
        var sockets = new VisitorSocket[Readers];
        var connecting = Stopwatch.StartNew();
        await Parallel.ForAsync(
            0,
            Readers,
            new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = cancellationToken },
            async (number, token) => sockets[number] =
                await contestant.EnterAsync(target, number % Rooms, number, AddressOf(number), deliveries, token));
        connecting.Stop();

        // The rest of the arrivals: presence is told once a second.
        await Task.Delay(TimeSpan.FromSeconds(3), cancellationToken);
        await WriteAsync(contestant, sockets, WarmUp, cancellationToken);
        deliveries.Begin();
        var before = server.CpuTime();
        var clock = Stopwatch.StartNew();
        var sent = await WriteAsync(contestant, sockets, Length, cancellationToken);
        await SettleAsync(deliveries, (long)sent * ReadersPerRoom, cancellationToken);
        var elapsed = clock.Elapsed;
        deliveries.End();
        var cpu = server.CpuTime() - before;
        var connected = server.ResidentBytes();
        foreach (var socket in sockets)
        {
            socket.Abort();
        }

        return new Result(
            contestant.Name,
            sent,
            deliveries.Count,
            (long)sent * ReadersPerRoom,
            deliveries.Closed,
            cpu.TotalMicroseconds / Math.Max(1, deliveries.Count),
            cpu.TotalMicroseconds / elapsed.TotalSeconds / Readers,
            deliveries.PercentileMs(0.50),
            deliveries.PercentileMs(0.99),
            deliveries.Count / elapsed.TotalSeconds,
            (double)deliveries.Records / Readers,
            (connected - idle) / 1024.0 / Readers,
            connecting.Elapsed.TotalSeconds);
    }

    private static IPAddress AddressOf(int number)
    {
        var network = 1 + (number / PerAddress);
        return new IPAddress([127, 9, (byte)(network / 250), (byte)(1 + (network % 250))]);
    }

    private async Task<int> WriteAsync(IContestant contestant, VisitorSocket[] sockets, TimeSpan length, CancellationToken cancellationToken)
    {
        if (MessagesPerSecond == 0)
        {
            await Task.Delay(length, cancellationToken);
            return 0;
        }

        var clock = Stopwatch.StartNew();
        var answers = new List<Task>();
        for (var number = 0; clock.Elapsed < length; number++)
        {
            var writer = number % Writers;
            answers.Add(contestant.PostAsync(sockets[writer], writer % Rooms, Deliveries.NewText(number)));
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

/// <param name="Closed">Readers the server hung up on.</param>
/// <param name="IdleMicros">Server CPU per connection and second, whatever it was spent on.</param>
/// <param name="RecordsPerReader">What the server sent in all, presence and counts included.</param>
/// <param name="KbPerConnection">Growth of the server's resident memory from started to the end of the measurement, per connection.</param>
internal sealed record Result(
    string Name,
    int Messages,
    long Delivered,
    long Expected,
    long Closed,
    double ServerMicrosPerDelivery,
    double IdleMicros,
    double P50Ms,
    double P99Ms,
    double DeliveriesPerSecond,
    double RecordsPerReader,
    double KbPerConnection,
    double ConnectSeconds);
