using Halle.Cluster.Tests.Driving;
using Halle.Rooms;
using Halle.Storage;
using Halle.Storage.Journal.AzureTables;

namespace Halle.Cluster.Tests.Faults;

/// <summary>How long the store itself takes for the cheapest question there is, asked all the time: what an opening room waits for is no faster.</summary>
internal sealed class StorePulse(string account, Recorder clock) : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _enough = new();
    private readonly List<(long At, double Seconds)> _beats = [];
    private Task? _asking;

    public void Start(RoomId room) => _asking = AskAsync(new AzureTableJournal(new AzureTableOptions { ConnectionString = account }), room);

    /// <summary>The slowest answer to a question that was under way in that time, in seconds; 0 without any.</summary>
    public double SlowestWithin(long from, double seconds)
    {
        lock (_beats)
        {
            return _beats.Where(beat => beat.At <= from + (seconds * 1_000_000) && beat.At + (beat.Seconds * 1_000_000) >= from).Select(static beat => beat.Seconds).DefaultIfEmpty().Max();
        }
    }

    /// <summary>All answers, in seconds.</summary>
    public List<double> All()
    {
        lock (_beats)
        {
            return _beats.ConvertAll(static beat => beat.Seconds);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await (_asking ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _enough.Dispose();
    }

    private async Task AskAsync(AzureTableJournal journal, RoomId room)
    {
        using var pace = new PeriodicTimer(Every);
        while (await pace.WaitForNextTickAsync(_enough.Token))
        {
            var at = clock.Now;
            await journal.ReadHeadAsync(room, _enough.Token);
            lock (_beats)
            {
                _beats.Add((at, (clock.Now - at) / 1_000_000.0));
            }
        }
    }
}
