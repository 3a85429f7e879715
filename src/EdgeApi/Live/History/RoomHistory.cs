using Halle.Chat;
using Halle.Live.Contract;
using Halle.Rooms;

namespace Halle.Live.History;

/// <summary>
/// Older messages of one room, read from its journal as they may be read now: what was held since never shows, of what was removed a tombstone. It reads the page, and
/// from there on what may still have changed it; who pages back after that finds it known.
/// </summary>
internal sealed class RoomHistory(RoomId room, HistoryCache cache) : IDisposable
{
    /// <summary>Events of one read.</summary>
    private const int Slice = 500;

    /// <summary>Reads back for one page; a page may then hold fewer than asked for, or none, and says that there is more.</summary>
    private const int ReadsPerPage = 10;

    /// <summary>So many events an empty page that says that there is more has looked through at least: clients go on from there (docs/protocol.md).</summary>
    public const int LookedThrough = (ReadsPerPage - 1) * Slice;

    private readonly SemaphoreSlim _one = new(1, 1);
    private MessageFates? _known;

    /// <param name="before">Only messages posted before this seq.</param>
    /// <param name="head">The last seq this edge knows of.</param>
    public async Task<HistoryPage> ReadAsync(
        IRoomGrain grain, Audience audience, long before, int limit, long head, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            return await ReadBackAsync(new EventReader(this, grain, head, cache), audience, Math.Min(before, head + 1), limit, cancellationToken);
        }
        catch (EventReader.RefusedException refused)
        {
            return new HistoryPage(refused.Rejection.Code, [], More: false);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    public override string ToString() => $"history of {room}";

    private async Task<HistoryPage> ReadBackAsync(
        EventReader reader, Audience audience, long before, int limit, CancellationToken cancellationToken)
    {
        var found = new List<ChatMessage>();
        var low = before;
        for (var reads = 0; low > 1 && found.Count < limit && reads < ReadsPerPage; reads++)
        {
            var high = low;

            // A page of messages is seldom more events than twice as many; where it is, the next reads are larger.
            low = Math.Max(1, high - (reads == 0 ? Math.Clamp(2 * limit, Slice / 10, Slice) : Slice));
            var events = new List<StoredEvent>();
            await reader.ReadAsync(low, high - 1, events.Add, cancellationToken);
            var fates = await FatesAsync(reader, low, events, cancellationToken);
            found.InsertRange(0, events.Select(stored => fates.Show(stored, audience)).OfType<ChatMessage>());
        }

        return new HistoryPage(Code: null, [.. found.TakeLast(limit)], More: low > 1 || found.Count > limit);
    }

    /// <summary>What became of these messages: everything from the first of them on that could have changed one.</summary>
    private async Task<MessageFates> FatesAsync(EventReader reader, long from, List<StoredEvent> events, CancellationToken cancellationToken)
    {
        var known = _known;
        var fates = known is not null && known.From <= from && from <= known.To + 1 ? known : new MessageFates(from);

        // Where the stretch read here meets the known one, they become one.
        var border = known is not null && fates != known && from < known.From ? known.From : long.MaxValue;
        events.TakeWhile(stored => stored.Seq < border).ToList().ForEach(fates.Take);
        while (events.Exists(stored => stored.Event is MessagePosted { Text.Length: > 0 } && !fates.IsSettled(stored)))
        {
            var next = fates.To + 1;
            if (next == border)
            {
                known!.Prepend(fates);
                (fates, border) = (known, long.MaxValue);
                events.ForEach(fates.Take);
                continue;
            }

            if (!await reader.ReadAsync(next, Math.Min(next + Slice, border) - 1, fates.Take, cancellationToken) || fates.To < next)
            {
                break;
            }
        }

        // Of two stretches the one of the newer messages is kept: that is where people page back from.
        if (_known is null || fates.To >= _known.To)
        {
            _known = fates;
        }

        return fates;
    }
}
