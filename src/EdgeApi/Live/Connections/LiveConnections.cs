using System.Collections.Concurrent;
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

    private readonly ConcurrentDictionary<LiveConnection, int> _connections = new();
    private readonly ConcurrentDictionary<PersonId, LiveConnection[]> _byPerson = new();
    private readonly ISessions _sessions;
    private readonly ReplicaContext _context;
    private int _turn;

    public LiveConnections(ISessions sessions, ReplicaContext context)
    {
        _sessions = sessions;
        _context = context;
        context.Wide.TellAgain = TellAgain;
        context.Visits.LookAgain = LookAgain;
    }

    public int Count => _connections.Count;

    public int CountOf(PersonId person) => _byPerson.TryGetValue(person, out var all) ? all.Length : 0;

    public ICollection<LiveConnection> All => _connections.Keys;

    public void Add(LiveConnection live)
    {
        _connections[live] = Interlocked.Increment(ref _turn) & int.MaxValue;
        _byPerson.AddOrUpdate(
            live.Session.Actor.Person,
            static (_, added) => [added],
            static (_, others, added) => [.. others, added],
            live);
        _context.Instruments.Connected(1);
    }

    public void Remove(LiveConnection live)
    {
        if (!_connections.TryRemove(live, out _))
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
        foreach (var (live, _) in _connections)
        {
            CheckSession(live);
        }
    }

    /// <summary>
    /// Called with every beat: ends connections that are stuck, silent, hold a half message or did not let go after their farewell; pings
    /// the quiet ones. Each is looked at once a second, and its session every 5 s; a fifth of them in each beat.
    /// </summary>
    public void Sweep(int beat)
    {
        foreach (var (live, turn) in _connections)
        {
            if ((turn + beat) % LiveTicker.BeatsPerSecond == 0)
            {
                Judge(live);
            }

            if ((turn + beat) % (5 * LiveTicker.BeatsPerSecond) == 0)
            {
                live.Outlet.KeepAlive();
                CheckSession(live);
            }
        }
    }

    /// <summary>
    /// Says farewell to everybody; reconnects spread over the time given. Returns when it is written, or after <see cref="Farewell"/>: it
    /// runs while the host stops, and what follows cuts the connections off.
    /// </summary>
    public void GoAway()
    {
        var all = All;
        foreach (var live in all)
        {
            live.Guard.Refuse(ClosingCode.GoingAway, _context.Options.GoingAwaySpread);
        }

        Task.WaitAll([.. all.Select(live => live.Guard.WhySaid)], Farewell);
    }

    /// <summary>Cuts off whoever is still there.</summary>
    public void Dispose()
    {
        foreach (var (live, _) in _connections)
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
        foreach (var (live, _) in _connections)
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
            ? _connections.Select(pair => pair.Key)
            : people.SelectMany(person => _byPerson.GetValueOrDefault(person, []));
        foreach (var cursor in connections.SelectMany(live => live.Cursors))
        {
            RoomReplica.TellAgain(cursor);
        }
    }
}
