using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Halle.Rooms;

namespace Halle.Storage.Journal.AzureTables;

/// <summary>
/// The journal on Azure Tables: a partition per room, a row per commit, and a head row that is replaced under its ETag in the same
/// transaction. That is the fence: of two activations only one can move the head.
/// </summary>
public sealed class AzureTableJournal(AzureTableOptions options) : IJournal
{
    private const int Version = 1;

    /// <summary>A property holds 64 KiB; a little less leaves room for the protocol's own bytes.</summary>
    private const int ChunkBytes = 60 * 1024;

    /// <summary>More than any snapshot has: 600 MB.</summary>
    private const int MostPieces = 9_999;

    private const string HeadRow = "head";
    private const string SnapshotRow = "snapshot";

    private readonly TableClient _table = options.Open(options.JournalTable);
    private readonly ConcurrentDictionary<RoomId, Head> _heads = new();

    public string Epoch { get; private set; } = "";

    public Task OpenAsync(CancellationToken cancellationToken) => AskAsync(async () =>
    {
        await _table.CreateIfNotExistsAsync(cancellationToken);
        var store = await FindStoreAsync(cancellationToken) ?? await MakeStoreAsync(cancellationToken);
        if (store.GetInt32("Version") > Version)
        {
            throw new JournalDamagedException($"The store has version {store.GetInt32("Version")}; this program knows {Version}.");
        }

        Epoch = store.GetString("Epoch");
        return true;
    });

    /// <summary>What is read is kept for the append that follows: one that is out of date by then does not fit the head, or its tag is refused.</summary>
    public Task<long> ReadHeadAsync(RoomId room, CancellationToken cancellationToken) =>
        AskAsync(async () => (_heads[room] = await ReadHeadRowAsync(room, cancellationToken)).Seq);

    public async Task AppendAsync(RoomId room, long expectedHead, JournalCommit commit, CancellationToken cancellationToken)
    {
        if (commit.Payload.Length > JournalCommit.MaxPayload || commit.From != expectedHead + 1 || commit.To < commit.From)
        {
            throw new ArgumentException("A commit follows its head and fits a row.", nameof(commit));
        }

        if (!_heads.TryGetValue(room, out var head) || head.Seq != expectedHead)
        {
            head = await AskAsync(() => ReadHeadRowAsync(room, cancellationToken));
        }

        if (head.Seq != expectedHead)
        {
            _heads.TryRemove(room, out _);
            throw new JournalFencedException(room, expectedHead);
        }

        var checksum = JournalChecksum.Of(room, commit, head.Checksum);
        try
        {
            _heads[room] = await AskAsync(() => WriteAsync(room, head, commit, checksum, cancellationToken));
        }
        catch
        {
            _heads.TryRemove(room, out _);
            throw;
        }
    }

    public Task<IReadOnlyList<JournalCommit>> ReadAsync(
        RoomId room, long fromSeq, int maxCommits, CancellationToken cancellationToken) =>
        AskAsync<IReadOnlyList<JournalCommit>>(async () =>
        {
            var commits = new List<JournalCommit>();
            var (partition, first, last) = (room.ToGrainKey(), CommitRow(Math.Max(0, fromSeq)), CommitRow(long.MaxValue));
            var prior = 0L;
            await foreach (var row in _table.QueryAsync<TableEntity>(
                entity => entity.PartitionKey == partition && entity.RowKey.CompareTo(first) >= 0 && entity.RowKey.CompareTo(last) <= 0,
                Math.Min(maxCommits, 1_000),
                cancellationToken: cancellationToken))
            {
                var commit = new JournalCommit(row.GetInt64("From") ?? 0, row.GetInt64("To") ?? 0, row.GetBinary("Data"));
                var (before, checksum) = (row.GetInt64("Prior") ?? 0, row.GetInt64("Checksum") ?? 0);
                if (!JournalChecksum.Holds(room, commit, before, checksum, row.GetInt64("Seal"))
                    || (commits.Count > 0 && (commits[^1].To + 1 != commit.From || before != prior)))
                {
                    throw new JournalDamagedException($"{room}: the commit {commit.From}-{commit.To} is not what was written.");
                }

                prior = checksum;
                commits.Add(commit);
                if (commits.Count == maxCommits)
                {
                    break;
                }
            }

            return commits;
        });

    /// <summary>Writes the pieces under names of their own, then moves the pointer, then drops the old pieces: a reader finds one or the other.</summary>
    public Task SaveSnapshotAsync(RoomId room, JournalSnapshot snapshot, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        var former = await FindAsync(room, SnapshotRow, cancellationToken);
        if (former?.GetInt64("Seq") >= snapshot.Seq)
        {
            return true;
        }

        var packed = SnapshotPacking.Pack(snapshot.Payload.Span);
        var chunks = (packed.Length + ChunkBytes - 1) / ChunkBytes;
        for (var index = 0; index < chunks; index++)
        {
            var piece = packed.Slice(index * ChunkBytes, Math.Min(ChunkBytes, packed.Length - (index * ChunkBytes)));
            await _table.UpsertEntityAsync(
                new TableEntity(room.ToGrainKey(), PieceRow(snapshot.Seq, index)) { ["Data"] = piece.ToArray() },
                TableUpdateMode.Replace,
                cancellationToken);
        }

        await _table.UpsertEntityAsync(
            new TableEntity(room.ToGrainKey(), SnapshotRow)
            {
                ["Seq"] = snapshot.Seq,
                ["Pieces"] = chunks,
                ["Length"] = snapshot.Payload.Length,
                ["Checksum"] = JournalChecksum.Of(room, snapshot),
            },
            TableUpdateMode.Replace,
            cancellationToken);
        for (var index = 0; index < (former?.GetInt32("Pieces") ?? 0); index++)
        {
            await _table.DeleteEntityAsync(
                room.ToGrainKey(), PieceRow(former!.GetInt64("Seq") ?? 0, index), ETag.All, cancellationToken);
        }

        return true;
    });

    public Task<JournalSnapshot?> LoadSnapshotAsync(RoomId room, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        if (await FindAsync(room, SnapshotRow, cancellationToken) is not { } pointer)
        {
            return null;
        }

        // By their names, all at once: a room that is opened after a silo's death waits for them, and a question over a range takes the emulator ten times as long.
        var (seq, count) = (pointer.GetInt64("Seq") ?? 0, pointer.GetInt32("Pieces") ?? 0);
        if (count is < 0 or > MostPieces)
        {
            return null;
        }

        var pieces = await Task.WhenAll(Enumerable.Range(0, count)
            .Select(index => FindAsync(room, PieceRow(seq, index), cancellationToken)));
        if (Array.Exists(pieces, piece => piece is null))
        {
            // Another activation has just replaced it. A snapshot is only a shortcut.
            return null;
        }

        using var stored = new MemoryStream();
        Array.ForEach(pieces, piece => stored.Write(piece!.GetBinary("Data")));

        // Without a length it was written before snapshots were packed.
        var payload = pointer.GetInt32("Length") is { } length ? SnapshotPacking.Unpack(stored.ToArray(), length) : stored.ToArray();
        var snapshot = payload is null ? null : new JournalSnapshot(seq, payload);
        return snapshot is not null && JournalChecksum.Of(room, snapshot) == pointer.GetInt64("Checksum") ? snapshot : null;
    });

    public async Task RewriteAsync(RoomId room, long expectedHead, IReadOnlyList<JournalCommit> commits, CancellationToken cancellationToken)
    {
        JournalCommit.CheckRewrite(commits);
        _heads.TryRemove(room, out _);
        _heads[room] = await AskAsync(() => ReplaceAsync(room, expectedHead, commits, cancellationToken));
    }

    public Task DropSnapshotAsync(RoomId room, CancellationToken cancellationToken) => AskAsync(async () =>
    {
        // The pointer first: a reader without it finds none. Pieces that an end in the middle of a replacement left behind go as well.
        await _table.DeleteEntityAsync(room.ToGrainKey(), SnapshotRow, ETag.All, cancellationToken);
        var (partition, first, last) = (room.ToGrainKey(), PieceRow(0, 0), PieceRow(long.MaxValue, MostPieces));
        await foreach (var piece in _table.QueryAsync<TableEntity>(
            entity => entity.PartitionKey == partition && entity.RowKey.CompareTo(first) >= 0 && entity.RowKey.CompareTo(last) <= 0,
            select: [nameof(TableEntity.PartitionKey), nameof(TableEntity.RowKey)],
            cancellationToken: cancellationToken))
        {
            await _table.DeleteEntityAsync(partition, piece.RowKey, ETag.All, cancellationToken);
        }

        return true;
    });

    /// <summary>From room to room by their keys: a question each, instead of all rows of all rooms.</summary>
    public Task<IReadOnlyList<RoomId>> ReadRoomsAsync(CancellationToken cancellationToken) => AskAsync<IReadOnlyList<RoomId>>(async () =>
    {
        var rooms = new List<RoomId>();
        var after = "";
        while (true)
        {
            var next = default(TableEntity);
            await foreach (var row in _table.QueryAsync<TableEntity>(
                entity => entity.PartitionKey.CompareTo(after) > 0, 1, [nameof(TableEntity.PartitionKey)], cancellationToken))
            {
                next = row;
                break;
            }

            if (next is null)
            {
                return rooms;
            }

            after = next.PartitionKey;
            if (RoomId.TryParse(after, out var room) && (await ReadHeadRowAsync(room, cancellationToken)).Seq > 0)
            {
                rooms.Add(room);
            }
        }
    });

    private async Task<TableEntity> MakeStoreAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in _table.QueryAsync<TableEntity>(maxPerPage: 1, cancellationToken: cancellationToken))
        {
            // Or another silo has made it in this moment, and rooms in it.
            return await FindStoreAsync(cancellationToken) ?? throw new JournalDamagedException(
                await FindAsync(StoreRows.Partition, StoreRows.Restoring, cancellationToken) is not null
                    ? $"A restore into the table {_table.Name} was not finished; give the same command again, with the same archive."
                    : $"The table {_table.Name} holds rows, but not the one that is written last when a store is made or restored.");
        }

        var fresh = new TableEntity(StoreRows.Partition, StoreRows.Store)
        {
            ["Epoch"] = RandomNumberGenerator.GetHexString(32, lowercase: true),
            ["Version"] = Version,
        };
        try
        {
            await _table.AddEntityAsync(fresh, cancellationToken);
        }
        catch (RequestFailedException error) when (error.Status == 409)
        {
            // Somebody made the store before.
        }

        return (await _table.GetEntityAsync<TableEntity>(StoreRows.Partition, StoreRows.Store, cancellationToken: cancellationToken)).Value;
    }

    private Task<TableEntity?> FindStoreAsync(CancellationToken cancellationToken) => FindAsync(StoreRows.Partition, StoreRows.Store, cancellationToken);

    private async Task<Head> ReplaceAsync(
        RoomId room, long expectedHead, IReadOnlyList<JournalCommit> commits, CancellationToken cancellationToken)
    {
        var head = await ReadHeadRowAsync(room, cancellationToken);
        var actions = new List<TableTransactionAction>
        {
            new(
                TableTransactionActionType.UpdateReplace,
                new TableEntity(room.ToGrainKey(), HeadRow) { ["Seq"] = head.Seq, ["Checksum"] = head.Checksum },
                head.Tag ?? throw new JournalFencedException(room, expectedHead)),
        };
        foreach (var commit in commits)
        {
            var row = await FindAsync(room, CommitRow(commit.To), cancellationToken);
            if (head.Seq != expectedHead || row is null || row.GetInt64("From") != commit.From)
            {
                throw new JournalFencedException(room, expectedHead);
            }

            row["Data"] = commit.Payload.ToArray();
            row["Seal"] = JournalChecksum.Seal(room, commit, row.GetInt64("Checksum") ?? 0);
            actions.Add(new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, row.ETag));
        }

        try
        {
            var answers = await _table.SubmitTransactionAsync(actions, cancellationToken);
            return head with { Tag = answers.Value[0].Headers.ETag };
        }
        catch (RequestFailedException error) when (error.Status is 404 or 412)
        {
            // Somebody else has written, or a retry met its own traces: then the next attempt finds everything done.
            var now = await ReadHeadRowAsync(room, cancellationToken);
            throw now.Seq != expectedHead
                ? new JournalFencedException(room, expectedHead)
                : new JournalUnavailableException("Commits changed while they were replaced.", inner: error);
        }
    }

    private async Task<Head> WriteAsync(
        RoomId room, Head head, JournalCommit commit, long checksum, CancellationToken cancellationToken)
    {
        var moved = new TableEntity(room.ToGrainKey(), HeadRow) { ["Seq"] = commit.To, ["Checksum"] = checksum };
        var row = new TableEntity(room.ToGrainKey(), CommitRow(commit.To))
        {
            ["From"] = commit.From,
            ["To"] = commit.To,
            ["Prior"] = head.Checksum,
            ["Checksum"] = checksum,
            ["Data"] = commit.Payload.ToArray(),
        };
        try
        {
            var answers = await _table.SubmitTransactionAsync(
                [
                    head.Tag is { } tag
                        ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, moved, tag)
                        : new TableTransactionAction(TableTransactionActionType.Add, moved),
                    new TableTransactionAction(TableTransactionActionType.Add, row),
                ],
                cancellationToken);
            return new Head(commit.To, checksum, answers.Value[0].Headers.ETag);
        }
        catch (RequestFailedException error) when (error.Status is 409 or 412)
        {
            // A retry of a write that had succeeded meets its own traces: the head tells whose they are.
            var now = await ReadHeadRowAsync(room, cancellationToken);
            if (now.Seq == commit.To && now.Checksum == checksum)
            {
                return now;
            }

            // The same head under another tag: what it leads to was rewritten since it was read. Nobody has overtaken us, and the next attempt reads it anew.
            throw now.Seq == head.Seq && now.Checksum == head.Checksum
                ? new JournalUnavailableException("The head was written again while a commit was on its way.", inner: error)
                : new JournalFencedException(room, head.Seq);
        }
    }

    private async Task<Head> ReadHeadRowAsync(RoomId room, CancellationToken cancellationToken) =>
        await FindAsync(room, HeadRow, cancellationToken) is { } row
            ? new Head(row.GetInt64("Seq") ?? 0, row.GetInt64("Checksum") ?? 0, row.ETag)
            : new Head(0, 0, null);

    private Task<TableEntity?> FindAsync(RoomId room, string row, CancellationToken cancellationToken) => FindAsync(room.ToGrainKey(), row, cancellationToken);

    private async Task<TableEntity?> FindAsync(string partition, string row, CancellationToken cancellationToken)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(partition, row, cancellationToken: cancellationToken);
        return found.HasValue ? found.Value : null;
    }

    private static string CommitRow(long seq) => "c" + seq.ToString("D19", CultureInfo.InvariantCulture);

    private static string PieceRow(long seq, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"s{seq:D19}-{index:D4}");

    /// <summary>What is no answer of the store is "unknown", whatever the client library throws.</summary>
    private static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception error) when (error is RequestFailedException or AggregateException or HttpRequestException
            || (error is OperationCanceledException canceled && !canceled.CancellationToken.IsCancellationRequested))
        {
            throw new JournalUnavailableException("Azure Tables did not answer: " + error.Message, inner: error);
        }
    }

    private sealed record Head(long Seq, long Checksum, ETag? Tag);
}
