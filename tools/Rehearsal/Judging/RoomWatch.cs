using System.Runtime.InteropServices;

namespace Halle.Rehearsal.Judging;

/// <summary>
/// One receiver in one room: where it stands, and whether what it is sent follows. Frames are steps (from, to]; a step that is missing, comes
/// again or comes late is noticed by its numbers alone. One thread at a time.
/// </summary>
internal sealed class RoomWatch(RoomSubject subject)
{
    /// <summary>What the frame at hand has shown so far; steps do not overlap, so a message comes twice within one only.</summary>
    [ThreadStatic]
    private static HashSet<long>? _taken;

    private List<(long From, long To)>? _holes;
    private long _windowFrom;
    private int _shown;
    private long _sum;

    public RoomSubject Subject => subject;

    /// <summary>Everything up to here has been shown; -1 before the first frame.</summary>
    public long At { get; private set; } = -1;

    public ulong Epoch { get; private set; }

    /// <summary>As the server names it; needed to resume.</summary>
    public string? EpochName { get; set; }

    public void OnFrame(in FrameHead head, ReadOnlySpan<byte> record, long now, Tally tally)
    {
        if (head.Reset)
        {
            if (At >= 0)
            {
                // The server gave up showing step by step; what lies between is on the newcomer's picture or in the history.
                tally.AddReset();
                var (shown, sum) = (_shown, _sum);
                TakeMessages(record, At, head.To, now, tally);
                (_shown, _sum) = (shown, sum);
                CloseWindow(At, tally);
            }

            (At, Epoch, _windowFrom, _shown, _sum) = (head.To, head.Epoch, head.To, 0, 0);
            return;
        }

        if (At < 0 || head.Epoch != Epoch)
        {
            // A step in a room of which the receiver has no picture: it cannot be applied.
            tally.AddStray();
            return;
        }

        if (head.To <= At)
        {
            OnLate(head, record, now, tally);
            return;
        }

        if (head.From > At)
        {
            (_holes ??= []).Add((At, head.From));
        }

        TakeMessages(record, Math.Max(At, head.From), head.To, now, tally);
        At = head.To;
    }

    /// <summary>A pulse tells where the room's last frame ended: a receiver that stands before it has missed one.</summary>
    public void OnPulse(long seq)
    {
        if (At >= 0 && seq > At)
        {
            (_holes ??= []).Add((At, seq));
            At = seq;
        }
    }

    /// <summary>The receiver leaves, or the rehearsal is over.</summary>
    /// <param name="to">Up to where it had to be shown everything.</param>
    public void Leave(long to, Tally tally)
    {
        if (At < 0)
        {
            return;
        }

        if (_holes is { Count: > 0 })
        {
            tally.AddHoles(_holes.Count);
        }

        CloseWindow(to, tally);
        At = -1;
        _holes = null;
    }

    private void OnLate(in FrameHead head, ReadOnlySpan<byte> record, long now, Tally tally)
    {
        for (var index = 0; _holes is not null && index < _holes.Count; index++)
        {
            var (from, to) = _holes[index];
            if (head.To > from && head.From < to)
            {
                tally.AddReordered();
                TakeMessages(record, from, to, now, tally);
                _holes.RemoveAt(index);
                if (head.From > from)
                {
                    _holes.Add((from, head.From));
                }

                if (head.To < to)
                {
                    _holes.Add((head.To, to));
                }

                return;
            }
        }

        tally.AddDuplicate();
    }

    /// <summary>The run's messages that became visible in (from, to]; older ones are there because something else of them changed.</summary>
    private void TakeMessages(ReadOnlySpan<byte> record, long from, long to, long now, Tally tally)
    {
        var taken = _taken ??= [];
        taken.Clear();
        for (var rest = record; rest.IndexOf(tally.Mark) is >= 0 and var at; rest = rest[(at + tally.Mark.Length)..])
        {
            var shown = rest[..at].LastIndexOf("\"shownAt\":"u8);
            if (shown >= 0 && FrameHead.Number(rest[shown..at], "\"shownAt\":"u8, out var seq) && seq > from && seq <= to
                && Judging.Mark.Read(rest[(at + tally.Mark.Length)..]) is >= 0 and var sent)
            {
                if (taken.Contains(seq))
                {
                    tally.AddDuplicate();
                    continue;
                }

                taken.Add(seq);
                _shown++;
                _sum += seq;
                tally.AddShown(now - sent);
            }
        }
    }

    private void CloseWindow(long to, Tally tally) => tally.AddWindow(new Window(subject.Index, _windowFrom, to, _shown, _sum));
}

/// <summary>A room of the rehearsal.</summary>
internal sealed class RoomSubject(int index, string room)
{
    public int Index => index;

    public string Room => room;

    public byte[] Key { get; } = System.Text.Encoding.UTF8.GetBytes(room);
}

/// <summary>A receiver was in a room from one seq to another and was shown so many messages of the run.</summary>
/// <param name="Sum">Of the seqs of those: as many others are told from them.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Window(int Room, long From, long To, int Shown, long Sum);
