namespace Halle.Rooms;

/// <summary>
/// Remembers which seq each sender's command got, so that a resend gets the same: at least 10 minutes and 1 000 commands back.
/// Rebuilt from events and snapshots, so it survives the process.
/// </summary>
public sealed class Receipts
{
    /// <summary>How long a client may go on resending: a laptop that slept through a break.</summary>
    public static readonly TimeSpan KeepFor = TimeSpan.FromMinutes(10);

    public const int KeepCount = 1_000;

    private readonly Dictionary<(PersonId, ClientId), long> _bySender = [];
    private readonly Queue<Entry> _inOrder = [];

    public int Count => _inOrder.Count;

    public long? Find(PersonId sender, ClientId clientId) =>
        _bySender.TryGetValue((sender, clientId), out var seq) ? seq : null;

    public void Apply(StoredEvent stored)
    {
        if (stored.ClientId is { } clientId)
        {
            Add(new Entry(stored.By.Id, clientId, stored.Seq, stored.At));
        }

        while (_inOrder.Count > KeepCount && stored.At - _inOrder.Peek().At > KeepFor)
        {
            var old = _inOrder.Dequeue();
            _bySender.Remove((old.Sender, old.ClientId));
        }
    }

    public IReadOnlyList<Entry> Save() => [.. _inOrder];

    public void Load(IReadOnlyList<Entry> entries)
    {
        _bySender.Clear();
        _inOrder.Clear();
        foreach (var entry in entries)
        {
            Add(entry);
        }
    }

    private void Add(Entry entry)
    {
        _bySender[(entry.Sender, entry.ClientId)] = entry.Seq;
        _inOrder.Enqueue(entry);
    }

    public sealed record Entry(PersonId Sender, ClientId ClientId, long Seq, DateTimeOffset At);
}
