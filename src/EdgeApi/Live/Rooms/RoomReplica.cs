using System.Buffers;
using Halle.Classrooms;
using Halle.Live.Contract;
using Halle.Live.Frames;
using Halle.Live.History;
using Halle.Rooms;

namespace Halle.Live.Rooms;

/// <summary>
/// This edge's copy of one room and everybody here who reads it. Joins, resumes and repeats end here; the grain sees one feed.
/// The lock is held for plain work only, never across a write or an await.
/// </summary>
internal sealed partial class RoomReplica : IDisposable
{
    /// <summary>
    /// A frame after so long a quiet has the pulse behind it, in the same write. Where messages come closer the pulse is said again after the last of them: looked at with
    /// each beat (<see cref="Connections.LiveTicker.BeatsPerSecond"/>), at most 2.7 s later; a browser waits a second before it asks, and 5 s in all are promised. A pulse behind
    /// every frame would be sent in vain.
    /// </summary>
    private static readonly TimeSpan RepeatAfter = TimeSpan.FromSeconds(2.5);

    private readonly Lock _gate = new();
    private readonly ReplicaContext _context;
    private readonly FrameRing _ring;
    private readonly FramePacing _pacing;
    private readonly PulseBoard _pulses;
    private readonly FollowedFrames _followed = new();
    private readonly Attendance _attendance;
    private readonly Changes _changes = new();
    private readonly List<Cursor> _readers = [];
    private readonly ITimer _frameTimer;
    private Room? _room;
    private DateTimeOffset _emptySince;
    private DateTimeOffset _pulseShownAt = DateTimeOffset.MinValue;
    private DateTimeOffset _shownAt;
    private bool _pulseHeld;
    private int _showsNext;

    public RoomReplica(RoomId id, ReplicaContext context)
    {
        Id = id;
        History = new RoomHistory(id, context.History);
        Grain = context.Source.Open(id);
        _context = context;
        _ring = new FrameRing(id, context.Options.Ring());
        _pacing = new FramePacing(context.Options.FrameTick);
        _pulses = new PulseBoard(id);
        _attendance = new Attendance(namesPupils: id.Kind == RoomKind.Class, context.Options.FlapGrace);
        _frameTimer = context.Time.CreateTimer(_ => ShowFrame(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _emptySince = context.SteadyNow;
    }

    public RoomId Id { get; }

    /// <summary>Begun anew with the copy.</summary>
    public RoomHistory History { get; private set; }

    /// <summary>The room itself; to make a reference anew for each call costs 20 µs.</summary>
    public IRoomGrain Grain { get; }

    /// <summary>Where this copy stands; null before the first subscription was answered.</summary>
    public RoomPosition? Position
    {
        get
        {
            lock (_gate)
            {
                return _room is null ? null : new RoomPosition(_ring.Epoch, _ring.Applied);
            }
        }
    }

    /// <summary>The position is of this copy's epoch, and newer than all it has heard of.</summary>
    public bool IsBehind(RoomPosition position)
    {
        lock (_gate)
        {
            return _room is not null && Same(_ring.Epoch, position.Epoch) && position.Seq > _ring.Applied;
        }
    }

    /// <summary>Since when nobody reads the room; null while somebody does.</summary>
    public DateTimeOffset? EmptySince
    {
        get
        {
            lock (_gate)
            {
                return _readers.Count == 0 ? _emptySince : null;
            }
        }
    }

    /// <summary>The presence report that is due, if one is.</summary>
    public PresenceReport? NextReport(DateTimeOffset now, DateTimeOffset lastReport)
    {
        lock (_gate)
        {
            _attendance.Expire(now);
            var since = now - lastReport;
            return since >= _context.Options.Heartbeat || (_attendance.Changed && since >= _context.Options.ReportEvery)
                ? _attendance.Report(_context.NextReport())
                : null;
        }
    }

    /// <summary>
    /// Shows a pulse that was held back because the edge has too much to do. Repeats the last one when the room has been quiet for a while, so that a reader who
    /// missed its last frame notices within 5 s.
    /// </summary>
    public void RepeatPulse(DateTimeOffset now)
    {
        lock (_gate)
        {
            if (!(_pulseHeld && MayShowPulse(now)) && (_room is null || now - _shownAt < RepeatAfter || !_pulses.Repeat(_ring.Head)))
            {
                return;
            }
        }

        WakeAll();
    }

    /// <summary>Adds a reader, held until <see cref="Release"/>; the answer's epoch and seq are the room's present.</summary>
    public (string Epoch, long Seq) Enter(Cursor cursor, string? epoch, long? lastSeq)
    {
        lock (_gate)
        {
            cursor.Position = string.Equals(epoch, _ring.Epoch, StringComparison.Ordinal) && lastSeq is >= 0 && lastSeq <= _ring.Applied
                ? lastSeq.Value
                : -1;
            cursor.AtDoor = IsAtDoor(cursor, _room!.Tell(cursor.Actor.Person));
            cursor.Index = _readers.Count;
            _readers.Add(cursor);
            _attendance.Enter(cursor);
            return (_ring.Epoch, _ring.Applied);
        }
    }

    public void Release(Cursor cursor)
    {
        lock (_gate)
        {
            cursor.Held = false;
        }

        cursor.Wake();
    }

    /// <param name="lost">The connection broke; see <see cref="Attendance.Leave"/>.</param>
    public void Leave(Cursor cursor, bool lost)
    {
        lock (_gate)
        {
            Remove(cursor, lost);
        }
    }

    public void React(string reaction)
    {
        lock (_gate)
        {
            _attendance.React(reaction);
        }
    }

    /// <summary>What the person is told of this room alone.</summary>
    public You Tell(PersonId person)
    {
        lock (_gate)
        {
            return _room?.Tell(person) ?? You.Nobody;
        }
    }

    /// <summary>Where a class's pupils may go while their visits are locked; null when they may go anywhere.</summary>
    public VisitLock? ReadVisitLock()
    {
        lock (_gate)
        {
            if (_room?.Show(new EntityKey("class", ""), Audience.Public) is not ClassSwitches { VisitsLocked: true })
            {
                return null;
            }

            var tour = _room.Show(new EntityKey("tour", ""), Audience.Public) as Tour;
            return new VisitLock(Id, tour?.Room);
        }
    }

    /// <summary>What this reader is to be sent next; null when it has everything. Marks it as sent.</summary>
    public Delivery? Next(Cursor cursor)
    {
        if (cursor.YouDirty && BeginTelling(cursor))
        {
            // Outside the lock: two rooms' locks are never held at once. What changes from here on marks the reader again.
            var wide = Id != RoomId.TheEvent ? _context.TellWide(cursor.Actor.Person) : You.Nobody;
            var forbidden = _context.Visits.Forbid(cursor.Actor, Id);
            lock (_gate)
            {
                return cursor.Gone ? null : NextYou(cursor, wide, forbidden);
            }
        }

        lock (_gate)
        {
            return !IsServed(cursor) ? null : NextFrame(cursor) is { } frame ? Follow(cursor, frame) : NextPulse(cursor);
        }
    }

    /// <summary>Tells a person again, because something about them changed elsewhere.</summary>
    public static void TellAgain(Cursor cursor)
    {
        lock (cursor.Room._gate)
        {
            cursor.YouDirty = true;
        }

        cursor.Wake();
    }

    public void Dispose()
    {
        _frameTimer.Dispose();
        History.Dispose();
    }

    private void WakePeople(PersonId[] people)
    {
        Cursor[] cursors;
        lock (_gate)
        {
            cursors = [.. people.SelectMany(_attendance.CursorsOf)];
        }

        foreach (var cursor in cursors)
        {
            cursor.Wake();
        }
    }

    private bool IsServed(Cursor cursor) => !cursor.Held && !cursor.Gone && _room is not null;

    private bool BeginTelling(Cursor cursor)
    {
        lock (_gate)
        {
            if (!IsServed(cursor))
            {
                return false;
            }

            cursor.YouDirty = false;
            return true;
        }
    }

    /// <param name="forbidden">The person's class keeps it out of this room.</param>
    private Delivery NextYou(Cursor cursor, You wide, bool forbidden)
    {
        var you = Personal.Combine(_room!.Tell(cursor.Actor.Person), wide);
        var left = Personal.PutOut(Id, you, _context.Time.GetUtcNow())
            ?? (forbidden ? new RoomLeft(Id, RejectionCode.Locked, Until: null, Reason: null) : null);
        if (left is not null)
        {
            Remove(cursor, lost: false);
            return new Delivery(Wire.Call(nameof(ILiveClient.Left), left), cursor.Position, DeliveryKind.Left);
        }

        var atDoor = IsAtDoor(cursor, you);
        if (cursor.AtDoor && !atDoor)
        {
            cursor.Position = -1;
        }

        cursor.AtDoor = atDoor;
        return new Delivery(Wire.Call(nameof(ILiveClient.You), new RoomYou(Id, _ring.Applied, you)), cursor.Position, DeliveryKind.You);
    }

    private Delivery? NextFrame(Cursor cursor)
    {
        if (cursor.AtDoor || _ring.Next(cursor.Audience, cursor.Position, cursor.Fresh) is not { } frame)
        {
            return null;
        }

        cursor.Position = frame.Position;
        cursor.Fresh = false;
        return frame;
    }

    /// <summary>The frame alone, or with the pulse that is due next: one write in place of two.</summary>
    private Delivery Follow(Cursor cursor, Delivery frame) =>
        frame.Kind == DeliveryKind.Frame && frame.Position == _ring.Head && NextPulse(cursor) is { } pulse
            ? new Delivery(_followed.Of(cursor.Audience, frame.Message, pulse.Message), frame.Position, DeliveryKind.FrameAndPulse)
            : frame;

    private Delivery? NextPulse(Cursor cursor)
    {
        if (cursor.AtDoor || (_pulseHeld && cursor.PulseSeen > 0) || _pulses.Next(cursor.Audience, cursor.PulseSeen) is not { } pulse)
        {
            return null;
        }

        cursor.PulseSeen = pulse.Position;
        return pulse;
    }

    private static bool IsAtDoor(Cursor cursor, You you) =>
        cursor.Room.Id.Kind == RoomKind.Class && cursor.Actor.Role == Role.Pupil && you.Admission != Admission.Admitted;

    private void Remove(Cursor cursor, bool lost)
    {
        if (cursor.Gone)
        {
            return;
        }

        cursor.Gone = true;
        var now = _context.SteadyNow;
        var last = _readers[^1];
        _readers[cursor.Index] = last;
        last.Index = cursor.Index;
        _readers.RemoveAt(_readers.Count - 1);
        _attendance.Leave(cursor, lost, now);
        if (_readers.Count == 0)
        {
            _emptySince = now;
        }
    }

    /// <summary>Runs on threads whose exceptions end the process: a step that cannot be made waits for the next change, which tries it again.</summary>
    private void ShowFrame()
    {
        try
        {
            lock (_gate)
            {
                var now = _context.SteadyNow;
                _pacing.OnFrame(now);
                if (_ring.Flush())
                {
                    if (now - _shownAt >= RepeatAfter && !_pulseHeld)
                    {
                        _pulses.Repeat(_ring.Head);
                    }

                    _shownAt = now;
                    _context.Instruments.FrameBuilt();
                }
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            lock (_gate)
            {
                _pacing.OnFailure();
            }

            _context.Instruments.StepFailed();
            StepFailed(_context.Logger, exception, Id);
            return;
        }

        WakeAll();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A step of {Room} cannot be made; the next change tries again")]
    private static partial void StepFailed(ILogger logger, Exception exception, RoomId room);

    private void WakeAll()
    {
        Cursor[] readers;
        int count;
        lock (_gate)
        {
            count = _readers.Count;
            readers = ArrayPool<Cursor>.Shared.Rent(count);
            _readers.CopyTo(readers);
        }

        for (var i = 0; i < count; i++)
        {
            readers[i].Wake();
        }

        ArrayPool<Cursor>.Shared.Return(readers, clearArray: true);
    }
}

/// <summary>While visits are locked: the own class, the event's room and the tour's stop are open.</summary>
internal sealed record VisitLock(RoomId Class, RoomId? TourStop)
{
    public bool Allows(RoomId room) => room == RoomId.TheEvent || room == Class || room == TourStop;
}
