using System.Text.Json;

namespace Halle.Rehearsal.Sockets;

/// <summary>Calls without an answer yet: seldom more than one, so a list costs less than a dictionary. Callers hold the socket's lock.</summary>
internal struct PendingCalls
{
    private PendingCall? _newest;

    public void Add(PendingCall call)
    {
        call.Older = _newest;
        _newest = call;
    }

    public PendingCall? Take(int id)
    {
        PendingCall? newer = null;
        for (var call = _newest; call is not null; newer = call, call = call.Older)
        {
            if (call.Id == id)
            {
                if (newer is null)
                {
                    _newest = call.Older;
                }
                else
                {
                    newer.Older = call.Older;
                }

                return call;
            }
        }

        return null;
    }

    /// <summary>Takes those whose time is over, linked by <see cref="PendingCall.Older"/>.</summary>
    public PendingCall? TakeOverdue(long now)
    {
        if (_newest is null)
        {
            return null;
        }

        if (_newest.Deadline <= now)
        {
            return TakeAll();
        }

        // Deadlines fall from newest to oldest: everything behind the first overdue one is overdue.
        for (var call = _newest; call.Older is { } older; call = older)
        {
            if (older.Deadline <= now)
            {
                call.Older = null;
                return older;
            }
        }

        return null;
    }

    public PendingCall? TakeAll()
    {
        var all = _newest;
        _newest = null;
        return all;
    }
}

/// <param name="deadline">By <see cref="Environment.TickCount64"/>.</param>
internal sealed class PendingCall(int id, long deadline)
    : TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public int Id => id;

    public long Deadline => deadline;

    public PendingCall? Older { get; set; }

    public static void FailAll(PendingCall? calls, string why)
    {
        for (var call = calls; call is not null; call = call.Older)
        {
            call.TrySetException(new VisitorClosedException(why));
        }
    }
}
