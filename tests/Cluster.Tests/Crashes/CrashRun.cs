using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Halle.Cluster.Tests.Driving;
using Halle.Cluster.Tests.Faults;
using Halle.Cluster.Tests.History;
using Halle.Shared;

namespace Halle.Cluster.Tests.Crashes;

/// <summary>
/// Senders write and observers watch, over a few rooms of a real server process on SQLite, while the process is killed again and again
/// at random moments and started again on the same data.
/// </summary>
internal sealed class CrashRun : IAsyncDisposable
{
    /// <summary>One in so many deaths is followed by another during the start, and one is not waited for.</summary>
    private const int Rare = 4;

    private static readonly TimeSpan SettleWithin = TimeSpan.FromSeconds(60);

    /// <summary>A little more than a start takes here.</summary>
    private static readonly TimeSpan AboutReady = TimeSpan.FromSeconds(4);

    private readonly Plan _plan;
    private readonly Random _random;
    private readonly RunningEdgeOptions _options;
    private readonly List<double> _startTimes = [];
    private readonly List<LiveClient> _senders = [];
    private readonly List<LiveClient> _observers = [];
    private readonly List<long> _killedAt = [];
    private readonly ConcurrentQueue<Exception> _broken = [];
    private RunningEdge _server;
    private long _written;
    private int _diedStarting;
    private int _unwaited;

    private CrashRun(Plan plan, RunningEdgeOptions options, RunningEdge server)
    {
        (_plan, _options, _server) = (plan, options, server);
        _random = new Random(plan.Seed);
    }

    public Recorder Recorder { get; } = new();

    public static async Task<CrashRun> StartAsync(Plan plan, CancellationToken cancellationToken)
    {
        var options = new RunningEdgeOptions
        {
            DataFolder = Directory.CreateTempSubdirectory("halle-crash-").FullName,
            Port = RunningEdge.FreePort(),
            Admin = false,
            Settings = Pace.Unlimited,
        };
        var run = new CrashRun(plan, options, await RunningEdge.StartAsync(options, cancellationToken));
        for (var i = 0; i < plan.Observers; i++)
        {
            var who = await SignedIn.VisitorAsync(run._server.Address, $"Loupe {i + 1}", cancellationToken);
            var observer = new LiveClient(who, run.Recorder, plan.Seed + i);
            run._observers.Add(observer);
            foreach (var room in plan.Rooms)
            {
                await observer.EnterAsync(room, TimeSpan.FromSeconds(30), cancellationToken);
            }
        }

        for (var i = 0; i < plan.Senders; i++)
        {
            var who = await SignedIn.VisitorAsync(run._server.Address, $"Plume {i + 1}", cancellationToken);
            var sender = new LiveClient(who, run.Recorder, plan.Seed + 1_000 + i);
            run._senders.Add(sender);
            await sender.EnterAsync(plan.Rooms[i % plan.Rooms.Count], TimeSpan.FromSeconds(30), cancellationToken);
        }

        return run;
    }

    /// <summary>Writes and kills, then lets everybody finish, reads all histories as somebody new, and judges.</summary>
    public async Task<Verdict> PlayAsync(CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writing = _senders.Select((sender, i) => WriteAsync(sender, _plan.Rooms[i % _plan.Rooms.Count], enough.Token, cancellationToken)).ToList();
        for (var kill = 0; kill < _plan.Kills; kill++)
        {
            var pause = TimeSpan.FromMilliseconds(_random.Next((int)_plan.ShortestPause.TotalMilliseconds, (int)_plan.LongestPause.TotalMilliseconds));
            await Lasting.ForAsync(pause, cancellationToken);
            await _server.KillAsync();
            _killedAt.Add(Recorder.Now);
            await _server.DisposeAsync();
            if (_random.Next(Rare) == 0)
            {
                // Dead again while it opens the store, is asked for rooms, or everybody comes back.
                await RunningEdge.KillWhileStartingAsync(_options, TimeSpan.FromMilliseconds(_random.Next((int)AboutReady.TotalMilliseconds)), cancellationToken);
                _diedStarting++;
            }

            var start = Stopwatch.StartNew();
            _server = await RunningEdge.StartAsync(_options, cancellationToken);
            _startTimes.Add(start.Elapsed.TotalSeconds);
            if (_random.Next(Rare) == 0 && kill + 1 < _plan.Kills)
            {
                // The next kill does not wait for anybody.
                _unwaited++;
                continue;
            }

            await AllBackAsync(kill + 1, cancellationToken);
        }

        await enough.CancelAsync();
        await Task.WhenAll(writing).WaitAsync(SettleWithin, cancellationToken);
        if (_broken.TryDequeue(out var broken))
        {
            throw new InvalidOperationException("A sender broke.", broken);
        }

        await ReadAllAsync(cancellationToken);
        return HistoryChecker.Check(Recorder.Records);
    }

    /// <summary>How the run went, beside the verdict.</summary>
    public IEnumerable<string> Describe()
    {
        var back = _killedAt
            .SelectMany((killed, i) => Everybody.Select(client => (killed, Back: client.ConnectedAt.FirstOrDefault(at => at > killed))))
            .Where(pair => pair.Back > 0)
            .Select(pair => (pair.Back - pair.killed) / 1_000_000.0)
            .Order()
            .ToList();
        var unknown = Recorder.Records.OfType<Unsure>().Count();
        var resent = Recorder.Records.OfType<Invoked>().GroupBy(invoked => (invoked.Sender, invoked.ClientId)).Count(group => group.Count() > 1);
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"crash: seed {_plan.Seed}, {_plan.Kills} × kill -9 ({_unwaited} before everybody was back), {_diedStarting} more while it started, {_plan.Senders} senders, {_plan.Observers} observers, {_plan.Rooms.Count} rooms; {unknown} answers unknown, {resent} messages resent");
        if (back.Count > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"crash: from kill to a client's return (process start included): p50 {At(back, 0.5):0.00} s, p99 {At(back, 0.99):0.00} s; start to ready p50 {At(_startTimes, 0.5):0.00} s");
        }

        var holes = _observers.Sum(client => client.Views.Sum(view => view.Holes));
        var resets = _observers.Sum(client => client.Views.Sum(view => view.Resets));
        yield return string.Create(CultureInfo.InvariantCulture, $"crash: observers closed {holes} holes and took {resets} resets");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in Everybody)
        {
            await client.DisposeAsync();
        }

        await _server.DisposeAsync();
        Directory.Delete(_options.DataFolder!, recursive: true);
    }

    private IEnumerable<LiveClient> Everybody => _senders.Concat(_observers);

    private async Task WriteAsync(LiveClient sender, string room, CancellationToken enough, CancellationToken never)
    {
        try
        {
            using var pace = new PeriodicTimer(_plan.EverySenderWrites);
            while (!enough.IsCancellationRequested)
            {
                // What is begun is finished: only the pause between messages ends early.
                await sender.PostAsync(room, $"Message {Syllables.Of(Interlocked.Increment(ref _written))}", never);
                await pace.WaitForNextTickAsync(enough);
            }
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested)
        {
            // The run is over.
        }
        catch (Exception broken)
        {
            _broken.Enqueue(broken);
        }
    }

    /// <summary>Everybody reconnects by itself.</summary>
    private Task AllBackAsync(int kill, CancellationToken cancellationToken) => Eventually.BecomesTrueAsync(
        () => Everybody.All(client => client.ConnectedAt.Any(at => at > _killedAt[^1])),
        $"everybody is back after kill {kill}",
        () => $"{Everybody.Count(client => client.ConnectedAt.Any(at => at > _killedAt[^1]))} of {Everybody.Count()} are; "
            + $"one's trouble: {Everybody.FirstOrDefault(client => client.ConnectedAt.All(at => at <= _killedAt[^1]))?.LastTrouble}",
        SettleWithin,
        cancellationToken);

    private async Task ReadAllAsync(CancellationToken cancellationToken)
    {
        var who = await SignedIn.VisitorAsync(_server.Address, "Nouvelle venue", cancellationToken);
        await using var fresh = new LiveClient(who, Recorder, _plan.Seed, "fresh");
        foreach (var room in _plan.Rooms)
        {
            var view = await fresh.EnterAsync(room, TimeSpan.FromSeconds(30), cancellationToken);
            foreach (var observer in _observers)
            {
                var seen = observer.Enter(room);
                await Eventually.BecomesTrueAsync(
                    () => seen.At >= view.At,
                    $"{observer.Who.Name} has seen all of {room} (up to {view.At})",
                    () => $"stands at {seen.At}; trouble: {observer.LastTrouble}",
                    SettleWithin,
                    cancellationToken);
                Recorder.Add(new Settled(Recorder.Now, room, observer.Who.Person));
            }

            await fresh.ReadHistoryAsync(room, cancellationToken);
        }
    }

    private static double At(IReadOnlyList<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? 0 : sorted[(int)Math.Min(sorted.Count - 1, sorted.Count * share)];
    }
}

/// <param name="Seed">Of everything random in the run, so that it can be played again.</param>
internal sealed record Plan(
    int Seed,
    int Kills,
    int Senders,
    int Observers,
    IReadOnlyList<string> Rooms,
    TimeSpan EverySenderWrites,
    TimeSpan ShortestPause,
    TimeSpan LongestPause);
