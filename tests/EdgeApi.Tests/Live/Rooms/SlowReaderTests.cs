using System.Diagnostics;
using System.Globalization;
using Halle.Chat;
using Halle.Live.Contract;
using Halle.Rooms;
using Halle.Tests.Live.Host;

namespace Halle.Tests.Live.Rooms;

/// <summary>R15: readers that stop reading in a busy room.</summary>
public sealed class SlowReaderTests(ITestOutputHelper output)
{
    private const int Slow = 200;
    private const int Good = 20;
    private const int Rounds = 3;
    private const int MostRounds = 5;
    private static readonly string Filling = new('m', 500);

    [Fact(DisplayName = "[RC26] 200 readers that stop reading delay nobody, cost less than 1 MiB each, and are closed as too_slow")]
    public async Task Readers_that_stop_reading_delay_nobody()
    {
        await using var host = await LiveHost.StartAsync(("Live:StuckAfter", "00:00:03"));
        var readers = await Task.WhenAll(Enumerable.Range(0, Good).Select(_ => host.ConnectAsync()));
        await Task.WhenAll(readers.Select(reader => reader.EnterAsync(LiveHost.Booth)));
        await MeasureAsync(host, readers, TimeSpan.FromSeconds(2));
        var without = new List<double>();
        var with = new List<double>();
        var closing = new List<double>();
        var growth = new List<double>();

        // Medians: one lucky round proves nothing. On a machine with other work one window in nine is half as long again, with slow readers or without,
        // so that two of three can be; what was only the machine does not hold for three of five.
        for (var round = 0; round < Rounds || (round < MostRounds && (round > Rounds || !NobodyIsDelayed())); round++)
        {
            without.Add(await MeasureAsync(host, readers, TimeSpan.FromSeconds(4)));
            var before = MeasureMemory();
            var slow = await Task.WhenAll(Enumerable.Range(0, Slow).Select(_ => StopReadingAsync(host)));
            with.Add(await MeasureAsync(host, readers, TimeSpan.FromSeconds(4)));
            growth.Add((MeasureMemory() - before) / (double)Slow);

            // Busy until the last of them is stuck and closed.
            var closed = Eventually.IsTrueAsync(() => host.Connections.Count == Good, TimeSpan.FromSeconds(30));
            closing.Add(await MeasureAsync(host, readers, TimeSpan.FromSeconds(12)));
            await closed;
            foreach (var client in slow)
            {
                await client.DisposeAsync();
            }
        }

        Assert.Equal(Slow * without.Count, host.Instruments.Closings.Counts[ClosingCode.TooSlow]);
        output.WriteLine(
            $"p99 without {string.Join(", ", without.Select(ms => $"{ms:0}"))} ms, with {string.Join(", ", with.Select(ms => $"{ms:0}"))} ms, " +
            $"while they are closed {string.Join(", ", closing.Select(ms => $"{ms:0}"))} ms; " +
            $"memory {string.Join(", ", growth.Select(bytes => $"{bytes / 1024:0}"))} KiB each");

        Assert.True(
            NobodyIsDelayed(), $"p99 {Median(without):0} ms without slow readers, {Median(with):0} ms with them, {Median(closing):0} ms while they are closed");
        Assert.True(Median(growth) < 1024 * 1024, $"{Median(growth) / 1024:0} KiB each");

        bool NobodyIsDelayed() => Math.Max(Median(with), Median(closing)) <= Median(without) * 1.2;
    }

    private static double Median(List<double> rounds) => rounds.Order().ElementAt(rounds.Count / 2);

    private static async Task<RawClient> StopReadingAsync(LiveHost host)
    {
        var client = await RawClient.UpgradeAsync(host, host.Sessions.SignIn(Role.Visitor).Id, reading: false);
        await client.SendAsync("""{"protocol":"json","version":1}""");
        await client.SendAsync("""{"type":1,"invocationId":"1","target":"Enter","arguments":[{"room":"booth:stand-demo"}]}""");
        return client;
    }

    /// <summary>100 messages a second; the p99 of the time until a good reader has one, in milliseconds.</summary>
    private static async Task<double> MeasureAsync(LiveHost host, RawClient[] readers, TimeSpan time)
    {
        var room = host.Rooms[LiveHost.Booth];
        var last = room.Seq;
        await Task.WhenAll(readers.Select(reader => reader.SendAsync("""{"type":6}""")));
        using var writing = new CancellationTokenSource();
        var reading = readers.Select(reader => ReadAsync(reader, writing.Token)).ToList();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < time;)
        {
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            last = room.Say($"{Stopwatch.GetTimestamp()} {Filling}");
        }

        await writing.CancelAsync();
        room.Say("fin");
        var latencies = (await Task.WhenAll(reading)).SelectMany(list => list).Order().ToList();
        Assert.True(latencies.Count > readers.Length * time.TotalSeconds * 20, $"only {latencies.Count} deliveries up to {last}");
        return latencies[(int)(latencies.Count * 0.99)];
    }

    private static async Task<List<double>> ReadAsync(RawClient reader, CancellationToken writing)
    {
        var latencies = new List<double>();
        while (true)
        {
            var frame = await reader.NextAsync<Frame>();
            var now = Stopwatch.GetTimestamp();
            foreach (var message in frame.Set.OfType<ChatMessage>())
            {
                if (message.Text == "fin")
                {
                    if (writing.IsCancellationRequested)
                    {
                        return latencies;
                    }
                }
                else if (!frame.Reset)
                {
                    var sent = long.Parse(message.Text.AsSpan(0, message.Text.IndexOf(' ', StringComparison.Ordinal)), CultureInfo.InvariantCulture);
                    latencies.Add(Stopwatch.GetElapsedTime(sent, now).TotalMilliseconds);
                }
            }
        }
    }

    private static long MeasureMemory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
