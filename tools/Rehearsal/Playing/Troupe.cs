using System.Diagnostics;
using Halle.Rehearsal.Judging;
using Halle.Rehearsal.Scenarios;
using Halle.Rehearsal.Sockets;

namespace Halle.Rehearsal.Playing;

/// <summary>One process's share of the people, from their arrival to their last message.</summary>
internal sealed class Troupe : IAsyncDisposable
{
    /// <summary>Arrivals at work at once: what is late because of this process itself must not look like the server's fault.</summary>
    private const int ArrivingAtOnce = 64;

    /// <summary>Everybody must have arrived so long after the end.</summary>
    private static readonly TimeSpan LateArrivals = TimeSpan.FromMinutes(2);

    /// <summary>How long what was stored may take to be shown to everybody.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(15);

    /// <summary>Makes latencies appear so much longer at most, which are told in tens of milliseconds.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(2);

    private readonly Plan _plan;
    private readonly Rooms _rooms;
    private readonly Edge[] _edges;
    private readonly VisitorSockets _sockets;
    private readonly Arrivals _arrivals;
    private readonly Tally _tally;
    private readonly SemaphoreSlim _arriving = new(ArrivingAtOnce);
    private readonly CancellationTokenSource _over = new();
    private readonly List<(Crowd Crowd, Visitor[] People)> _people = [];
    private readonly long _emptyBytes = Environment.WorkingSet;

    private Troupe(Plan plan, VisitorTarget[] targets)
    {
        _plan = plan;
        _tally = new Tally(plan.Run);
        _rooms = new Rooms(plan);
        _edges = [.. targets.Select(target => new Edge(new Door(target.Server, plan.Origin) { OnSlowed = _tally.AddSlowed }, target))];
        _sockets = new VisitorSockets(gather: Gathering);
        _arrivals = new Arrivals(plan, _rooms, _edges, _sockets, _tally);
        var classes = 0;
        foreach (var crowd in plan.Scenario.Crowds)
        {
            _people.Add((crowd, [.. Everybody(crowd, classes).Where(IsMine)]));
            classes += crowd.Classes;
        }
    }

    public Tally Tally => _tally;

    public static async Task<Troupe> GatherAsync(Plan plan, CancellationToken cancellationToken) =>
        new(plan, await Task.WhenAll(plan.Edges.Select(edge =>
            VisitorTarget.ResolveAsync(edge, origin: plan.Origin, cancellationToken: cancellationToken))));

    /// <summary>Plays until the scenario's end, then waits until what is under way has come to its end.</summary>
    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _over.Token);
        using var acting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var scenario = _plan.Scenario;
        var over = _over.Token;
        var doings = new Doings(_plan, _rooms, _tally, stop.Token);
        var arriving = new List<Task>();
        var playing = new List<Task> { MeasureAsync(acting.Token) };
        foreach (var (crowd, people) in _people)
        {
            foreach (var visitor in people)
            {
                // A line may break after the play, before the judgement: who is away then was not shown everything.
                visitor.OnBroken = broken => _ = _arrivals.ReturnAsync(crowd, broken, over);
            }

            arriving.Add(ArriveAsync(crowd, people, stop.Token));
            playing.AddRange(crowd.Doings().Select((pair, index) =>
                KeepDoingAsync(doings, pair.What, crowd, pair.Doing, people, new Random(_plan.Seed + (100 * index) + _plan.Process), acting.Token)));
            if (crowd.Break is { } lines)
            {
                playing.Add(BreakAsync(crowd, lines, people, new Random(_plan.Seed + 7 + _plan.Process), stop.Token));
            }
        }

        await UntilAsync(scenario.Seconds, cancellationToken);
        await Task.WhenAny(Task.WhenAll(arriving), Task.Delay(LateArrivals, cancellationToken));
        await acting.CancelAsync();
        await Task.WhenAny(Task.WhenAll(playing), Task.Delay(Settling, cancellationToken));
    }

    /// <summary>Waits until everybody stands where the last stored message is, then judges.</summary>
    /// <param name="stored">By room, of all processes, sorted.</param>
    public async Task<TallyResult> JudgeAsync(IReadOnlyDictionary<int, long[]> stored, CancellationToken cancellationToken)
    {
        var patience = Stopwatch.StartNew();
        while (patience.Elapsed < Settling && Behind(stored))
        {
            await Task.Delay(50, cancellationToken);
        }

        _tally.Measure(on: false);
        await _over.CancelAsync();
        var (reading, resident) = (_sockets.ReadingTime, Environment.WorkingSet - _emptyBytes);
        var managed = GC.GetTotalMemory(forceFullCollection: true);
        foreach (var visitor in _people.SelectMany(pair => pair.People))
        {
            visitor.Conclude();
        }

        using var self = Process.GetCurrentProcess();
        return _tally.Judge(stored) with
        {
            CpuSeconds = self.TotalProcessorTime.TotalSeconds,
            ReadingCpuSeconds = reading?.TotalSeconds,
            ManagedBytes = managed,
            ResidentGrowthBytes = Math.Max(0, resident),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _sockets.Dispose();
        foreach (var edge in _edges)
        {
            edge.Door.Dispose();
        }

        _arriving.Dispose();
        _over.Dispose();
    }

    private IEnumerable<Visitor> Everybody(Crowd crowd, int firstClass) => crowd.As == CrowdRole.Pupil
        ? _plan.Classes.Skip(firstClass).Take(crowd.Classes)
            .SelectMany((one, index) => Enumerable.Repeat(firstClass + index, one.Pupils))
            .Select((classNumber, number) => new Visitor(number, _tally, classNumber))
        : Enumerable.Range(0, crowd.People).Select(number => new Visitor(number, _tally));

    /// <summary>A whole class is in one process; others are dealt out.</summary>
    private bool IsMine(Visitor visitor) =>
        (visitor.ClassNumber >= 0 ? visitor.ClassNumber : visitor.Number) % _plan.Processes == _plan.Process;

    private bool Behind(IReadOnlyDictionary<int, long[]> stored) => _people.SelectMany(pair => pair.People).Any(visitor =>
        visitor.IsIn && visitor.Rooms.Any(watch =>
            watch.At >= 0 && stored.TryGetValue(watch.Subject.Index, out var seqs) && seqs.Length > 0 && watch.At < seqs[^1]));

    private async Task MeasureAsync(CancellationToken cancellationToken)
    {
        await UntilAsync(_plan.Scenario.MeasureFrom, cancellationToken);
        _tally.Measure(on: true);
    }

    private async Task ArriveAsync(Crowd crowd, Visitor[] people, CancellationToken stop)
    {
        var under = new List<Task>(people.Length);
        for (var index = 0; index < people.Length; index++)
        {
            await UntilAsync(crowd.ArriveAt + (crowd.ArriveWithin * index / people.Length), stop);
            await _arriving.WaitAsync(stop);
            under.Add(OneAsync(people[index]));
        }

        await Task.WhenAll(under);

        async Task OneAsync(Visitor visitor)
        {
            try
            {
                await _arrivals.ArriveAsync(crowd, visitor, stop);
            }
            finally
            {
                _arriving.Release();
            }
        }
    }

    /// <summary>The share of a crowd takes turns, so that each does it as seldom as the scenario says and all together evenly.</summary>
    private async Task KeepDoingAsync(
        Doings doings, string what, Crowd crowd, Doing doing, Visitor[] people, Random random, CancellationToken stop)
    {
        var doers = people.Where((_, index) => (int)((index + 1) * doing.Share) > (int)(index * doing.Share)).ToArray();
        if (doers.Length == 0)
        {
            return;
        }

        var under = new List<Task>();
        var step = doing.Every / doers.Length;
        for (var turn = 0; !stop.IsCancellationRequested; turn++)
        {
            var at = doing.From + (step * (turn + random.NextDouble()));
            if (at > (doing.Until ?? _plan.Scenario.Seconds))
            {
                break;
            }

            await UntilAsync(at, stop);
            if (doers[turn % doers.Length] is { IsIn: true } visitor && !stop.IsCancellationRequested)
            {
                under.Add(doings.DoAsync(what, crowd, doing, visitor, random));
            }

            if (under.Count >= 1_000)
            {
                under.RemoveAll(task => task.IsCompleted);
            }
        }

        await Task.WhenAll(under);
    }

    private async Task BreakAsync(Crowd crowd, Break lines, Visitor[] people, Random random, CancellationToken stop)
    {
        var cut = people.Where(_ => random.NextDouble() < lines.Share).ToArray();
        var back = new List<Task>(cut.Length);
        for (var index = 0; index < cut.Length; index++)
        {
            await UntilAsync(lines.At + (lines.Within * index / cut.Length), stop);
            if (cut[index] is { IsIn: true } visitor)
            {
                visitor.Socket?.Abort();
                back.Add(BackAsync(visitor, random.NextDouble() * lines.BackWithin));
            }
        }

        await Task.WhenAll(back);

        async Task BackAsync(Visitor visitor, double seconds)
        {
            await Task.Delay(TimeSpan.FromSeconds(seconds), stop);
            if (!await _arrivals.ReturnAsync(crowd, visitor, stop))
            {
                visitor.Fail();
            }
        }
    }

    /// <summary>Until so many seconds of the scenario have passed; ends early without a fault when cancelled.</summary>
    private Task UntilAsync(double seconds, CancellationToken stop)
    {
        var due = _plan.BeginsAt + (long)(seconds * 1_000_000) - Mark.Microseconds(Stopwatch.GetTimestamp());
        return due < 1_000
            ? Task.CompletedTask
            : Task.Delay(TimeSpan.FromMicroseconds(due), stop).ContinueWith(static _ => { }, TaskScheduler.Default);
    }
}
