namespace Halle.Rooms;

/// <summary>
/// What was refused a moment ago. Of one command several attempts may be on their way, because its sender, or an edge, sent it again: one that comes
/// after another was refused is refused too, even if the room has changed meanwhile. Otherwise something would appear that its author was told never
/// would. Not stored: it covers the time attempts can be on their way, in the activation they reach.
/// </summary>
internal sealed class RecentRefusals
{
    /// <summary>Longer than an edge goes on sending a command again (10 s) and a call may take (3 s), with room to spare.</summary>
    public static readonly TimeSpan KeepFor = TimeSpan.FromSeconds(30);

    /// <summary>Bounds the memory under a flood of refusals: 200 KB a room at most.</summary>
    public const int KeepCount = 1_000;

    private readonly Dictionary<(PersonId, ClientId), Rejection> _bySender = [];
    private readonly Queue<(PersonId Sender, ClientId ClientId, TimeSpan At)> _inOrder = [];

    /// <param name="now">On the clock of <see cref="Add"/>.</param>
    public Rejection? Find(PersonId sender, ClientId clientId, TimeSpan now)
    {
        Forget(now);
        return _bySender.GetValueOrDefault((sender, clientId));
    }

    public void Add(PersonId sender, ClientId clientId, Rejection rejection, TimeSpan now)
    {
        if (_bySender.TryAdd((sender, clientId), rejection))
        {
            _inOrder.Enqueue((sender, clientId, now));
        }

        Forget(now);
    }

    private void Forget(TimeSpan now)
    {
        while (_inOrder.TryPeek(out var oldest) && (_inOrder.Count > KeepCount || now - oldest.At > KeepFor))
        {
            _inOrder.Dequeue();
            _bySender.Remove((oldest.Sender, oldest.ClientId));
        }
    }
}
