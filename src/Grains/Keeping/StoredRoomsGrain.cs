using System.Collections.Immutable;
using System.Text;
using Halle.Rooms;
using Halle.Storage.Journal;
using Orleans.Concurrency;

namespace Halle.Keeping;

/// <summary>Reads the journal on whichever silo is asked.</summary>
[GrainType("halle.stored-rooms"), StatelessWorker]
internal sealed class StoredRoomsGrain(IJournal journal) : Grain, IStoredRoomsGrain
{
    /// <summary>Commits read at once: at most 1.5 MiB.</summary>
    private const int Page = 32;

    public async Task<ImmutableArray<RoomId>> List() => [.. await journal.ReadRoomsAsync(CancellationToken.None)];

    public async Task<RoomSlice> Read(RoomId room, long fromSeq)
    {
        var page = await journal.ReadAsync(room, fromSeq, Page, CancellationToken.None);
        return new RoomSlice(Rejection: null, [.. page.Select(commit => commit.Payload.ToArray())], page.Count > 0 ? page[^1].To + 1 : 0);
    }

    public async Task<bool> Mentions(RoomId room, PersonId person)
    {
        var id = Encoding.ASCII.GetBytes(person.Value);
        if (await journal.LoadSnapshotAsync(room, CancellationToken.None) is { } snapshot && snapshot.Payload.Span.IndexOf(id) >= 0)
        {
            return true;
        }

        var from = 1L;
        while (true)
        {
            var page = await journal.ReadAsync(room, from, Page, CancellationToken.None);
            if (page.Count == 0 || page.Any(commit => commit.Payload.Span.IndexOf(id) >= 0))
            {
                return page.Count > 0;
            }

            from = page[^1].To + 1;
        }
    }
}
