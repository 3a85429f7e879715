using System.Collections.Immutable;
using Halle.Chat;
using Halle.Moderation;
using Halle.Rooms;
using Halle.Talks.Questions;
using Halle.Tests.Rooms;

namespace Halle.Tests.Shell;

[Collection(ShellRooms.Name)]
public sealed class RoomBoardGrainTests(ShellCluster shell)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IRoomBoardGrain Board => shell.Grains.GetGrain<IRoomBoardGrain>(IRoomBoardGrain.Key);

    [Fact(DisplayName = "[CL33] What a class holds is known on the board, also when class and board begin anew, until somebody has dealt with it")]
    public async Task What_a_class_holds_is_known()
    {
        await shell.ReadyAsync();
        var held = await shell.PostSurelyAsync(Cast.Class, Cast.Teacher, "Demo : 06 12 34 56 78");
        await Eventually.HoldsAsync("one message waits", async () => (await NowAsync())?.Waiting == 1);

        await shell.Cluster.DeactivateAsync(shell.Grains.GetRoom(Cast.Class));
        await shell.Cluster.DeactivateAsync(Board);
        await Eventually.HoldsAsync("it still does", async () => (await NowAsync())?.Waiting == 1);

        await shell.Grains.GetRoom(Cast.Class).Execute(
            Cast.Moderator, ShellCluster.NewId(), new ReleaseMessage(held.Seq.ToString(System.Globalization.CultureInfo.InvariantCulture)), Stop);
        await Eventually.HoldsAsync("nothing waits", async () => await NowAsync() is null);
    }

    [Fact(DisplayName = "[MO19] [CL33] G01: what a stand holds is on the board too, also when everybody has left, and nobody is counted there")]
    public async Task What_a_stand_holds_is_known()
    {
        await shell.ReadyAsync();
        var booth = ShellCluster.NewBooth();
        var held = await shell.PostSurelyAsync(booth, Cast.Visitor(1), "Quel âge as-tu ?");
        await Eventually.HoldsAsync("one message waits", async () => await NowAsync(booth) is { Waiting: 1, Since: not null, Present: 0 });

        await shell.Cluster.DeactivateAsync(shell.Grains.GetRoom(booth));
        await Eventually.HoldsAsync("it still does", async () => (await NowAsync(booth))?.Waiting == 1);

        await shell.Grains.GetRoom(booth).Execute(
            Cast.Moderator, ShellCluster.NewId(), new RemoveMessage(held.Seq.ToString(System.Globalization.CultureInfo.InvariantCulture)), Stop);
        await Eventually.HoldsAsync("nothing waits", async () => await NowAsync(booth) is null);
    }

    [Fact(DisplayName = "[MO21] A question asked in a talk that has not begun is on the board until somebody has dealt with it, also when the talk begins anew")]
    public async Task What_a_talk_holds_is_known()
    {
        await shell.ReadyAsync();
        var talk = Cast.Talk;
        var asked = await shell.Grains.GetRoom(talk).Execute(Cast.Visitor(1), ShellCluster.NewId(), new AskQuestion("Et les stages ?"), Stop);
        Assert.Null(asked.Rejection);
        await Eventually.HoldsAsync("one question waits", async () => await NowAsync(talk) is { Waiting: 1, Since: not null });

        await shell.Cluster.DeactivateAsync(shell.Grains.GetRoom(talk));
        await shell.Cluster.DeactivateAsync(Board);
        await Eventually.HoldsAsync("it still does", async () => (await NowAsync(talk))?.Waiting == 1);

        await shell.Grains.GetRoom(talk).Execute(
            Cast.Moderator, ShellCluster.NewId(), new ApproveQuestion(asked.Seq.ToString(System.Globalization.CultureInfo.InvariantCulture)), Stop);
        await Eventually.HoldsAsync("nothing waits", async () => await NowAsync(talk) is null);
    }

    [Fact(DisplayName = "[CL33] Who belongs to a class is counted on the board, who watches it is not; a silent edge's people are gone")]
    public async Task Who_is_there_is_counted()
    {
        await shell.ReadyAsync();
        var edge = new TestEdge(shell.Grains, Cast.Class, "edge-cl33");
        await edge.SubscribeAsync();
        var named = ImmutableArray.Create(Named(Cast.Teacher), Named(Cast.Pupil(1)), Named(Cast.Moderator), Named(Cast.Organiser));

        await Eventually.HoldsAsync("teacher and pupil are there", async () => await edge.ReportAsync(0, named) && (await NowAsync())?.Present == 2);
        await Eventually.HoldsAsync("nobody is there any more", async () => (await NowAsync())?.Present is null or 0);
    }

    private static NamedPresence Named(Actor actor) => new(actor.Person, actor.Role, actor.Name);

    private async Task<RoomStanding?> NowAsync(RoomId? room = null) =>
        (await Board.Read()).FirstOrDefault(one => one.Room == (room ?? Cast.Class))?.Standing;
}
