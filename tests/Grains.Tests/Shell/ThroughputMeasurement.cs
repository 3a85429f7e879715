using System.Diagnostics;
using Halle.Rooms;
using Halle.Tests.Rooms;

namespace Halle.Tests.Shell;

/// <summary>How many commands a second are stored and confirmed on SQLite. Run by name; it asserts only that all were.</summary>
[Collection(ShellRooms.Name)]
public sealed class ThroughputMeasurement(ShellCluster shell, ITestOutputHelper output)
{
    [Theory(Explicit = true)]
    [InlineData(1, 1)]
    [InlineData(1, 150)]
    [InlineData(64, 1)]
    [InlineData(64, 4)]
    public async Task Confirmed_commands_per_second(int rooms, int sendersPerRoom)
    {
        await shell.ReadyAsync();
        var booths = Enumerable.Range(0, rooms).Select(_ => ShellCluster.NewBooth()).ToArray();
        foreach (var booth in booths)
        {
            await shell.PostSurelyAsync(booth, Cast.Visitor(0), "Demo: warm");
        }

        var total = 0;
        var slowest = new List<double>();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(booths.SelectMany((booth, index) => Enumerable.Range(0, sendersPerRoom).Select(async sender =>
        {
            var host = Cast.Somebody(20_000 + (index * 200) + sender, Role.Professional, "Demo host", booth);
            while (watch.Elapsed < TimeSpan.FromSeconds(6))
            {
                var sent = Stopwatch.GetTimestamp();
                var receipt = await shell.PostAsync(booth, host, $"Demo: a message of ordinary length for measuring, {sent}");
                Assert.Equal(ReceiptStatus.Ok, receipt.Status);
                Interlocked.Increment(ref total);
                lock (slowest)
                {
                    slowest.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
                }
            }
        })));
        slowest.Sort();
        output.WriteLine(
            $"{rooms} rooms x {sendersPerRoom}: {total / watch.Elapsed.TotalSeconds:F0}/s, p50 {slowest[slowest.Count / 2]:F1} ms, p99 {slowest[slowest.Count * 99 / 100]:F1} ms");
    }
}
