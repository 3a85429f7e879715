using System.Diagnostics;
using System.Globalization;
using Halle.Chat;
using Halle.Rooms;
using Halle.Shared;
using Halle.Storage;
using Halle.Storage.Journal;
using Halle.Storage.Journal.AzureTables;

namespace Halle.Cluster.Tests.Faults;

/// <summary>R32: everything is killed and comes back to a store with a long past.</summary>
public sealed class R32_ColdStart
{
    private const int Rows = 10;
    private const int PerRow = 100;

    [Fact(DisplayName = "[R32] killed whole, with 953 rooms and 950 000 messages stored: the first room answers within 5 s, all within 30 s", Timeout = 1_500_000, Explicit = true)]
    [Trait("Goal", "R32")]
    public async Task All_rooms_are_back_soon()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var stage = new FaultStage();
        await stage.InitializeAsync();
        var rooms = await stage.AllRoomsAsync(stop);
        var watch = Stopwatch.StartNew();
        await FillAsync(stage, rooms, stop);
        RunLog.Print($"R32: {rooms.Count * Rows * PerRow} messages in {rooms.Count} rooms written in {watch.Elapsed.TotalSeconds:0} s");
        foreach (var name in FaultStage.Silos.AddRange("edge1", "edge2"))
        {
            await stage.Cluster.KillAsync(name, stop);
        }

        watch.Restart();
        await stage.Cluster.UpAsync(FaultStage.Silos, stop);
        var ready = watch.Elapsed.TotalSeconds;
        watch.Restart();
        var first = 0.0;
        var storeBefore = Usage.CpuSeconds(stage.Cluster.PidOf("azurite"));
        await Parallel.ForEachAsync(rooms, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = stop }, async (room, cancel) =>
        {
            var head = await AnswerAsync(stage, room, cancel);
            Assert.True(head >= Rows * PerRow, $"{room} is at {head}");
            Interlocked.CompareExchange(ref first, watch.Elapsed.TotalSeconds, 0);
        });
        var all = watch.Elapsed.TotalSeconds;
        var store = Usage.CpuSeconds(stage.Cluster.PidOf("azurite")) - storeBefore;
        await stage.Cluster.UpAsync(FaultStage.Everything, stop);
        RunLog.Print($"R32: silos ready {ready:0.0} s after the start of the processes; then the first room answered after {first:0.00} s, all {rooms.Count} after {all:0.0} s, of which the emulator of the store, which has one thread, took {store:0.0} s of CPU");
        Assert.True(first <= 5, $"{first:0.0} s");
        Assert.True(all <= 30, $"{all:0.0} s");
    }

    /// <summary>Asks until there is a silo that answers: the client here had lost all of them.</summary>
    private static async Task<long> AnswerAsync(FaultStage stage, RoomId room, CancellationToken stop)
    {
        var head = 0L;
        await Eventually.TrueAsync($"{room} answers", AnswersAsync, TimeSpan.FromMinutes(2));
        return head;

        async Task<bool> AnswersAsync()
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                var slice = await stage.Grains.GetRoom(room).Read(Rows * PerRow, 1, stop);
                head = slice.Rejection is null ? RoomJson.ReadEvents(slice.Commits[^1])[^1].Seq : 0;
                return slice.Rejection is null;
            }
            catch (Exception away) when (away is OrleansException or TimeoutException)
            {
                return false;
            }
        }
    }

    /// <summary>As an event would have left it, snapshots included, but written by a hundred a row, which is what a busy room's commits come to.</summary>
    private static async Task FillAsync(FaultStage stage, IReadOnlyList<RoomId> rooms, CancellationToken stop)
    {
        var journal = new AzureTableJournal(new AzureTableOptions { ConnectionString = stage.StoreAccount });
        await journal.OpenAsync(stop);
        var author = new Author(new PersonId(new string('a', 32)), Role.Visitor, "Plume");
        await Parallel.ForEachAsync(rooms, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = stop }, async (room, cancel) =>
        {
            var head = await journal.ReadHeadAsync(room, cancel);
            var (whole, saved, every, changes) = (RoomFactory.Create(room, new RoomSettings()), 0L, new RoomOptions().SnapshotEvery, new Changes());
            Assert.True(head == 0, $"{room} was used before.");
            for (var row = 0; row < Rows; row++)
            {
                var events = Enumerable.Range(1, PerRow).Select(at => new StoredEvent(
                    head + at,
                    DateTimeOffset.UnixEpoch.AddYears(56),
                    author,
                    ClientId: null,
                    new MessagePosted("Message " + (head + at).ToString(CultureInfo.InvariantCulture), ReplyTo: null, MessageState.Visible, HeldFor: null))).ToList();
                await journal.AppendAsync(room, head, new JournalCommit(head + 1, head + PerRow, RoomJson.Write(events)), cancel);
                head += PerRow;
                events.ForEach(one => whole.Apply(one, changes));
                if (head - saved >= every)
                {
                    await journal.SaveSnapshotAsync(room, new JournalSnapshot(saved = head, whole.Save()), cancel);
                }
            }
        });
    }
}
