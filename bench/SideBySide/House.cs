using System.Diagnostics;
using System.Net;
using Halle.Rehearsal.Sockets;

namespace Halle.Bench.SideBySide;

/// <summary>A server that has been started, and the people connected to it.</summary>
internal sealed class House : IDisposable
{
    private const int AtOnce = 32;

    private readonly Scenario _scenario;
    private readonly IContestant _contestant;
    private readonly long _emptyBytes;

    private House(Scenario scenario, IContestant contestant, ServerProcess server)
    {
        (_scenario, _contestant, Server, _emptyBytes) = (scenario, contestant, server, server.ResidentBytes());
        Sockets = new VisitorSocket[scenario.Readers];
    }

    public ServerProcess Server { get; }

    public Deliveries Deliveries { get; } = new();

    public VisitorSocket[] Sockets { get; }

    public double ConnectSeconds { get; private set; }

    /// <summary>People connected so far; the rest of <see cref="Sockets"/> is empty.</summary>
    public int People { get; private set; }

    /// <summary>Growth of the server's resident memory since it was empty.</summary>
    public double KbPerConnection => (Server.ResidentBytes() - _emptyBytes) / 1024.0 / People;

    /// <param name="enters">They go to their rooms as well.</param>
    /// <param name="people">Default: everybody.</param>
    public static async Task<House> OpenAsync(
        Scenario scenario, IContestant contestant, bool enters, CancellationToken cancellationToken, int? people = null)
    {
        var house = new House(scenario, contestant, await contestant.StartAsync(scenario, cancellationToken));
        try
        {
            await contestant.PrepareAsync(house.Server, scenario, cancellationToken);
            await house.FillAsync(people ?? scenario.Readers, enters, cancellationToken);
            return house;
        }
        catch
        {
            house.Dispose();
            throw;
        }
    }

    /// <summary>Enough writers that nobody writes faster than a visitor may (one message every 2 s); they are readers, too.</summary>
    /// <returns>Messages sent; each was answered.</returns>
    /// <param name="rooms">In so many of the rooms; default: in all.</param>
    public async Task<int> WriteAsync(double perSecond, TimeSpan length, CancellationToken cancellationToken, int? rooms = null)
    {
        var count = rooms ?? _scenario.Rooms;
        if (perSecond == 0)
        {
            await Task.Delay(length, cancellationToken);
            return 0;
        }

        var clock = Stopwatch.StartNew();
        var answers = new List<Task>();
        for (var number = 0; clock.Elapsed < length; number++)
        {
            var writer = WriterOf(number, count, perSecond);
            answers.Add(_contestant.PostAsync(Sockets[writer], RoomOf(writer), Deliveries.NewText(number)));
            var due = TimeSpan.FromSeconds((number + 1.0) / perSecond) - clock.Elapsed;
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due, cancellationToken);
            }
        }

        await Task.WhenAll(answers);
        return answers.Count;
    }

    /// <summary>Waits until everything has arrived, or 10 s without news.</summary>
    public async Task SettleAsync(long expected, CancellationToken cancellationToken)
    {
        var seen = Deliveries.Count;
        var quiet = Stopwatch.StartNew();
        while (Deliveries.Count < expected && quiet.Elapsed < TimeSpan.FromSeconds(10))
        {
            await Task.Delay(10, cancellationToken);
            if (Deliveries.Count != seen)
            {
                seen = Deliveries.Count;
                quiet.Restart();
            }
        }
    }

    public void Dispose()
    {
        foreach (var socket in Sockets)
        {
            socket?.Abort();
        }

        Server.Dispose();
    }

    /// <summary>People come until there are so many.</summary>
    public async Task FillAsync(int people, bool enters, CancellationToken cancellationToken)
    {
        var target = await VisitorTarget.ResolveAsync(Server.Address, cancellationToken: cancellationToken);
        var connecting = Stopwatch.StartNew();
        await Parallel.ForAsync(
            People,
            people,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (number, token) =>
            {
                var room = RoomOf(number);
                Sockets[number] = await _contestant.ConnectAsync(target, room, number, AddressOf(number), Deliveries, token);
                if (enters)
                {
                    await _contestant.EnterAsync(Sockets[number], room);
                }
            });
        ConnectSeconds += connecting.Elapsed.TotalSeconds;
        People = people;

        // The rest of the arrivals: presence is told once a second.
        await Task.Delay(TimeSpan.FromSeconds(3), cancellationToken);
    }

    /// <summary>Round by round, except where rooms are filled one after the other.</summary>
    private int RoomOf(int number) => _scenario.RoomByRoom ? number / _scenario.ReadersPerRoom : number % _scenario.Rooms;

    /// <summary>One room after the other has its turn, and in it one person after the other, so that nobody writes faster than people may.</summary>
    private int WriterOf(int number, int rooms, double perSecond) => _scenario.RoomByRoom
        ? (number % rooms * _scenario.ReadersPerRoom) + (number / rooms % _scenario.ReadersPerRoom)
        : number % Math.Min(People, Math.Max(rooms, (int)(perSecond * 3)));

    /// <summary>Schools and households are in networks of their own, as far as the server can see: it paces strangers by network.</summary>
    private static IPAddress AddressOf(int number)
    {
        const int perNetwork = 300;
        var network = number / perNetwork;
        return new IPAddress([127, (byte)(9 + (network / 250)), (byte)(network % 250), 1]);
    }
}
