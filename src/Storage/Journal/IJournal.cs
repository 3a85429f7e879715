using Halle.Rooms;

namespace Halle.Storage.Journal;

/// <summary>
/// The log of every room: it grows at its end, and only <see cref="RewriteAsync"/> ever touches what is behind. Knows rooms, sequence numbers and
/// bytes; nothing of events. All methods may be called from any thread, for different rooms at once. When the store cannot be reached they throw <see cref="JournalUnavailableException"/>.
/// </summary>
public interface IJournal
{
    /// <summary>Names the store's lineage; new when a store is created or a backup restored. Valid after <see cref="OpenAsync"/>.</summary>
    string Epoch { get; }

    /// <summary>
    /// Opens or creates the store and checks it. A store that is damaged before its last commit, or newer than this program, is refused
    /// with <see cref="JournalDamagedException"/>; it is never repaired by guessing.
    /// </summary>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>The seq of the room's last commit; 0 when it has none. Does not create the room.</summary>
    Task<long> ReadHeadAsync(RoomId room, CancellationToken cancellationToken);

    /// <summary>
    /// Appends one commit of the events <c>expectedHead + 1 … commit.To</c>. When the task completes the commit is durable (SQLite: fsynced).
    /// When the room's head is not <paramref name="expectedHead"/> nothing is written and <see cref="JournalFencedException"/> is thrown: another
    /// activation has written, and the caller must stop. Any other exception means unknown: it may or may not be stored.
    /// </summary>
    Task AppendAsync(RoomId room, long expectedHead, JournalCommit commit, CancellationToken cancellationToken);

    /// <summary>Commits that contain events from <paramref name="fromSeq"/> on, oldest first, at most <paramref name="maxCommits"/>.</summary>
    Task<IReadOnlyList<JournalCommit>> ReadAsync(RoomId room, long fromSeq, int maxCommits, CancellationToken cancellationToken);

    /// <summary>Replaces the room's snapshot when it is older. A snapshot is a shortcut: losing one loses nothing.</summary>
    Task SaveSnapshotAsync(RoomId room, JournalSnapshot snapshot, CancellationToken cancellationToken);

    Task<JournalSnapshot?> LoadSnapshotAsync(RoomId room, CancellationToken cancellationToken);

    /// <summary>
    /// Puts other bytes in place of stored commits, each known by its From and To, so that what somebody said can be forgotten without a hole in the
    /// order. When the task completes the new bytes are as durable as an append's, and the former ones are read by nobody and overwritten in the store's
    /// own files. When the head is not <paramref name="expectedHead"/>, or there is no such commit, nothing is written and
    /// <see cref="JournalFencedException"/> is thrown. Any other exception means unknown; to do it again does no harm.
    /// </summary>
    /// <param name="commits">1 to <see cref="JournalCommit.MaxRewrite"/>, oldest first. All of them are replaced, or none.</param>
    Task RewriteAsync(RoomId room, long expectedHead, IReadOnlyList<JournalCommit> commits, CancellationToken cancellationToken);

    /// <summary>Drops whatever snapshot the room has, remains of former ones too, overwritten as above.</summary>
    Task DropSnapshotAsync(RoomId room, CancellationToken cancellationToken);

    /// <summary>Every room that has a commit, in the order of their keys, whether or not it is still in a programme.</summary>
    Task<IReadOnlyList<RoomId>> ReadRoomsAsync(CancellationToken cancellationToken);
}

/// <summary>One stored row: the events <paramref name="From"/> … <paramref name="To"/>, packed.</summary>
/// <param name="Payload">At most <see cref="MaxPayload"/> bytes.</param>
public sealed record JournalCommit(long From, long To, ReadOnlyMemory<byte> Payload)
{
    /// <summary>48 KiB: an Azure Tables property holds 64 KiB, and one large row is an order of magnitude faster than many small ones.</summary>
    public const int MaxPayload = 48 * 1024;

    /// <summary>Commits in one rewrite: a transaction of Azure Tables carries 4 MiB, in which bytes take a third more.</summary>
    public const int MaxRewrite = 40;

    /// <exception cref="ArgumentException">Not a list that <see cref="IJournal.RewriteAsync"/> takes.</exception>
    internal static void CheckRewrite(IReadOnlyList<JournalCommit> commits)
    {
        if (commits.Count is 0 or > MaxRewrite || commits.Any(commit => commit.Payload.Length > MaxPayload))
        {
            throw new ArgumentException($"A rewrite has 1 to {MaxRewrite} commits, and each fits a row.", nameof(commits));
        }
    }
}

/// <summary>A room's state after <paramref name="Seq"/>; any size (a back end splits it).</summary>
public sealed record JournalSnapshot(long Seq, ReadOnlyMemory<byte> Payload);

/// <summary>Somebody else has appended to the room: this writer is stale.</summary>
public sealed class JournalFencedException(RoomId room, long expectedHead)
    : Exception($"The journal of {room} is no longer at {expectedHead}.");

/// <summary>The store did not answer, or is full; what was asked may or may not have happened.</summary>
public sealed class JournalUnavailableException(string message, bool full = false, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>No space is left: nothing was written.</summary>
    public bool Full { get; } = full;
}

/// <summary>A record is not what was written: checksum, order or version.</summary>
public sealed class JournalDamagedException(string message, Exception? inner = null) : Exception(message, inner);
