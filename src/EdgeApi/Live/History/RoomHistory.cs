using Halle.Chat;
using Halle.Live.Contract;
using Halle.Rooms;

namespace Halle.Live.History;

/// <summary>
/// Older messages of one room, read from its journal as they may be read now: what was held or removed since never shows. What became
/// of the messages is folded once and then only from where it stopped, whoever asks.
/// </summary>
internal sealed class RoomHistory(RoomId room) : IDisposable
{
    /// <summary>Events of one read.</summary>
    private const int Slice = 500;

    /// <summary>Reads back for one page; a page may then hold fewer than asked for, and says that there is more.</summary>
    private const int ReadsPerPage = 10;

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly MessageFates _fates = new();

    /// <param name="before">Only messages posted before this seq.</param>
    public async Task<HistoryPage> ReadAsync(IRoomGrain grain, Audience audience, long before, int limit, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (await CatchUpAsync(grain, cancellationToken) is { } refused)
            {
                return new HistoryPage(refused.Code, [], More: false);
            }

            return await ReadBackAsync(grain, audience, Math.Min(before, _fates.Seq + 1), limit, cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    public override string ToString() => $"history of {room}";

    private async Task<Rejection?> CatchUpAsync(IRoomGrain grain, CancellationToken cancellationToken)
    {
        for (var next = _fates.Seq + 1; next > 0;)
        {
            var slice = await grain.Read(next, Slice, cancellationToken);
            if (slice.Rejection is { } rejection)
            {
                return rejection;
            }

            foreach (var stored in slice.Commits.SelectMany(commit => RoomJson.ReadEvents(commit)))
            {
                _fates.Take(stored);
            }

            // No progress is an end, whatever the slice says.
            next = slice.NextSeq > next ? slice.NextSeq : 0;
        }

        return null;
    }

    private async Task<HistoryPage> ReadBackAsync(
        IRoomGrain grain, Audience audience, long before, int limit, CancellationToken cancellationToken)
    {
        var found = new SortedDictionary<long, ChatMessage>();
        var low = before;
        for (var reads = 0; low > 1 && found.Count < limit && reads < ReadsPerPage; reads++)
        {
            var high = low;
            low = Math.Max(1, high - Slice);
            for (var next = low; next > 0 && next < high;)
            {
                var slice = await grain.Read(next, (int)(high - next), cancellationToken);
                if (slice.Rejection is { } rejection)
                {
                    return new HistoryPage(rejection.Code, [], More: false);
                }

                foreach (var stored in slice.Commits.SelectMany(commit => RoomJson.ReadEvents(commit)))
                {
                    if (stored.Seq >= low && stored.Seq < high && _fates.Show(stored, audience) is { } message)
                    {
                        found[stored.Seq] = message;
                    }
                }

                next = slice.NextSeq > next ? slice.NextSeq : 0;
            }
        }

        var page = found.Values.TakeLast(limit).ToList();
        return new HistoryPage(Code: null, [.. page], More: low > 1 || page.Count < found.Count);
    }
}
