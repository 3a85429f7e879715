using System.Runtime.InteropServices;
using Halle.Live.Contract;
using Halle.Live.Frames;
using Halle.Live.Limits;
using Halle.Live.Rooms;
using Halle.Live.Sockets;
using Halle.Rooms;
using Halle.SignIn;
using Microsoft.AspNetCore.SignalR;

namespace Halle.Live.Connections;

/// <summary>
/// One browser: its cursors and the pump that writes what they are due. At most one write is in flight; a write that does not
/// complete at once leaves everything else to be found from the cursors when it does. Nobody waits for this connection.
/// </summary>
/// <param name="line">The browser's WebSocket; null over the other transports, which only SignalR can write.</param>
internal sealed class LiveConnection(
    HubConnectionContext hub, SocketLine? line, Session session, ConnectionGuard guard, LiveInstruments instruments, TimeProvider time)
{
    private const int Idle = 0;
    private const int Running = 1;
    private const int RunAgain = 2;

    private readonly Lock _gate = new();
    private volatile Place[] _places = [];
    private RoomLease[] _kept = [];
    private bool _closed;
    private int _state;
    private long _waitingSince;

    public Session Session => session;

    public HubConnectionContext Hub => hub;

    public ConnectionGuard Guard => guard;

    public int Rooms => _places.Length;

    public IEnumerable<Cursor> Cursors => _places.Select(place => place.Cursor);

    /// <summary>How long the write in flight has been waiting for its reader; zero when none is.</summary>
    public TimeSpan Waiting => Interlocked.Read(ref _waitingSince) is var since and not 0 ? time.GetElapsedTime(since) : TimeSpan.Zero;

    public Cursor? Find(RoomId room) => Array.Find(_places, place => place.Cursor.Room.Id == room && !place.Cursor.Gone)?.Cursor;

    public Cursor Add(RoomLease lease, Audience audience)
    {
        var cursor = new Cursor(lease.Replica, session.Actor, audience, Wake);
        lock (_gate)
        {
            _places = [.. _places, new Place(cursor, lease)];
        }

        instruments.Readers(1);
        return cursor;
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

    /// <summary>Says why the connection ends, when the browser takes it at once.</summary>
    public void SayFarewell(string code, TimeSpan? retryWithin)
    {
        instruments.Closed(code);
        if (Waiting == TimeSpan.Zero)
        {
            var closing = new Closing(code, retryWithin is { } spread ? (int)spread.TotalMilliseconds : null);
            _ = hub.WriteAsync(Wire.Call(nameof(ILiveClient.Closing), closing).Message).AsTask();
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

    private void Pump()
    {
        do
        {
            Volatile.Write(ref _state, Running);
            if (!WriteDue())
            {
                return;
            }
        }
        while (Interlocked.CompareExchange(ref _state, Idle, Running) != Running);
    }

    /// <summary>False when a write waits; its completion pumps on.</summary>
    private bool WriteDue()
    {
        if (line is null)
        {
            return WriteAllDue();
        }

        if (!line.TryBegin())
        {
            // The line says when it is free; if that never comes, the sweep finds this connection stuck.
            Interlocked.CompareExchange(ref _waitingSince, time.GetTimestamp(), 0);
            return true;
        }

        Interlocked.Exchange(ref _waitingSince, 0);
        if (!WriteAllDue())
        {
            return false;
        }

        line.End();
        return true;
    }

    private bool WriteAllDue()
    {
        var tally = default(Tally);
        try
        {
            foreach (var place in _places)
            {
                while (place.Cursor.Room.Next(place.Cursor) is { } due)
                {
                    tally.Add(due);
                    var write = line?.WriteInTurn(due.Message.Frame) ?? hub.WriteAsync(due.Message.Message);
                    if (write.IsCompletedSuccessfully)
                    {
                        continue;
                    }

                    Interlocked.Exchange(ref _waitingSince, time.GetTimestamp());
                    _ = PumpAfterAsync(write);
                    return false;
                }
            }
        }
        finally
        {
            tally.Report(instruments);
        }

        return true;
    }

    private async Task PumpAfterAsync(ValueTask write)
    {
        try
        {
            try
            {
                await write;
            }
            finally
            {
                line?.End();
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The connection is broken: SignalR tells the lifetime manager, which closes the cursors.
            hub.Abort();
            return;
        }

        instruments.Waited(Waiting);
        Interlocked.Exchange(ref _waitingSince, 0);
        Pump();
    }

    private void Close(Place place, bool lost)
    {
        place.Cursor.Room.Leave(place.Cursor, lost);
        place.Lease.Dispose();
        instruments.Readers(-1);
    }

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
            _messages++;
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
