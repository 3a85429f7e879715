using System.Text.Json;

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

    public Columns Save()
    {
        var senders = new Dictionary<PersonId, int>();
        var (by, ids, seqs, ticks) = (new List<int>(Count), new List<ClientId>(Count), new List<long>(Count), new List<long>(Count));
        var (seq, at) = (0L, 0L);
        foreach (var entry in _inOrder)
        {
            by.Add(senders.TryGetValue(entry.Sender, out var known) ? known : senders[entry.Sender] = senders.Count);
            ids.Add(entry.ClientId);
            seqs.Add(entry.Seq - seq);
            ticks.Add(entry.At.UtcTicks - at);
            (seq, at) = (entry.Seq, entry.At.UtcTicks);
        }

        return new Columns([.. senders.OrderBy(sender => sender.Value).Select(sender => sender.Key)], by, ids, seqs, ticks);
    }

    /// <exception cref="JsonException">These are not columns of one table.</exception>
    public void Load(Columns columns)
    {
        var count = columns.By.Count;
        if (columns.ClientIds.Count != count || columns.Seqs.Count != count || columns.Ticks.Count != count)
        {
            throw new JsonException("The columns of receipts have different lengths.");
        }

        Clear();
        var (seq, ticks) = (0L, 0L);
        for (var row = 0; row < count; row++)
        {
            if (columns.By[row] < 0 || columns.By[row] >= columns.Senders.Count)
            {
                throw new JsonException("A receipt is nobody's.");
            }

            seq += columns.Seqs[row];
            ticks += columns.Ticks[row];
            if (ticks < DateTimeOffset.MinValue.UtcTicks || ticks > DateTimeOffset.MaxValue.UtcTicks)
            {
                throw new JsonException("A receipt is of no time.");
            }

            Add(new Entry(columns.Senders[columns.By[row]], columns.ClientIds[row], seq, new DateTimeOffset(ticks, TimeSpan.Zero)));
        }
    }

    public void Load(IEnumerable<Entry> entries)
    {
        Clear();
        foreach (var entry in entries)
        {
            Add(entry);
        }
    }

    public void CopyFrom(Receipts other) => Load(other._inOrder);

    private void Clear()
    {
        _bySender.Clear();
        _inOrder.Clear();
    }

    private void Add(Entry entry)
    {
        _bySender[(entry.Sender, entry.ClientId)] = entry.Seq;
        _inOrder.Enqueue(entry);
    }

    public sealed record Entry(PersonId Sender, ClientId ClientId, long Seq, DateTimeOffset At);

    /// <summary>
    /// Entries as a snapshot holds them, less than half of what one object each takes (RC143): they are nearly all of a busy room's, and its opening waits for them.
    /// </summary>
    /// <param name="By">Index into the senders, by entry.</param>
    /// <param name="Seqs">Steps from entry to entry, from 0.</param>
    /// <param name="Ticks">Steps of UTC ticks of 100 ns, from 0.</param>
    public sealed record Columns(
        IReadOnlyList<PersonId> Senders,
        IReadOnlyList<int> By,
        IReadOnlyList<ClientId> ClientIds,
        IReadOnlyList<long> Seqs,
        IReadOnlyList<long> Ticks);
}
