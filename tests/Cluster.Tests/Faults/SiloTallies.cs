using System.Globalization;

namespace Halle.Cluster.Tests.Faults;

/// <summary>What one silo's metrics counted since its process began.</summary>
/// <param name="At">Microseconds of the recorder's clock.</param>
/// <param name="Stored">Commands it stored, each of which it then acknowledged.</param>
/// <param name="Opened">Rooms it read from the store.</param>
internal sealed record SiloTally(long At, long Stored, long Opened);

/// <summary>Asks silos twice a second, as a monitoring system would, what they have stored: so that a result says whose work it was.</summary>
internal sealed class SiloTallies : IAsyncDisposable
{
    /// <summary>A silo answers with figures up to 0.3 s old.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5);

    private readonly Dictionary<string, List<SiloTally>> _tallies = FaultStage.Silos.ToDictionary(silo => silo, _ => new List<SiloTally>(), StringComparer.Ordinal);
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(2) };
    private readonly CancellationTokenSource _enough = new();
    private readonly Func<long> _now;
    private readonly string _network;
    private readonly Task _asking;

    public SiloTallies(string network, Func<long> now)
    {
        (_network, _now) = (network, now);
        _asking = Task.WhenAll(FaultStage.Silos.Select(AskAsync));
    }

    /// <summary>In the order of time. A silo that is gone has no more; one that was started again has counted from 0.</summary>
    public IReadOnlyList<SiloTally> Of(string silo)
    {
        lock (_tallies)
        {
            return [.. _tallies[silo]];
        }
    }

    /// <summary>What it had counted at a moment; zeros before its first answer.</summary>
    public SiloTally At(string silo, long moment) => Of(silo).LastOrDefault(tally => tally.At <= moment) ?? new SiloTally(moment, 0, 0);

    /// <summary>The last moment within a time at which a figure had grown; null when it stood still.</summary>
    public long? LastGrowth(string silo, long from, long to, Func<SiloTally, long> figure)
    {
        var within = Of(silo).Where(tally => tally.At >= from && tally.At <= to).ToList();
        return within.Zip(within.Skip(1)).LastOrDefault(pair => figure(pair.Second) > figure(pair.First)).Second?.At;
    }

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await _asking;
        _http.Dispose();
        _enough.Dispose();
    }

    private async Task AskAsync(string silo)
    {
        var address = new Uri($"http://{_network}.1{silo[^1]}:5091/metrics");
        using var pace = new PeriodicTimer(Pause);
        while (!_enough.IsCancellationRequested)
        {
            try
            {
                var text = await _http.GetStringAsync(address, _enough.Token);
                var tally = new SiloTally(_now(), Sum(text, "halle_rooms_commands_total"), Sum(text, "halle_rooms_open_seconds_count"));
                lock (_tallies)
                {
                    _tallies[silo].Add(tally);
                }
            }
            catch (HttpRequestException)
            {
                // It has ended, or not begun: what it had counted is known, what it counts next comes.
            }
            catch (OperationCanceledException) when (!_enough.IsCancellationRequested)
            {
                // It is too busy to answer; asked again.
            }
            catch (OperationCanceledException)
            {
                return;
            }

            try
            {
                await pace.WaitForNextTickAsync(_enough.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Over all label sets of a name in the text form of Prometheus: <c>name{labels} value time</c>.</summary>
    private static long Sum(string text, string name) => text.Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line.Length > name.Length && line[name.Length] is ' ' or '{')
        .Sum(line => (long)double.Parse(line[(line.LastIndexOf('}') + 1)..].Replace(name, "", StringComparison.Ordinal).Trim().Split(' ')[0], CultureInfo.InvariantCulture));
}
