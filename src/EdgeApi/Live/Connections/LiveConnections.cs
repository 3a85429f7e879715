using System.Collections.Concurrent;
using System.Collections.Immutable;
using Halle.Live.Contract;
using Halle.Live.Rooms;
using Halle.Rooms;
using Halle.SignIn;

namespace Halle.Live.Connections;

/// <summary>Every open connection of this edge, whatever carries it.</summary>
internal sealed class LiveConnections : IDisposable
{
    /// <summary>Between the reason and the abort, for a browser that does not close by itself.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    /// <summary>Between two looks at a connection that gives no cause for one.</summary>
    public const int SecondsARound = 5;

    /// <summary>One for each beat of a round, so that a beat touches only those whose turn it is.</summary>
    private readonly ImmutableArray<ConcurrentDictionary<LiveConnection, bool>> _turns =
        [.. Enumerable.Range(0, SecondsARound * LiveTicker.BeatsPerSecond).Select(_ => new ConcurrentDictionary<LiveConnection, bool>(concurrencyLevel: 1, capacity: 31))];

    /// <summary>
    /// Those that have not shaken hands, wait for their reader, hold half a message, have been silent for long or are to go. They are looked at each
    /// second; to look so often at thousands who sit still was a quarter of what an idle connection cost.
    /// </summary>
    private readonly ConcurrentDictionary<LiveConnection, bool> _restless = new();

    private readonly ConcurrentDictionary<PersonId, LiveConnection[]> _byPerson = new();
    private readonly ISessions _sessions;
    private readonly ReplicaContext _context;
    private volatile bool _leaving;
    private uint _turn;

    public LiveConnections(ISessions sessions, ReplicaContext context)
    {
        _sessions = sessions;
        _context = context;
        context.Wide.TellAgain = TellAgain;
        context.Visits.LookAgain = LookAgain;
    }

    /// <summary>Of those that are looked at each second.</summary>
    internal int Restless => _restless.Count;

    public int Count => _turns.Sum(turn => turn.Count);

    private bool IsEmpty => _turns.All(turn => turn.IsEmpty);

    /// <summary>Browsers are being sent elsewhere: nobody is let in any more.</summary>
    public bool IsLeaving => _leaving;

    public int CountOf(PersonId person) => _byPerson.TryGetValue(person, out var all) ? all.Length : 0;

    public IEnumerable<LiveConnection> All => _turns.SelectMany(turn => turn).Select(pair => pair.Key);

    /// <summary>The turn of the next connection.</summary>
    public int NextTurn() => (int)(Interlocked.Increment(ref _turn) % (uint)_turns.Length);

    public void Add(LiveConnection live)
    {
        _turns[live.Turn][live] = true;
        _byPerson.AddOrUpdate(
            live.Session.Actor.Person,
            static (_, added) => [added],
            static (_, others, added) => [.. others, added],
            live);
        live.OnRestless(_restless);
        _context.Instruments.Connected(1);
    }

    public void Remove(LiveConnection live)
    {
        if (!_turns[live.Turn].TryRemove(live, out _))
        {
            return;
        }

        live.Close();
        var person = live.Session.Actor.Person;
        while (_byPerson.TryGetValue(person, out var all) && all.Contains(live))
        {
            LiveConnection[] rest = [.. all.Where(other => other != live)];
            if (rest.Length == 0 ? _byPerson.TryRemove(KeyValuePair.Create(person, all)) : _byPerson.TryUpdate(person, rest, all))
            {
                break;
            }
        }

        _context.Instruments.Connected(-1);
    }

    /// <summary>Ends connections whose session is over.</summary>
    public void CheckSessions()
    {
        foreach (var live in All)
        {
            CheckSession(live);
        }
    }

    /// <summary>
    /// Called with every beat: ends connections that are stuck, silent, hold a half message or did not let go after their farewell, and those whose
    /// session is over; pings the quiet ones. The restless are looked at once a second, the others once in <see cref="SecondsARound"/>.
    /// </summary>
    public void Sweep(int beat)
    {
        foreach (var (live, _) in _turns[beat % _turns.Length])
        {
            live.StirIfNeeded();
            live.Outlet.KeepAlive();
            CheckSession(live);
        }

        if (beat % LiveTicker.BeatsPerSecond == 0)
        {
            foreach (var (live, _) in _restless)
            {
                // It may have been marked while it ended, by who still held it.
                if (!_turns[live.Turn].ContainsKey(live))
                {
                    _restless.TryRemove(live, out var _);
                    continue;
                }

                Judge(live);
                live.Calm(_restless);
            }
        }
    }

    /// <summary>
    /// Sends everybody elsewhere, each at a moment of its own within <see cref="LiveOptions.GoingAwaySpread"/>, and serves them until then. Whoever
    /// is still here afterwards is closed. It runs while the host stops, and holds up what follows.
    /// </summary>
    public void GoAway()
    {
        if (!IsEmpty)
        {
            SpinWait.SpinUntil(() => IsEmpty, _context.Options.GoingAwayNotice);
        }

        _leaving = true;
        foreach (var live in All)
        {
            live.SayFarewell(ClosingCode.GoingAway, _context.Options.GoingAwaySpread);
        }

        SpinWait.SpinUntil(() => IsEmpty, _context.Options.GoingAwaySpread + Farewell);
        var all = All.ToList();
        foreach (var live in all)
        {
            live.Guard.Refuse(ClosingCode.GoingAway, Farewell);
        }

        Task.WaitAll([.. all.Select(live => live.Guard.WhySaid)], Farewell);
    }

    /// <summary>Cuts off whoever is still there.</summary>
    public void Dispose()
    {
        foreach (var live in All)
        {
            live.Outlet.Abort();
        }
    }

    private void Judge(LiveConnection live)
    {
        var guard = live.Guard;
        if (guard.RefusedFor >= Farewell)
        {
            live.Outlet.Abort();
        }
        else if (guard.PartialFor >= guard.Limits.PartialAfter)
        {
            guard.Refuse(ClosingCode.TooMuch);
        }
        else if (guard.SilentFor >= (live.HasShakenHands ? guard.Limits.SilentAfter : LiveSetup.HandshakeTimeout))
        {
            guard.Refuse(ClosingCode.TooSlow, TimeSpan.FromSeconds(5));
        }
        else if (live.Outlet.Waiting >= _context.Options.StuckAfter)
        {
            guard.Refuse(ClosingCode.TooSlow, TimeSpan.FromSeconds(5));
            live.Outlet.Abort();
        }
    }

    private void CheckSession(LiveConnection live)
    {
        if (_sessions.IsOver(live.Session))
        {
            live.Guard.Refuse(ClosingCode.Revoked);
        }
    }

    /// <summary>A class's lock or tour has changed: its pupils may have to leave where they are.</summary>
    private void LookAgain(RoomId ofClass)
    {
        foreach (var live in All)
        {
            var actor = live.Session.Actor;
            foreach (var cursor in actor.Role == Role.Pupil && actor.Owns(ofClass) ? live.Cursors : [])
            {
                RoomReplica.TellAgain(cursor);
            }
        }
    }

    private void TellAgain(IReadOnlyCollection<PersonId>? people)
    {
        var connections = people is null
            ? All
            : people.SelectMany(person => _byPerson.GetValueOrDefault(person, []));
        foreach (var cursor in connections.SelectMany(live => live.Cursors))
        {
            RoomReplica.TellAgain(cursor);
        }
    }
}
