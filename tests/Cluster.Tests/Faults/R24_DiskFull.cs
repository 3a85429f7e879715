using Halle.Cluster.Tests.Driving;
using Halle.Shared;

namespace Halle.Cluster.Tests.Faults;

/// <summary>R24: the disk under the database is full.</summary>
public sealed class R24_DiskFull
{
    private const string Room = "booth:edf";

    [Fact(DisplayName = "[R24] a full disk is a coded refusal, and the server goes on by itself within 10 s of there being space", Timeout = 200_000, Explicit = true)]
    [Trait("Goal", "R24")]
    public async Task A_full_disk_passes()
    {
        PrivateNetwork.Require();
        var stop = TestContext.Current.CancellationToken;
        var disk = Directory.CreateTempSubdirectory("halle-disk-").FullName;
        await PrivateNetwork.RunAsync("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk);
        try
        {
            var options = new RunningEdgeOptions { DataFolder = disk, Settings = Pace.Unlimited, Admin = false };
            await using var server = await RunningEdge.StartAsync(options, stop);
            await using var sender = new LiveClient(await SignedIn.VisitorAsync(server.Address, "Plume", stop), recorder: null, seed: 1);
            await sender.EnterAsync(Room, TimeSpan.FromSeconds(20), stop);
            var acked = new List<long> { (await sender.PostAsync(Room, "avant", stop))!.Value };

            var filler = Path.Combine(disk, "filler");
            Fill(filler);
            var refused = new HashSet<string>(StringComparer.Ordinal);
            for (var i = 0; i < 40 && !refused.Contains("storage_full"); i++)
            {
                var answer = await sender.ExecuteAsync(Room, $"filling-{i:D4}", new { type = "chat.post", text = new string('m', 400) + i }, stop);
                refused.Add(answer.Code ?? answer.Status);
                if (answer.Status is "ok")
                {
                    acked.Add(answer.Seq);
                    Fill(filler);
                }
            }

            Assert.Contains("storage_full", refused);
            Assert.False(server.HasExited);
            File.Delete(filler);
            var watch = System.Diagnostics.Stopwatch.StartNew();
            acked.Add((await sender.PostAsync(Room, "après", stop))!.Value);
            var back = watch.Elapsed.TotalSeconds;
            RunLog.Print($"R24: answers on a full disk: {string.Join(", ", refused)}; stored again {back:0.0} s after there was space");
            Assert.True(back <= 10, $"{back:0.0} s");

            // What was acknowledged is in the file, which opens.
            await server.KillAsync();
            await using var again = await RunningEdge.StartAsync(options, stop);
            await using var reader = new LiveClient(await SignedIn.VisitorAsync(again.Address, "Loupe", stop), recorder: null, seed: 2);
            await reader.EnterAsync(Room, TimeSpan.FromSeconds(20), stop);
            var stored = await reader.ReadHistoryAsync(Room, stop);
            Assert.Equal(acked, acked.Intersect(stored.Messages.Select(message => message.Seq)));
        }
        finally
        {
            await PrivateNetwork.RunAsync("umount", "--lazy", disk);
            Directory.Delete(disk);
        }
    }

    /// <summary>Takes every byte there is.</summary>
    private static void Fill(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Append);
            var block = new byte[4_096];
            while (true)
            {
                file.Write(block);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }
}
