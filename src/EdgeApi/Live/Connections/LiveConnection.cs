using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Halle.Live.Contract;
using Halle.Live.Frames;
using Halle.Live.Limits;
using Halle.Live.Rooms;
using Halle.Rooms;
using Halle.SignIn;

namespace Halle.Live.Connections;

/// <summary>
/// One browser: its cursors and the pump that writes what they are due. At most one write is in flight; a write that does not
/// complete at once leaves everything else to be found from the cursors when it does. Nobody waits for this connection.
/// </summary>
internal sealed partial class LiveConnection
{
    private const int Idle = 0;
    private const int Running = 1;
    private const int RunAgain = 2;

    /// <summary>All readers of a room may fail at once: they do not come back at once.</summary>
    private static readonly TimeSpan ReturnWithin = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly LiveInstruments _instruments;
    private readonly ILogger _logger;
    private readonly Action _wake;
    private volatile Place[] _places = [];
    private RoomLease[] _kept = [];
    private ConcurrentDictionary<LiveConnection, bool>? _restless;
    private bool _closed;
    private bool _failed;
    private int _state;
    private int _isRestless;

    public LiveConnection(IOutlet outlet, Session session, ConnectionGuard guard, LiveInstruments instruments, ILogger logger)
    {
        Outlet = outlet;
        _instruments = instruments;
        _logger = logger;
        _wake = Wake;
        Session = session;
        Guard = guard;
        outlet.OnFree(_wake);
        Action stir = Stir;
        outlet.OnWaiting(stir);
        guard.OnFarewell(SayFarewell);
        guard.OnDoubt(stir);
    }

    /// <summary>In which beat it is looked at, so that not all are at once.</summary>
    public int Turn { get; init; }

    public IOutlet Outlet { get; }

    public Session Session { get; }

    public ConnectionGuard Guard { get; }

    /// <summary>Before that nothing is said to the browser.</summary>
    public bool HasShakenHands { get; set; }

    public int Rooms => _places.Length;

    public IEnumerable<Cursor> Cursors => _places.Select(place => place.Cursor);

    /// <summary>From now on it puts itself among these whenever it wants to be looked at soon.</summary>
    public void OnRestless(ConcurrentDictionary<LiveConnection, bool> restless)
    {
        _restless = restless;
        StirIfNeeded();
    }

    /// <summary>Asks to be looked at soon when there is cause.</summary>
    public void StirIfNeeded()
    {
        if (!IsCalm)
        {
            Stir();
        }
    }

    /// <summary>Takes it from among the restless when there is no cause any more.</summary>
    public void Calm(ConcurrentDictionary<LiveConnection, bool> restless)
    {
        if (!IsCalm)
        {
            return;
        }

        restless.TryRemove(this, out _);
        Volatile.Write(ref _isRestless, 0);

        // A cause that began in between found it marked still.
        StirIfNeeded();
    }

    public Cursor? Find(RoomId room)
    {
        foreach (var place in _places)
        {
            if (place.Cursor.Room.Id == room && !place.Cursor.Gone)
            {
                return place.Cursor;
            }
        }

        return null;
    }

    /// <summary>Reads the room from now on, held until the room's <see cref="RoomReplica.Release"/>; null when the connection has closed meanwhile: then the lease is given back.</summary>
    public Entry? Enter(RoomLease lease, Audience audience, string? epoch, long? lastSeq)
    {
        var cursor = new Cursor(lease.Replica, Session.Actor, audience, _wake);

        // The room first: whoever closes the connection from now on takes the cursor out of a room that has it.
        var (present, seq) = lease.Replica.Enter(cursor, epoch, lastSeq);
        var place = new Place(cursor, lease);
        _instruments.Readers(1);
        lock (_gate)
        {
            if (!_closed)
            {
                _places = [.. _places, place];
                return new Entry(cursor, present, seq);
            }
        }

        Close(place, lost: true);
        return null;
    }

    /// <summary>Keeps this edge's copy of a room for as long as the connection lasts: a pupil's class, whose lock holds in every room.</summary>
    public void Keep(RoomLease lease)
    {
        lock (_gate)
        {
            if (!_closed && !Array.Exists(_kept, kept => kept.Replica == lease.Replica))
            {
                _kept = [.. _kept, lease];
                return;
            }
        }

        lease.Dispose();
    }

    /// <summary>Stops reading the room. False when it was not read.</summary>
    public bool Remove(RoomId room, bool lost)
    {
        Place? place;
        lock (_gate)
        {
            place = Array.Find(_places, entry => entry.Cursor.Room.Id == room);
            if (place is null)
            {
                return false;
            }

            _places = [.. _places.Where(entry => entry != place)];
        }

        Close(place, lost);
        return true;
    }

    /// <summary>The connection is over.</summary>
    public void Close()
    {
        Place[] places;
        RoomLease[] kept;
        lock (_gate)
        {
            (places, kept) = (_places, _kept);
            (_places, _kept, _closed) = ([], [], true);
        }

        foreach (var lease in kept)
        {
            lease.Dispose();
        }

        foreach (var place in places)
        {
            Close(place, lost: true);
        }
    }

    /// <summary>Writes what is due, on the caller's thread as far as the reader takes it at once.</summary>
    public void Wake()
    {
        while (true)
        {
            switch (Volatile.Read(ref _state))
            {
                case RunAgain:
                    return;
                case Running when Interlocked.CompareExchange(ref _state, RunAgain, Running) == Running:
                    return;
                case Idle when Interlocked.CompareExchange(ref _state, Running, Idle) == Idle:
                    Pump();
                    return;
            }
        }
    }

    /// <summary>Nothing of it has to be looked at soon. Who has been silent for long is looked at before it has been for too long.</summary>
    private bool IsCalm => HasShakenHands && !Guard.IsRefused && Guard.PartialFor == TimeSpan.Zero && Outlet.Waiting == TimeSpan.Zero
        && Guard.SilentFor < Guard.Limits.SilentAfter - TimeSpan.FromSeconds(LiveConnections.SecondsARound);

    private void Stir()
    {
        if (_restless is { } restless && Volatile.Read(ref _isRestless) == 0 && Interlocked.Exchange(ref _isRestless, 1) == 0)
        {
            restless[this] = true;
        }
    }

    private void Pump()
    {
        do
        {
            Volatile.Write(ref _state, Running);
            WriteDue();
        }
        while (Interlocked.CompareExchange(ref _state, Idle, Running) != Running);
    }

    /// <summary>Where the outlet is taken, or keeps a rest, it wakes this connection when it is free.</summary>
    private void WriteDue()
    {
        if (_failed || !Outlet.TryBegin())
        {
            return;
        }

        var tally = default(Tally);
        foreach (var place in _places)
        {
            while (NextFor(place.Cursor) is { } due)
            {
                tally.Add(due);
                if (!Outlet.Give(due.Message))
                {
                    tally.Report(_instruments);
                    return;
                }
            }
        }

        tally.Report(_instruments);
        Outlet.End();
    }

    /// <summary>
    /// What the reader is due. The pump runs on threads whose exceptions end the process, with everybody on it: what cannot be built ends this
    /// connection alone, and the browser comes back to a reset.
    /// </summary>
    private Delivery? NextFor(Cursor cursor)
    {
        if (_failed)
        {
            return null;
        }

        try
        {
            return cursor.Room.Next(cursor);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            _failed = true;
            BuildingFailed(_logger, exception, cursor.Room.Id);

            // Elsewhere: this turn must end before anything can be said.
            ThreadPool.UnsafeQueueUserWorkItem(static guard => guard.Refuse(ClosingCode.Failed, ReturnWithin), Guard, preferLocal: false);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "What a reader of {Room} is due cannot be built; its connection is closed")]
    private static partial void BuildingFailed(ILogger logger, Exception exception, RoomId room);

    /// <summary>Says why the connection ends, when the browser takes it at once.</summary>
    public void SayFarewell(string code, TimeSpan? retryWithin)
    {
        _instruments.Closed(code);
        if (HasShakenHands)
        {
            var closing = new Closing(code, retryWithin is { } spread ? (int)spread.TotalMilliseconds : null);
            Outlet.Say(Wire.Call(nameof(ILiveClient.Closing), closing));
        }
    }

    private void Close(Place place, bool lost)
    {
        place.Cursor.Room.Leave(place.Cursor, lost);
        place.Lease.Dispose();
        _instruments.Readers(-1);
    }

    /// <param name="Epoch">Of the room's present.</param>
    /// <param name="Seq">Of the room's present.</param>
    internal sealed record Entry(Cursor Cursor, string Epoch, long Seq);

    private sealed record Place(Cursor Cursor, RoomLease Lease);

    [StructLayout(LayoutKind.Auto)]
    private struct Tally
    {
        private int _messages;
        private int _resets;
        private int _merged;
        private long _bytes;

        public void Add(in Delivery due)
        {
            _messages += due.Kind == DeliveryKind.FrameAndPulse ? 2 : 1;
            _bytes += due.Message.Size;
            _resets += due.Kind == DeliveryKind.Reset ? 1 : 0;
            _merged += due.Kind == DeliveryKind.Merged ? 1 : 0;
        }

        public readonly void Report(LiveInstruments instruments)
        {
            if (_messages > 0)
            {
                instruments.Delivered(_messages, _bytes, _resets, _merged);
            }
        }
    }
}
