using Halle.Live.Frames;
using Microsoft.AspNetCore.SignalR;

namespace Halle.Live.Connections;

/// <summary>Out through SignalR, whatever the transport: where a socket of its own is not to be had.</summary>
internal sealed class HubOutlet(HubConnectionContext hub, LiveInstruments instruments, TimeProvider time) : IOutlet
{
    private Action _wake = static () => { };
    private Action _waits = static () => { };
    private long _waitingSince;

    public TimeSpan Waiting => Interlocked.Read(ref _waitingSince) is var since and not 0 ? time.GetElapsedTime(since) : TimeSpan.Zero;

    public void OnFree(Action wake) => _wake = wake;

    public void OnWaiting(Action tell) => _waits = tell;

    /// <summary>The pump is the only one that asks; SignalR keeps its own messages apart.</summary>
    public bool TryBegin() => Interlocked.Read(ref _waitingSince) == 0;

    public bool Give(WireMessage message)
    {
        var write = hub.WriteAsync(message.Message);
        if (write.IsCompletedSuccessfully)
        {
            return true;
        }

        Interlocked.Exchange(ref _waitingSince, time.GetTimestamp());
        _waits();
        _ = WaitAsync(write);
        return false;
    }

    public void End()
    {
    }

    public void Say(WireMessage message)
    {
        if (Waiting == TimeSpan.Zero)
        {
            _ = hub.WriteAsync(message.Message).AsTask();
        }
    }

    /// <summary>SignalR pings by itself.</summary>
    public void KeepAlive()
    {
    }

    public void Abort() => hub.Abort();

    private async Task WaitAsync(ValueTask write)
    {
        try
        {
            await write;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The connection is broken: SignalR tells the lifetime manager, which closes the cursors.
            hub.Abort();
            return;
        }

        instruments.Waited(Waiting);
        Interlocked.Exchange(ref _waitingSince, 0);
        _wake();
    }
}
