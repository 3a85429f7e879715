using System.Buffers.Binary;
using System.Text;
using Halle.Rooms;
using Halle.Storage;
using Halle.Storage.Journal;
using Halle.Storage.Journal.Sqlite;
using Microsoft.Data.Sqlite;

namespace Halle.Tests.Journal;

/// <summary>
/// A machine that lost power in the middle of its last commit: whatever is left of that commit, the store opens with every earlier one intact,
/// or refuses. It never invents, loses or reorders an earlier one.
/// </summary>
public sealed class TornWriteTests : IDisposable
{
    private const int Earlier = 5;

    private const string Memory = "/dev/shm";

    private const int LogHeader = 32;

    private const int FrameHeader = 24;

    private static readonly RoomId Room = RoomId.Booth("edf");

    private static readonly string[] OpenedOrRefused = ["opened", "refused"];

    // In memory where there is such a place: tens of thousands of openings need not wait for a disk each time.
    private readonly DirectoryInfo _folder = Directory.Exists(Memory)
        ? Directory.CreateDirectory(Path.Combine(Memory, $"halle-torn-{Guid.NewGuid():N}"))
        : Directory.CreateTempSubdirectory("halle-torn-");

    private string _epoch = "";

    private static CancellationToken Timeout => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [Fact(DisplayName = "[ST8] A log cut anywhere in its last commit, tried at every byte, opens with every earlier commit")]
    public async Task Cut_log_keeps_earlier_commits()
    {
        var (database, log, lastBegins) = await RecordAsync();

        await AllAsync(Enumerable.Range(lastBegins, log.Length - lastBegins), async length =>
            Assert.Equal((length, "opened"), (length, await JudgeAsync(database, log.AsMemory(0, length)))));
    }

    [Fact(DisplayName = "[ST8] A bit flipped in the last commit, tried in every byte of it, never changes an earlier one")]
    public async Task Flipped_bit_in_last_commit_changes_nothing_earlier()
    {
        var (database, log, lastBegins) = await RecordAsync();

        await AllAsync(Enumerable.Range(lastBegins, log.Length - lastBegins), async at =>
            Assert.Contains(await JudgeAsync(database, log, flipped: at), OpenedOrRefused));
    }

    [Fact(DisplayName = "[ST8] A bit flipped in the database file, tried in every fifth byte of the pages the last commit wrote, is refused or harmless, never believed")]
    public async Task Flipped_bit_in_database_is_never_believed()
    {
        var (_, log, lastBegins) = await RecordAsync();
        var database = await CheckpointAsync();
        var page = BinaryPrimitives.ReadInt32BigEndian(log.AsSpan(8));
        var written = new HashSet<int>();
        for (var frame = lastBegins; frame < log.Length; frame += FrameHeader + page)
        {
            written.Add(BinaryPrimitives.ReadInt32BigEndian(log.AsSpan(frame)) - 1);
        }

        Assert.Equal(0, (lastBegins - LogHeader) % (FrameHeader + page));
        Assert.InRange(written.Count, 2, database.Length / page);

        // Every byte would take half a minute; five and the eight bits of a byte have no common step, so every bit has its turn.
        await AllAsync(written.SelectMany(number => Enumerable.Range(number * page, page)).Where(at => at % 5 == 0), async at =>
            Assert.Contains(await JudgeAsync(database, default, flipped: at), OpenedOrRefused));
    }

    [Fact(DisplayName = "[ST8] A bit flipped anywhere else in the database file, 300 samples, is refused or harmless, never believed")]
    public async Task Flipped_bit_elsewhere_in_database_is_never_believed()
    {
        await RecordAsync();
        var database = await CheckpointAsync();
        var random = new Random(11);

        await AllAsync(Enumerable.Range(0, 300).Select(_ => random.Next(database.Length)).ToArray(), async at =>
            Assert.Contains(await JudgeAsync(database, default, flipped: at), OpenedOrRefused));
    }

    [Fact(DisplayName = "[ST8] Every single bit of the epoch and its checksum: flipped, it is refused")]
    public async Task Flipped_bit_in_the_epoch_is_refused()
    {
        await RecordAsync();
        var database = await CheckpointAsync();
        var at = database.AsSpan().IndexOf(Encoding.ASCII.GetBytes(_epoch));
        Assert.True(at > 0, "the epoch stands in the file as text");

        // The text, and the eight bytes of the checksum behind it.
        for (var bit = 0; bit < 8 * (_epoch.Length + 8); bit++)
        {
            var damaged = (byte[])database.Clone();
            damaged[at + (bit / 8)] ^= (byte)(1 << (bit % 8));

            Assert.Equal((bit, "refused"), (bit, await JudgeAsync(damaged, default)));
        }

        Assert.Equal("opened", await JudgeAsync(database, default));
    }

    /// <summary>As many at a time as there are cores: an opening costs two milliseconds of one, and there are some twelve thousand bytes.</summary>
    private static Task AllAsync(IEnumerable<int> places, Func<int, Task> judge) => Parallel.ForEachAsync(
        places,
        new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = Timeout },
        async (place, _) => await judge(place));

    /// <param name="flipped">The byte of which one bit is flipped, the next byte's next bit; -1 for none.</param>
    private static void Write(string path, ReadOnlySpan<byte> bytes, int flipped)
    {
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
        RandomAccess.Write(file, bytes, 0);
        if (flipped >= 0)
        {
            RandomAccess.Write(file, [(byte)(bytes[flipped] ^ (1 << (flipped % 8)))], flipped);
        }
    }

    /// <summary>Opens a copy with this database and log: "opened" when the epoch and all earlier commits are intact, "refused" when it says it is damaged.</summary>
    /// <param name="flipped">A byte of the log, if there is one, else of the database; see <see cref="Write"/>.</param>
    private async Task<string> JudgeAsync(ReadOnlyMemory<byte> database, ReadOnlyMemory<byte> log, int flipped = -1)
    {
        var path = Path.Combine(_folder.FullName, Guid.NewGuid().ToString("N") + ".db");
        Write(path, database.Span, log.IsEmpty ? flipped : -1);
        if (!log.IsEmpty)
        {
            Write(path + "-wal", log.Span, flipped);
        }

        try
        {
            await using var journal = new SqliteJournal(new SqliteOptions { Path = path });
            await journal.OpenAsync(Timeout);
            Assert.Equal(_epoch, journal.Epoch);
            var read = await journal.ReadAsync(Room, 0, 100, Timeout);
            Assert.InRange(read.Count, Earlier, Earlier + 1);
            for (var index = 0; index < read.Count; index++)
            {
                Assert.Equal((index + 1, Text(index + 1)), (read[index].To, Encoding.UTF8.GetString(read[index].Payload.Span)));
            }

            return "opened";
        }
        catch (JournalDamagedException)
        {
            return "refused";
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            foreach (var file in _folder.EnumerateFiles(Path.GetFileName(path) + "*"))
            {
                file.Delete();
            }
        }
    }

    /// <summary>The recorded database with its whole log in it.</summary>
    private async Task<byte[]> CheckpointAsync()
    {
        SqliteConnection.ClearAllPools();
        var path = Path.Combine(_folder.FullName, "source.db");
        await using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            await connection.OpenAsync(Timeout);
            await using var checkpoint = connection.CreateCommand();
            checkpoint.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            await checkpoint.ExecuteNonQueryAsync(Timeout);
        }

        return await File.ReadAllBytesAsync(path, Timeout);
    }

    /// <summary>A database and its log with five commits and a sixth, and where in the log the sixth begins.</summary>
    private async Task<(byte[] Database, byte[] Log, int LastBegins)> RecordAsync()
    {
        var path = Path.Combine(_folder.FullName, "source.db");
        await using var journal = new SqliteJournal(new SqliteOptions { Path = path });
        await journal.OpenAsync(Timeout);
        _epoch = journal.Epoch;
        for (var seq = 1; seq <= Earlier; seq++)
        {
            await journal.AppendAsync(Room, seq - 1, new JournalCommit(seq, seq, Encoding.UTF8.GetBytes(Text(seq))), Timeout);
        }

        var lastBegins = (int)new FileInfo(path + "-wal").Length;
        await journal.AppendAsync(Room, Earlier, new JournalCommit(Earlier + 1, Earlier + 1, Encoding.UTF8.GetBytes(Text(Earlier + 1))), Timeout);
        return (await ReadSharedAsync(path), await ReadSharedAsync(path + "-wal"), lastBegins);
    }

    private static async Task<byte[]> ReadSharedAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        await file.CopyToAsync(copy, Timeout);
        return copy.ToArray();
    }

    private static string Text(int seq) => $"commit {seq} " + new string((char)('a' + seq), 300);
}
