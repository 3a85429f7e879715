using Halle.Keeping;
using Halle.Storage.Journal;
using Microsoft.Extensions.Logging;

namespace Halle.Rooms;

/// <summary>Brings a room back from the store: the snapshot and what came after it, page by page; never the whole history at once.</summary>
internal sealed partial class RoomLoader(IJournal journal, ILogger logger)
{
    /// <summary>Commits read at once: what a busy room has written since its snapshot, 100 KB of messages, and never more than 12 MiB.</summary>
    private const int Page = 256;

    /// <exception cref="RoomDamagedException">What is stored does not give a room.</exception>
    /// <exception cref="JournalUnavailableException">The store does not answer.</exception>
    public async Task<LoadedRoom> LoadAsync(RoomId id, RoomSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            // At once: a store at a distance is asked in turn for as little as can be.
            var (reading, loading) = (journal.ReadHeadAsync(id, cancellationToken), LoadSnapshotAsync(id, cancellationToken));
            await Task.WhenAll(reading, loading);
            var (head, snapshot) = (await reading, await loading);
            var room = snapshot is null || snapshot.Seq > head ? null : Open(id, settings, snapshot);
            var from = room?.Seq ?? 0;
            room ??= RoomFactory.Create(id, settings);
            await ReplayAsync(room, head, cancellationToken);
            if (from > 0 && room.Part<Forgetting>()?.ForgotAt > from)
            {
                // What the room has forgotten since may be in the snapshot.
                (room, from) = (RoomFactory.Create(id, settings), 0);
                await ReplayAsync(room, head, cancellationToken);
            }

            return new LoadedRoom(room, from);
        }
        catch (JournalDamagedException exception)
        {
            throw new RoomDamagedException(id, exception);
        }
    }

    private async Task<JournalSnapshot?> LoadSnapshotAsync(RoomId id, CancellationToken cancellationToken)
    {
        try
        {
            return await journal.LoadSnapshotAsync(id, cancellationToken);
        }
        catch (JournalDamagedException exception)
        {
            LogBrokenSnapshot(logger, exception, id);
            return null;
        }
    }

    private Room? Open(RoomId id, RoomSettings settings, JournalSnapshot snapshot)
    {
        try
        {
            var room = RoomFactory.Load(id, settings, snapshot.Payload.Span);
            return room.Seq == snapshot.Seq ? room : null;
        }
        catch (Exception exception)
        {
            // A snapshot is a shortcut: whatever is wrong with it, the events are the truth.
            LogBrokenSnapshot(logger, exception, id);
            return null;
        }
    }

    private async Task ReplayAsync(Room room, long head, CancellationToken cancellationToken)
    {
        var changes = new Changes();
        while (room.Seq < head)
        {
            var page = await journal.ReadAsync(room.Id, room.Seq + 1, Page, cancellationToken);
            if (page.Count == 0)
            {
                throw new RoomDamagedException(room.Id, new JournalDamagedException($"{room.Id} ends at {room.Seq}, its head is {head}."));
            }

            foreach (var commit in page)
            {
                Apply(room, commit, changes);
                changes.Clear();
            }
        }
    }

    private static void Apply(Room room, JournalCommit commit, Changes changes)
    {
        try
        {
            foreach (var stored in RoomJson.ReadEvents(commit.Payload.Span))
            {
                if (stored.Seq > room.Seq)
                {
                    room.Apply(stored, changes);
                }
            }
        }
        catch (Exception exception)
        {
            // Decoding and applying take no outside input but these bytes, so any failure here is the bytes' (or a rule's that wrote them).
            throw new RoomDamagedException(room.Id, exception);
        }

        if (room.Seq != commit.To)
        {
            throw new RoomDamagedException(room.Id, new JournalDamagedException($"A commit up to {commit.To} ended at {room.Seq}."));
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Room}: the snapshot is broken, replaying from the start")]
    private static partial void LogBrokenSnapshot(ILogger logger, Exception exception, RoomId room);
}

/// <param name="SnapshotSeq">Where the snapshot stood; 0 when there was none.</param>
internal sealed record LoadedRoom(Room Room, long SnapshotSeq);

/// <summary>A room's stored events do not decode or do not follow on: the room is kept out of use, and nothing is repaired by guessing.</summary>
public sealed class RoomDamagedException(RoomId room, Exception inner) : Exception($"{room} is damaged: {inner.Message}", inner);
