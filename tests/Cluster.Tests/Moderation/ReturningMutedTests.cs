using Halle.Cluster.Tests.Driving;
using Halle.Shared;

namespace Halle.Cluster.Tests.Moderation;

/// <summary>A sanction is not shed at the door.</summary>
public sealed class ReturningMutedTests
{
    private const string Room = "booth:edf";

    [Theory(DisplayName = "[SI91] a visitor who was muted goes out, comes in again under another name, and is muted", Timeout = 120_000)]
    [InlineData(Room)]
    [InlineData("event:main")]
    public async Task A_mute_comes_along(string where)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var server = await RunningEdge.StartAsync(cancellationToken: cancellationToken);
        var within = TimeSpan.FromSeconds(20);
        await using var moderator = new LiveClient(
            await SignedIn.StaffAsync(server.Address, server.Links["moderator"], cancellationToken), recorder: null, seed: 1);
        await moderator.EnterAsync(where, within, cancellationToken);
        var visitor = new LiveClient(await SignedIn.VisitorAsync(server.Address, "Alix Bruyant", cancellationToken), recorder: null, seed: 2);
        await visitor.EnterAsync(Room, within, cancellationToken);
        Assert.NotNull(await visitor.PostAsync(Room, "Me voici", cancellationToken));
        var mute = new { type = "sanction.mute", person = visitor.Who.Person, minutes = 5, reason = "Trop" };
        Assert.Equal("ok", (await moderator.DoAsync(where, mute, cancellationToken)).Status);
        await visitor.DisposeAsync();

        var again = await visitor.Who.AgainAsync("Sacha Nouveau", cancellationToken);
        await using var back = new LiveClient(again, recorder: null, seed: 3);
        await back.EnterAsync(Room, within, cancellationToken);
        var answer = await back.ExecuteAsync(Room, "again-000001", new { type = "chat.post", text = "Me revoici" }, cancellationToken);

        Assert.Equal((visitor.Who.Person, "Sacha Nouveau"), (again.Person, again.Name));
        Assert.Equal(("refused", "muted", "Trop"), (answer.Status, answer.Code, answer.Reason));
    }
}
