using BenchmarkDotNet.Attributes;
using Halle.Rooms;
using Halle.Storage;
using Halle.Storage.Journal;
using Halle.Storage.Journal.Sqlite;
using Microsoft.Data.Sqlite;

namespace Halle.Bench.Micro;

/// <summary>Appends to the SQLite journal until they are fsynced: one room alone, and 64 rooms at once, whose appends share an fsync.</summary>
[MemoryDiagnoser, InProcess]
public class JournalBenchmarks : IAsyncDisposable
{
    private const int Rooms = 64;

    private readonly string _folder = Directory.CreateTempSubdirectory("halle-micro-").FullName;
    private readonly RoomId[] _rooms = [.. Enumerable.Range(0, Rooms).Select(number => RoomId.Booth($"booth-{number}"))];
    private readonly long[] _heads = new long[Rooms];
    private readonly byte[] _payload = new byte[400];
    private SqliteJournal _journal = null!;

    [GlobalSetup]
    public async Task OpenAsync()
    {
        _journal = new SqliteJournal(new SqliteOptions { Path = Path.Combine(_folder, "halle.db") });
        await _journal.OpenAsync(CancellationToken.None);
    }

    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public Task AppendAsync() => AppendAsync(0);

    [Benchmark(OperationsPerInvoke = Rooms)]
    public Task AppendInManyRoomsAsync() => Task.WhenAll(Enumerable.Range(0, Rooms).Select(AppendAsync));

    private Task AppendAsync(int room)
    {
        var head = _heads[room]++;
        return _journal.AppendAsync(_rooms[room], head, new JournalCommit(head + 1, head + 1, _payload), CancellationToken.None);
    }
}
