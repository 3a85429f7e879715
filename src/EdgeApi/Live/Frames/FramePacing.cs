namespace Halle.Live.Frames;

/// <summary>
/// When a room's changes become a frame: at once when the room was quiet, else one tick after the last frame. So a quiet
/// room answers immediately and no reader of a busy one gets more than one frame a tick. Pure: the caller brings the time.
/// </summary>
public sealed class FramePacing(TimeSpan tick)
{
    private DateTimeOffset _last = DateTimeOffset.MinValue;
    private bool _due;

    /// <summary>The shortest time between two frames.</summary>
    public TimeSpan Tick { get; set; } = tick;

    /// <summary>How long to wait before the frame that carries this change; null when one is on its way already.</summary>
    public TimeSpan? OnChange(DateTimeOffset now)
    {
        if (_due)
        {
            return null;
        }

        _due = true;
        // A clock that was set back must not silence the room.
        var since = now - _last;
        return since >= Tick || since < TimeSpan.Zero ? TimeSpan.Zero : Tick - since;
    }

    /// <summary>The frame could not be made: the next change asks for one again.</summary>
    public void OnFailure() => _due = false;

    public void OnFrame(DateTimeOffset now)
    {
        _due = false;
        _last = now;
    }
}
