using System.Text;
using System.Text.Json;
using Halle.Rehearsal.Judging;
using Halle.Rehearsal.Sockets;

namespace Halle.Rehearsal.Playing;

/// <summary>
/// One simulated person: a session, a line, the rooms on screen. Comes back by itself when the line breaks, to where it stood, as a browser does.
/// </summary>
internal sealed class Visitor(int number, Tally tally, int classNumber = -1) : IVisitorEvents
{
    private readonly Lock _gate = new();
    private RoomWatch[] _rooms = [];
    private VisitorSocket? _socket;
    private byte[] _cookie = [];
    private bool _wasIn;
    private bool _failed;

    /// <summary>Among its crowd, from 0.</summary>
    public int Number => number;

    /// <summary>Of a pupil: which of the plan's classes.</summary>
    public int ClassNumber => classNumber;

    public VisitorSocket? Socket => _socket;

    public RoomWatch[] Rooms => _rooms;

    public bool IsIn { get; private set; }

    public bool HasAnsweredPoll { get; set; }

    /// <summary>Called when the line of somebody who was in broke without the visitor's will. Who was only coming in dials again as part of that.</summary>
    public Action<Visitor>? OnBroken { get; set; }

    /// <summary>Latin-1 takes half of what a string would, for a whole day.</summary>
    public string Cookie
    {
        get => Encoding.Latin1.GetString(_cookie);
        set => _cookie = Encoding.Latin1.GetBytes(value);
    }

    public async Task ConnectAsync(VisitorSockets sockets, VisitorTarget target, System.Net.IPAddress? from)
    {
        _socket = await sockets.ConnectAsync(target, Cookie, this, from);
        tally.AddConnected(1);
    }

    /// <summary>Enters a room, or enters it again where it stood.</summary>
    /// <returns>Null when in; else the refusal's code and how long to wait, null when waiting will not help.</returns>
    public async Task<(string Code, TimeSpan? Wait)?> EnterAsync(RoomSubject subject)
    {
        var watch = Array.Find(_rooms, one => one.Subject == subject);
        var socket = _socket ?? throw new VisitorClosedException("not connected");
        var request = watch is { At: >= 0, EpochName: { } epoch }
            ? (object)new { room = subject.Room, epoch, lastSeq = watch.At }
            : new { room = subject.Room };
        var isNew = watch is null;
        if (watch is null)
        {
            // Frames may follow the answer at once: the watch is there before.
            watch = new RoomWatch(subject);
            Change(rooms => [.. rooms, watch]);
        }

        var answer = await socket.InvokeAsync("Enter", request);
        if (answer.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.String)
        {
            if (isNew)
            {
                // Not let in: nothing has to be shown here.
                Change(rooms => [.. rooms.Where(one => one != watch)]);
            }

            return (code.GetString()!, WaitOf(answer));
        }

        watch.EpochName = answer.GetProperty("epoch").GetString();
        return null;
    }

    /// <summary>Leaves a room; what it was to be shown is judged up to where it stands.</summary>
    public async Task LeaveAsync(RoomWatch watch)
    {
        // First out of sight, so that nothing that still comes is counted: the judged window ends here.
        Change(rooms => [.. rooms.Where(one => one != watch)]);
        Thread.MemoryBarrier();
        watch.Leave(watch.At, tally);
        if (_socket is { IsOpen: true } socket)
        {
            await socket.InvokeAsync("Leave", watch.Subject.Room);
        }
    }

    /// <summary>In every room, and from now on brought back when the line breaks.</summary>
    /// <exception cref="VisitorClosedException">The line broke meanwhile.</exception>
    public void ComeIn()
    {
        lock (_gate)
        {
            IsIn = _wasIn = _socket is { IsOpen: true } ? true : throw new VisitorClosedException("hung up on while entering");
        }
    }

    /// <summary>Did not get in, or not back: counted once a person.</summary>
    public void Fail()
    {
        lock (_gate)
        {
            if (_failed)
            {
                return;
            }

            _failed = true;
        }

        tally.AddFailed();
    }

    /// <summary>
    /// The rehearsal is over. Who is in had to be shown everything, who is not, what came before the line broke; and whoever is not in has failed,
    /// given up or not.
    /// </summary>
    public void Conclude()
    {
        var isIn = IsIn;
        if (!isIn && !_failed)
        {
            tally.AddTrouble(_wasIn ? "not in: still away at the end" : _cookie.Length > 0 ? "not in: still dialling or entering at the end" : "not in: not signed in at the end");
            Fail();
        }

        foreach (var watch in _rooms)
        {
            if (isIn && watch.At < 0)
            {
                // A class that is full lets nobody look in before the teacher does.
                tally.AddTrouble("let in and never shown a room");
                Fail();
            }

            watch.Leave(isIn ? long.MaxValue : watch.At, tally);
        }

        _socket?.Close();
    }

    public void Received(VisitorSocket socket, ReadOnlySpan<byte> record, long timestamp)
    {
        tally.AddRecord(record.Length);
        var target = FrameHead.TargetOf(record);
        if (target.SequenceEqual("Frame"u8))
        {
            if (FrameHead.TryReadFrame(record, out var head))
            {
                Find(head.Room)?.OnFrame(head, record, Mark.Microseconds(timestamp), tally);
            }
            else
            {
                tally.AddTrouble("a frame that cannot be read");
            }
        }
        else if (target.SequenceEqual("Pulse"u8))
        {
            if (FrameHead.TryReadPulse(record, out var room, out var seq))
            {
                Find(room)?.OnPulse(seq);
            }
        }
        else if (target.SequenceEqual("Left"u8))
        {
            tally.AddTrouble("put out of a room");
        }
    }

    public void Closed(VisitorSocket socket, VisitorEnd end)
    {
        tally.AddConnected(-1);
        bool wasIn;
        lock (_gate)
        {
            (wasIn, IsIn) = (IsIn, false);
        }

        if (!end.ByVisitor)
        {
            tally.AddBroken();
            tally.AddTrouble($"line broken: {end.Code?.ToString(System.Globalization.CultureInfo.InvariantCulture)} {end.Reason}");
            if (wasIn)
            {
                OnBroken?.Invoke(this);
            }
        }
    }

    public static TimeSpan? WaitOf(JsonElement answer) =>
        answer.TryGetProperty("retryAfterMs", out var wait) && wait.ValueKind == JsonValueKind.Number
            ? TimeSpan.FromMilliseconds(wait.GetInt32())
            : null;

    /// <summary>Somebody may visit one stand while another visit is under way.</summary>
    private void Change(Func<RoomWatch[], RoomWatch[]> change)
    {
        lock (_gate)
        {
            _rooms = change(_rooms);
        }
    }

    private RoomWatch? Find(ReadOnlySpan<byte> room)
    {
        foreach (var watch in _rooms)
        {
            if (room.SequenceEqual(watch.Subject.Key))
            {
                return watch;
            }
        }

        return null;
    }
}
