namespace Halle.Moderation;

/// <summary>
/// When a room has something to tell the board: what waits at once, that it is no longer empty or is, a little later, and how many are there now
/// and then, so that they are not forgotten. 900 full classes make 30 reports a second. Times are monotonic.
/// </summary>
internal sealed class BoardNews(BoardOptions options)
{
    private RoomStanding? _told;
    private TimeSpan? _at;

    /// <summary>When this standing is to be told; null while all that matters of it is known.</summary>
    public TimeSpan? DueAt(RoomStanding now)
    {
        if (_at is not { } at)
        {
            // An earlier activation may have said otherwise, also that something waits where nothing does any more.
            return TimeSpan.Zero;
        }

        return _told is null ? at + options.PresenceEvery
            : now.Waiting != _told.Waiting || now.Since != _told.Since ? at + options.WaitingEvery
            : now.Present > 0 != _told.Present > 0 ? at + options.PresenceEvery
            : now.Present > 0 ? at + options.Heartbeat
            : null;
    }

    public void Told(RoomStanding standing, TimeSpan now) => (_told, _at) = (standing, now);

    /// <summary>It is not known whether it arrived: it is told again.</summary>
    public void Lost(TimeSpan now) => (_told, _at) = (null, now);
}
