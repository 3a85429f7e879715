using System.Collections.Immutable;
using Halle.Keeping;
using Halle.Live.History;
using Halle.Rooms;

namespace Halle.Live.Rooms;

/// <summary>How the copy follows its room.</summary>
internal sealed partial class RoomReplica
{
    /// <summary>Readers whose frames are written at once: under a millisecond of it.</summary>
    private const int Few = 64;

    /// <summary>Of the pulse taken last; versions count within one activation of the room.</summary>
    private long _pulseVersion = -1;

    /// <summary>Takes the answer to a subscription: a new beginning, or the missing tail. False when the tail does not fit.</summary>
    public bool Adopt(Subscription subscription)
    {
        lock (_gate)
        {
            // Another activation may answer, and count from the start.
            _pulseVersion = -1;
        }

        if (subscription.Snapshot is null && Position is { } position && Same(position.Epoch, subscription.Epoch))
        {
            return Take(new FeedBatch(Id, subscription.Epoch, position.Seq, subscription.Seq, subscription.Tail, subscription.Pulse));
        }

        var settings = _context.SettingsOf(Id);
        var room = RoomFactory.ForReaders(Id, settings, subscription.Snapshot);
        var ignored = new Changes();
        var again = false;
        foreach (var stored in Decode(subscription.Tail).Where(stored => stored.Seq > room.Seq))
        {
            room.Apply(stored, ignored);
        }

        lock (_gate)
        {
            // Within an epoch the store never goes back: who knows less than this copy is an activation that was replaced.
            if (_room is not null && Same(_ring.Epoch, subscription.Epoch) && room.Seq < _ring.Applied)
            {
                return false;
            }

            again = _room is not null;
            if (_room is not null && !Same(_ring.Epoch, subscription.Epoch))
            {
                // A restored store counts anew: positions of the old lineage mean nothing here.
                _readers.ForEach(reader => reader.Position = -1);
            }

            _room = room;
            History = new RoomHistory(Id, _context.History);
            _ring.Restart(room, subscription.Epoch);
            _readers.ForEach(reader => reader.YouDirty = true);
            TakePulse(subscription.Pulse);
        }

        WakeAll();
        if (Id == RoomId.TheEvent)
        {
            _context.Wide.Touch(people: null);
        }
        else if (again && Id.Kind == RoomKind.Class)
        {
            _context.Visits.Touch(Id);
        }

        return true;
    }

    /// <summary>Applies a batch; false when it does not follow on what is here.</summary>
    public bool Take(FeedBatch batch)
    {
        var events = Decode(batch.Commits);
        TimeSpan? wait = null;
        var wake = false;
        var visits = false;
        PersonId[] people = [];
        lock (_gate)
        {
            if (_room is null || !Same(_ring.Epoch, batch.Epoch) || batch.From > _room.Seq)
            {
                return false;
            }

            // The room has forgotten something that this copy still holds: only a new one follows on.
            if (events.Exists(stored => stored.Seq > _room.Seq && stored.Event is RoomForgot))
            {
                return false;
            }

            foreach (var stored in events)
            {
                if (stored.Seq > _room.Seq)
                {
                    _room.Apply(stored, _changes);
                }
            }

            if (_room.Seq < batch.To)
            {
                return false;
            }

            if (_room.Seq > _ring.Applied)
            {
                _ring.Touch(_changes.Entities);
                people = [.. _changes.People];
                visits = Id.Kind == RoomKind.Class && _changes.Entities.Any(key => key.Type is "class" or "tour");
                _changes.Clear();
                _pacing.Tick = _context.Overload.Tick(_context.Options.FrameTick);
                wait = _pacing.OnChange(_context.SteadyNow);
                foreach (var cursor in people.SelectMany(_attendance.CursorsOf))
                {
                    cursor.YouDirty = true;
                }
            }

            // A batch comes again when its answer was lost on the way, and reactions belong to one moment.
            wake = batch.Pulse?.Version != _pulseVersion && TakePulse(batch.Pulse) && MayShowPulse(_context.SteadyNow);
        }

        Announce(people, wait, wake);
        if (visits)
        {
            _context.Visits.Touch(Id);
        }

        return true;
    }

    private static bool Same(string epoch, string other) => string.Equals(epoch, other, StringComparison.Ordinal);

    private static List<StoredEvent> Decode(ImmutableArray<byte[]> commits) =>
        commits.IsDefaultOrEmpty ? [] : [.. commits.SelectMany(commit => RoomJson.ReadEvents(commit))];

    private bool TakePulse(RoomPulse? pulse)
    {
        if (pulse is null)
        {
            return false;
        }

        _pulseVersion = pulse.Version;
        _pulses.Take(_pulseHeld ? _pulses.Sum(pulse) : pulse, _ring.Head);
        return true;
    }

    /// <summary>False while the pulse is held back for others to be told with it.</summary>
    private bool MayShowPulse(DateTimeOffset now)
    {
        _pulseHeld = now - _pulseShownAt < _context.Overload.BetweenPulses(zone: Id == RoomId.TheEvent, _readers.Count);
        if (!_pulseHeld)
        {
            _pulseShownAt = now;
        }

        return !_pulseHeld;
    }

    /// <summary>Shows what <see cref="Take"/> left to its caller: called after it, under no lock.</summary>
    public void ShowNext()
    {
        if (Interlocked.Exchange(ref _showsNext, 0) != 0)
        {
            ShowFrame();
        }
    }

    /// <summary>Off the feed's call, which the grain awaits, where readers are many; to wake another thread for a few costs as much as they do.</summary>
    private void Announce(PersonId[] people, TimeSpan? wait, bool wakeAll)
    {
        if (wait == TimeSpan.Zero && _readers.Count <= Few)
        {
            Volatile.Write(ref _showsNext, 1);
        }
        else if (wait == TimeSpan.Zero)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static replica => replica.ShowFrame(), this, preferLocal: false);
        }
        else if (wait is { } later)
        {
            _frameTimer.Change(later, Timeout.InfiniteTimeSpan);
        }

        if (wakeAll)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static replica => replica.WakeAll(), this, preferLocal: false);
        }
        else if (people.Length > 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static work => work.Replica.WakePeople(work.People), (Replica: this, People: people), preferLocal: false);
        }

        if (people.Length > 0 && Id == RoomId.TheEvent)
        {
            _context.Wide.Touch(people);
        }
    }
}
