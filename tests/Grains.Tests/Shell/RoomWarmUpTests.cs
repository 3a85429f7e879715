using Halle.Rooms;
using Halle.Storage;
using Halle.Storage.Journal.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Serialization;

namespace Halle.Tests.Shell;

public sealed class RoomWarmUpTests
{
    [Fact(DisplayName = "[DE8] Each command of a silo's warm-up is accepted and becomes an event, and nothing is written to the store")]
    public async Task Warming_up_runs_through_what_rooms_do_and_leaves_nothing_behind()
    {
        var folder = Directory.CreateTempSubdirectory("halle-warm-up-");
        await using var sqlite = new SqliteJournal(new SqliteOptions { Path = Path.Combine(folder.FullName, "halle.db") });
        await sqlite.OpenAsync(TestContext.Current.CancellationToken);
        var journal = new FaultJournal(sqlite);
        await using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();

        var happened = await new RoomWarmUp(journal, services.GetRequiredService<Serializer>(), NullLogger.Instance)
            .RunAsync(TestContext.Current.CancellationToken);

        Assert.True(happened >= RoomWarmUp.Rounds * RoomWarmUp.CommandsInARound, $"{happened} events");
        foreach (var kind in Enum.GetValues<RoomKind>())
        {
            var room = new RoomId(kind, "warm-up");
            Assert.Equal(0, journal.For(room).Attempts);
            Assert.Null(await sqlite.LoadSnapshotAsync(room, TestContext.Current.CancellationToken));
        }
    }

    [Fact(DisplayName = "[DE8] A store that does not answer keeps no silo from starting: the warm-up goes without it")]
    public async Task Warming_up_does_without_the_store()
    {
        var folder = Directory.CreateTempSubdirectory("halle-warm-up-");
        await using var sqlite = new SqliteJournal(new SqliteOptions { Path = Path.Combine(folder.FullName, "halle.db") });
        var journal = new FaultJournal(sqlite);
        foreach (var kind in Enum.GetValues<RoomKind>())
        {
            journal.For(new RoomId(kind, "warm-up")).Down = true;
        }

        await using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var happened = await new RoomWarmUp(journal, services.GetRequiredService<Serializer>(), NullLogger.Instance)
            .RunAsync(TestContext.Current.CancellationToken);

        Assert.True(happened > 0);
    }
}
