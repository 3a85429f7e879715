using System.Diagnostics;
using System.Reflection;
using Azure.Data.Tables;
using Halle.Cluster.Tests.Driving;
using Halle.Cluster.Tests.History;
using Halle.Cluster.Tests.Topology;
using Halle.Shared;

namespace Halle.Cluster.Tests.Backup;

/// <summary>Back up a running event, destroy it, restore it: every history is what it was.</summary>
public sealed class BackupTests
{
    private static readonly string[] Rooms = ["booth:edf", "booth:ksb", "booth:airbus-helicopters"];
    private static int _written;

    [Fact(DisplayName = "[DE4] SQLite: backed up while it runs, destroyed, restored: the histories are equal, sessions hold, and browsers start anew", Timeout = 180_000)]
    public async Task Sqlite_comes_back()
    {
        var stop = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("halle-backup-").FullName;
        var (data, archive) = (Path.Combine(folder, "data"), Path.Combine(folder, "archive.db"));
        Directory.CreateDirectory(data);
        var options = new RunningEdgeOptions { DataFolder = data, Port = RunningEdge.FreePort(), Admin = false, Settings = Pace.Unlimited };
        var store = new Dictionary<string, string>(StringComparer.Ordinal) { ["Halle__Storage__Sqlite__Path"] = Path.Combine(data, "halle.db") };
        SignedIn who;
        IReadOnlyList<HistoryRead> before;
        (string? Epoch, long? At) stood;
        await using (var server = await RunningEdge.StartAsync(options, stop))
        {
            who = await SignedIn.VisitorAsync(server.Address, "Plume", stop);
            await using var writer = new LiveClient(who, recorder: null, seed: 1);
            await WriteAsync(writer, 60, stop);
            var saving = RunAsync(["backup", archive], store, stop);
            await WriteAsync(writer, 20, stop);
            Assert.Equal((0, ""), await saving);
            Assert.Equal(2, (await RunAsync(["backup", archive], store, stop)).Code);
            await WriteAsync(writer, 5, stop);
            before = await ReadAsync(writer, stop);
            stood = (writer.Views.First().Epoch, writer.Views.First().At);
            Assert.Equal(2, (await RunAsync(["restore", archive], store, stop)).Code);
            await server.KillAsync();
        }

        Directory.Delete(data, recursive: true);
        Assert.Equal((0, ""), await RunAsync(["restore", archive], store, stop));
        await using var again = await RunningEdge.StartAsync(options, stop);
        await using var reader = new LiveClient(who, recorder: null, seed: 2);
        var after = await ReadAsync(reader, stop);
        foreach (var (room, was, now) in Rooms.Select((room, i) => (room, before[i].Messages, after[i].Messages)))
        {
            // Whatever was acknowledged before the backup began is there; of what came meanwhile, a beginning.
            Assert.True(now.Count >= 60, $"{room}: {now.Count}");
            Assert.Equal(was.Take(now.Count), now);
        }

        await using var returning = await RawReader.ConnectAsync(who, stop);
        Assert.True((await returning.EnterAsync(Rooms[0], stood.Epoch, stood.At, stop)).First.Reset);
        Assert.NotEqual(stood.Epoch, reader.Views.First().Epoch);
        await WriteAsync(reader, 3, stop);
        Directory.Delete(folder, recursive: true);
    }

    [Fact(DisplayName = "[DE5] Azure Tables: backed up, destroyed, restored: every history is what it was; of a backup under load, up to its end", Timeout = 300_000)]
    public async Task Tables_come_back()
    {
        var stop = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("halle-backup-").FullName;
        var (underLoad, quiet) = (Path.Combine(folder, "load.db"), Path.Combine(folder, "quiet.db"));
        string[] all = ["redis", "azurite", "silo1", "edge1"];
        await using var cluster = await RunningCluster.StartAsync(Pace.Unlimited, stop, all);
        await cluster.FilledAsync(stop);
        var who = await SignedIn.VisitorAsync(cluster.Edge1, "Plume", stop);
        IReadOnlyList<HistoryRead> before;
        await using (var writer = new LiveClient(who, recorder: null, seed: 1))
        {
            await WriteAsync(writer, 60, stop);
            var saving = RunAsync(["backup", underLoad], cluster.StoreSettings(), stop);
            await WriteAsync(writer, 20, stop);
            Assert.Equal((0, ""), await saving);
            before = await ReadAsync(writer, stop);
        }

        Assert.Equal((0, ""), await RunAsync(["backup", quiet], cluster.StoreSettings(), stop));
        Assert.Equal(2, (await RunAsync(["restore", quiet], cluster.StoreSettings(), stop)).Code);
        await StopAsync(cluster, stop);
        await DestroyAsync(cluster, stop);
        Assert.Equal((0, ""), await RunAsync(["restore", quiet], cluster.StoreSettings(), stop));
        foreach (var (was, now) in before.Zip(await ReopenAsync(cluster, who, stop)))
        {
            Assert.Equal(80, was.Messages.Count);
            Assert.Equal(was.Messages, now.Messages);
        }

        // Other tables in the same account: for silos that are started on them, a store that was empty.
        await StopAsync(cluster, stop);
        Assert.Equal((0, ""), await RunAsync(["restore", underLoad], cluster.StoreSettings("Restored"), stop));
        cluster.Change(cluster.StoreSettings("Restored"));
        foreach (var (was, now) in before.Zip(await ReopenAsync(cluster, who, stop)))
        {
            Assert.True(now.Messages.Count >= 60, $"{now.Messages.Count}");
            Assert.Equal(was.Messages.Take(now.Messages.Count), now.Messages);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task StopAsync(RunningCluster cluster, CancellationToken stop)
    {
        await cluster.DownAsync("edge1", stop);
        await cluster.DownAsync("silo1", stop);
    }

    private static async Task DestroyAsync(RunningCluster cluster, CancellationToken stop)
    {
        var account = new TableServiceClient(cluster.StoreSettings()["Halle__Storage__AzureTables__ConnectionString"]);
        var tables = await account.QueryAsync(cancellationToken: stop).ToListAsync(stop);
        Assert.Equal(3, tables.Count);
        foreach (var table in tables)
        {
            await account.DeleteTableAsync(table.Name, stop);
        }
    }

    /// <summary>Everybody's histories, and that it goes on behind them, of silos and edges that are started now.</summary>
    private static async Task<IReadOnlyList<HistoryRead>> ReopenAsync(RunningCluster cluster, SignedIn who, CancellationToken stop)
    {
        await cluster.UpAsync(["silo1", "edge1"], stop);
        await using var reader = new LiveClient(who, recorder: null, seed: 2);
        var after = await ReadAsync(reader, stop);
        await WriteAsync(reader, 3, stop);
        return after;
    }

    private static async Task WriteAsync(LiveClient writer, int count, CancellationToken stop)
    {
        foreach (var room in Rooms)
        {
            await writer.EnterAsync(room, TimeSpan.FromSeconds(30), stop);
        }

        for (var i = 0; i < count; i++)
        {
            foreach (var room in Rooms)
            {
                Assert.NotNull(await writer.PostAsync(room, $"Message {Syllables.Of(Interlocked.Increment(ref _written))}", stop));
            }
        }
    }

    private static async Task<IReadOnlyList<HistoryRead>> ReadAsync(LiveClient reader, CancellationToken stop)
    {
        var reads = new List<HistoryRead>();
        foreach (var room in Rooms)
        {
            var view = await reader.EnterAsync(room, TimeSpan.FromSeconds(30), stop);
            await Eventually.BecomesTrueAsync(() => view.At >= view.Head, "everything is shown", () => $"{view.At}", TimeSpan.FromSeconds(10), stop);
            reads.Add(await reader.ReadHistoryAsync(room, stop));
        }

        return reads;
    }

    /// <summary>The command of the product, as an operator gives it.</summary>
    private static async Task<(int Code, string Errors)> RunAsync(string[] arguments, IReadOnlyDictionary<string, string> settings, CancellationToken stop)
    {
        var configuration = typeof(BackupTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration ?? "Debug";
        var start = new ProcessStartInfo("dotnet", [Path.Combine(RunningCluster.Root, "src", "EdgeApi", "bin", configuration, "net10.0", "Halle.EdgeApi.dll"), .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(stop);
        await process.StandardOutput.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        return (process.ExitCode, await errors);
    }
}
