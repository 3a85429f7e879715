using Halle.Live.Frames;
using Halle.Rooms;

namespace Halle.Live.Rooms;

/// <summary>Frames with the pulse that follows them, made once for all readers who are due both. Not thread-safe: the replica holds its lock.</summary>
internal sealed class FollowedFrames
{
    private readonly Dictionary<Audience, Followed> _last = [];

    public WireMessage Of(Audience audience, WireMessage frame, WireMessage pulse)
    {
        if (_last.TryGetValue(audience, out var last) && ReferenceEquals(last.Frame, frame) && ReferenceEquals(last.Pulse, pulse))
        {
            return last.Both;
        }

        var both = frame.With(pulse);
        _last[audience] = new Followed(frame, pulse, both);
        return both;
    }

    private readonly record struct Followed(WireMessage Frame, WireMessage Pulse, WireMessage Both);
}
