using System.Collections.Concurrent;
using Halle.Cluster.Tests.Driving;
using Halle.Cluster.Tests.History;
using Halle.Shared;

namespace Halle.Cluster.Tests.Faults;

/// <param name="Seed">Of everything random in it.</param>
/// <param name="Rooms">Each sender writes in one of them, each observer reads all of them.</param>
/// <param name="Every">A sender's pause between two messages.</param>
internal sealed record CrowdPlan(int Seed, int Senders, int Observers, int Rooms, TimeSpan Every)
{
    /// <summary>Clients come in by the proxies before the edges.</summary>
    public bool ThroughProxies { get; init; }

    /// <summary>Only those who read do.</summary>
    public bool ObserversThroughProxies { get; init; }

    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>
/// Senders and independent observers, half of them at each edge, who behave as browsers do (backoff included); what they did and saw is
/// written down and judged at the end.
/// </summary>
internal sealed class Crowd : IAsyncDisposable
{
    private static readonly TimeSpan EnterWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SettleWithin = TimeSpan.FromSeconds(60);

    private readonly FaultStage _stage;
    private readonly CrowdPlan _plan;
    private readonly ConcurrentQueue<Exception> _broken = [];
    private readonly CancellationTokenSource _enough = new();
    private LiveClient[] _senders = [];
    private LiveClient[] _observers = [];
    private Task[] _writing = [];
    private int _written;

    private Crowd(FaultStage stage, CrowdPlan plan) => (_stage, _plan, Rooms) = (stage, plan, stage.TakeRooms(plan.Rooms));

    public Recorder Recorder { get; } = new();

    public IReadOnlyList<string> Rooms { get; }

    public IReadOnlyList<LiveClient> Senders => _senders;

    public IReadOnlyList<LiveClient> Observers => _observers;

    public IEnumerable<LiveClient> Everybody => _senders.Concat(_observers);

    public int Acked => Recorder.Records.OfType<Acked>().Count();

    /// <summary>Everybody has signed in and is in the rooms.</summary>
    public static async Task<Crowd> GatherAsync(FaultStage stage, CrowdPlan plan, CancellationToken cancellationToken)
    {
        await stage.HealAsync(cancellationToken);
        var crowd = new Crowd(stage, plan);
        crowd._observers = await crowd.ComeInAsync(plan.Observers, "Loupe", 0, plan.ThroughProxies || plan.ObserversThroughProxies, _ => crowd.Rooms, cancellationToken);
        crowd._senders = await crowd.ComeInAsync(plan.Senders, "Plume", 1_000, plan.ThroughProxies, i => [crowd.Rooms[i % plan.Rooms]], cancellationToken);
        return crowd;
    }

    /// <summary>Senders begin and go on until <see cref="RestAsync"/>.</summary>
    public void Write(CancellationToken cancellationToken) =>
        _writing = [.. _senders.Select((sender, i) => WriteAsync(sender, Rooms[i % Rooms.Count], cancellationToken))];

    /// <summary>What was begun is finished, nothing new is begun.</summary>
    public async Task RestAsync(CancellationToken cancellationToken)
    {
        await _enough.CancelAsync();
        await Task.WhenAll(_writing).WaitAsync(SettleWithin, cancellationToken);
        if (_broken.TryDequeue(out var broken))
        {
            throw new InvalidOperationException("A sender broke.", broken);
        }
    }

    /// <summary>Waits until so many messages more than now are acknowledged.</summary>
    public Task MoreAckedAsync(int count, TimeSpan within, CancellationToken cancellationToken)
    {
        var goal = Acked + count;
        return Eventually.BecomesTrueAsync(() => Acked >= goal, $"{count} more messages are acknowledged", () => $"{goal - Acked} are missing", within, cancellationToken);
    }

    public Task AllInAsync(TimeSpan within, CancellationToken cancellationToken) => Eventually.BecomesTrueAsync(
        () => Everybody.All(client => client.IsInAllRooms),
        "everybody is in all rooms",
        () => $"{Everybody.Count(client => !client.IsInAllRooms)} are not; one's trouble: {Everybody.FirstOrDefault(client => !client.IsInAllRooms)?.LastTrouble}",
        within,
        cancellationToken);

    /// <summary>
    /// Seconds from a moment until each room has acknowledged something sent after it. A room that has not by now has none.
    /// </summary>
    public IReadOnlyDictionary<string, double> AnswersAfter(long moment)
    {
        var sent = new HashSet<(string Sender, string ClientId)>();
        var first = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var record in Recorder.Records.Where(record => record.T >= moment))
        {
            if (record is Invoked invoked)
            {
                sent.Add((invoked.Sender, invoked.ClientId));
            }
            else if (record is Acked acked && sent.Contains((acked.Sender, acked.ClientId)))
            {
                first.TryAdd(acked.Room, (acked.T - moment) / 1_000_000.0);
            }
        }

        return first;
    }

    /// <summary>
    /// Seconds from a moment until the first message of each room that was sent after it had reached an observer, for each who has seen it by now.
    /// </summary>
    private IEnumerable<double> ShownAfter(long moment)
    {
        var sent = new HashSet<(string Sender, string ClientId)>();
        var first = new Dictionary<string, long>(StringComparer.Ordinal);
        var shown = new Dictionary<(string Room, string Observer), long>();
        var records = Recorder.Records.Where(record => record.T >= moment).ToList();
        foreach (var record in records)
        {
            if (record is Invoked invoked)
            {
                sent.Add((invoked.Sender, invoked.ClientId));
            }
            else if (record is Acked acked && sent.Contains((acked.Sender, acked.ClientId)))
            {
                first.TryAdd(acked.Room, acked.Seq);
            }
        }

        var observers = _observers.Select(observer => observer.Who.Person).ToHashSet(StringComparer.Ordinal);
        foreach (var frame in records.OfType<FrameShown>().Where(frame => observers.Contains(frame.Observer) && first.TryGetValue(frame.Room, out var seq) && frame.To >= seq))
        {
            shown.TryAdd((frame.Room, frame.Observer), frame.T);
        }

        return shown.Values.Select(at => (at - moment) / 1_000_000.0);
    }

    /// <summary>
    /// As <see cref="ShownAfter"/>, of every observer in every room: one who saw nothing yet is waited for, and named when it does not come. While senders write.
    /// </summary>
    public async Task<IReadOnlyList<double>> AllShownAfterAsync(long moment, TimeSpan within, CancellationToken cancellationToken)
    {
        var (all, shown) = (Rooms.Count * _observers.Length, ShownAfter(moment).ToList());
        await Eventually.BecomesTrueAsync(
            () => (shown = [.. ShownAfter(moment)]).Count == all,
            "each observer has seen something new in each room",
            () => $"{shown.Count} of {all}; one's trouble: {_observers.FirstOrDefault(observer => !observer.IsInAllRooms)?.LastTrouble}",
            within,
            cancellationToken);
        return shown;
    }

    /// <summary>The senders' longest waits for an answer, over all attempts of a message, in seconds.</summary>
    public IReadOnlyCollection<double> Waits()
    {
        var begun = new Dictionary<(string Sender, string ClientId), long>();
        var waits = new List<double>();
        foreach (var record in Recorder.Records)
        {
            if (record is Invoked invoked)
            {
                begun.TryAdd((invoked.Sender, invoked.ClientId), invoked.T);
            }
            else if (record is Acked acked && begun.TryGetValue((acked.Sender, acked.ClientId), out var since))
            {
                waits.Add((acked.T - since) / 1_000_000.0);
            }
        }

        return waits;
    }

    /// <summary>Somebody new at each edge is shown, and reads back, all that was acknowledged up to a moment.</summary>
    public async Task NewcomersAreShownAsync(long moment, CancellationToken cancellationToken)
    {
        var acked = Recorder.Records.OfType<Acked>().Where(one => one.T <= moment).ToLookup(one => one.Room, one => one.Seq, StringComparer.Ordinal);
        foreach (var door in _stage.Doors)
        {
            var who = await SignedIn.VisitorAsync(door.Server, "Passante", cancellationToken);
            await using var reader = new LiveClient(who, recorder: null, _plan.Seed, "passing by " + door.Server.Host, new LiveClientOptions { Doors = [door] });
            foreach (var room in Rooms)
            {
                var view = await reader.EnterAsync(room, EnterWithin, cancellationToken);
                var last = acked[room].DefaultIfEmpty().Max();
                Assert.True(view.At >= last, $"{room} at {door.Server.Host} is shown up to {view.At}, {last} was acknowledged");
                var read = await reader.ReadHistoryAsync(room, cancellationToken);
                Assert.Empty(acked[room].Except(read.Messages.Select(message => message.Seq)));
            }
        }
    }

    /// <summary>Lets the observers catch up, reads all histories as somebody new at each edge, and judges.</summary>
    public async Task<Verdict> JudgeAsync(CancellationToken cancellationToken)
    {
        var fresh = new List<LiveClient>();
        try
        {
            foreach (var door in _stage.Doors)
            {
                var who = await SignedIn.VisitorAsync(door.Server, "Nouvelle venue", cancellationToken);
                fresh.Add(new LiveClient(who, Recorder, _plan.Seed, "fresh at " + door.Server.Host, new LiveClientOptions { Doors = [door] }));
            }

            foreach (var room in Rooms)
            {
                foreach (var reader in fresh)
                {
                    await reader.EnterAsync(room, EnterWithin, cancellationToken);
                }

                // An edge whose room has just moved may be behind for a moment; what was acknowledged, everybody must be shown.
                var head = Math.Max(fresh.Max(reader => reader.Enter(room).At ?? 0), LastAcked(room));
                foreach (var observer in _observers.Concat(fresh))
                {
                    var seen = observer.Enter(room);
                    await Eventually.BecomesTrueAsync(
                        () => seen.At >= head,
                        $"{observer.Who.Name} has seen all of {room} (up to {head})",
                        () => $"stands at {seen.At}; trouble: {observer.LastTrouble}",
                        SettleWithin,
                        cancellationToken);
                    if (!fresh.Contains(observer))
                    {
                        Recorder.Add(new Settled(Recorder.Now, room, observer.Who.Person));
                    }
                }

                foreach (var reader in fresh)
                {
                    await reader.ReadHistoryAsync(room, cancellationToken);
                }
            }
        }
        finally
        {
            foreach (var reader in fresh)
            {
                await reader.DisposeAsync();
            }
        }

        return HistoryChecker.Check(Recorder.Records);
    }

    /// <summary>Judges and demands that every promise was kept. A failed run's history stays, as JSON lines.</summary>
    /// <param name="goal">For the log: R1 …</param>
    public async Task<Figures> MustHoldAsync(string goal, CancellationToken cancellationToken)
    {
        await RestAsync(cancellationToken);
        var verdict = await JudgeAsync(cancellationToken);
        RunLog.Print($"{goal}: seed {_plan.Seed}: {verdict}");
        if (!verdict.Holds)
        {
            var path = Path.Combine(Path.GetTempPath(), $"halle-{goal}-{Environment.ProcessId}.jsonl");
            HistoryFile.Write(path, Recorder.Records);
            RunLog.Print($"{goal}: the history is in {path}");
        }

        Assert.True(verdict.Holds, $"{goal}, seed {_plan.Seed}: {verdict}");
        Assert.True(verdict.Figures.Unsure == 0, $"{goal}: {verdict.Figures.Unsure} messages were never answered");
        return verdict.Figures;
    }

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await Task.WhenAll(Everybody.Select(client => client.DisposeAsync().AsTask()));
        _enough.Dispose();
    }

    private long LastAcked(string room) =>
        Recorder.Records.OfType<Acked>().Where(acked => acked.Room == room).Select(acked => acked.Seq).DefaultIfEmpty().Max();

    private async Task<LiveClient[]> ComeInAsync(
        int count, string name, int seed, bool throughProxies, Func<int, IReadOnlyList<string>> rooms, CancellationToken cancellationToken)
    {
        var clients = new LiveClient[count];
        var doors = throughProxies ? _stage.DoorsBehindProxies : _stage.Doors;
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken }, async (i, stop) =>
        {
            // Some start at one edge, some at the other; each has both to go to.
            IReadOnlyList<EdgeDoor> own = (i / Math.Max(1, _plan.Rooms)) % 2 == 0 ? [.. doors] : [.. doors.Reverse()];
            var who = await SignedIn.VisitorAsync(own[0].Server, name, stop);
            clients[i] = new LiveClient(who, Recorder, _plan.Seed + seed + i, observer: null, new LiveClientOptions
            {
                Doors = own,
                AnswerWithin = _plan.AnswerWithin,
                Backoff = LiveClientOptions.AsBrowser,
            });
            foreach (var room in rooms(i))
            {
                await clients[i].EnterAsync(room, EnterWithin, stop);
            }
        });
        return clients;
    }

    private async Task WriteAsync(LiveClient sender, string room, CancellationToken never)
    {
        try
        {
            using var pace = new PeriodicTimer(_plan.Every);
            while (!_enough.IsCancellationRequested)
            {
                // What is begun is finished: only the pause between messages ends early.
                await sender.PostAsync(room, $"Message {Syllables.Of(Interlocked.Increment(ref _written))}", never);
                await pace.WaitForNextTickAsync(_enough.Token);
            }
        }
        catch (OperationCanceledException) when (_enough.IsCancellationRequested)
        {
            // The run is over.
        }
        catch (Exception broken)
        {
            _broken.Enqueue(broken);
        }
    }
}
