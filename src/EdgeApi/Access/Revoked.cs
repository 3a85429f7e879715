using System.Collections.Concurrent;
using Halle.Rooms;
using Halle.SignIn;

namespace Halle.Access;

/// <summary>What this edge knows to be revoked. Grows with revocations only and is read at every call.</summary>
public sealed class Revoked
{
    private readonly ConcurrentDictionary<(RevocationKind Kind, string Id), bool> _all = new();
    private readonly Lock _gate = new();
    private Action[] _checks = [];
    private volatile bool _wasRead;

    /// <summary>What was revoked before this edge began is known: until then nobody is believed.</summary>
    public bool WasRead => _wasRead;

    public bool Covers(Session session) =>
        !_all.IsEmpty
        && (_all.ContainsKey((RevocationKind.Session, session.Id))
            || Covers(session.Actor.Person)
            || (session.Invite is not null && _all.ContainsKey((RevocationKind.Invite, session.Invite))));

    /// <summary>Whether whatever this person opens is over.</summary>
    public bool Covers(PersonId person) => _all.ContainsKey((RevocationKind.Person, person.Value));

    /// <summary>Takes new entries in, then calls everybody who asked to be told.</summary>
    public void Add(IEnumerable<(RevocationKind Kind, string Id)> entries)
    {
        var news = false;
        foreach (var entry in entries)
        {
            news |= _all.TryAdd(entry, value: true);
        }

        _wasRead = true;
        if (!news)
        {
            return;
        }

        foreach (var check in Volatile.Read(ref _checks))
        {
            check();
        }
    }

    public IDisposable OnChanged(Action check)
    {
        lock (_gate)
        {
            _checks = [.. _checks, check];
        }

        return new Listening(this, check);
    }

    private sealed class Listening(Revoked revoked, Action check) : IDisposable
    {
        public void Dispose()
        {
            lock (revoked._gate)
            {
                revoked._checks = [.. revoked._checks.Where(other => other != check)];
            }
        }
    }
}
