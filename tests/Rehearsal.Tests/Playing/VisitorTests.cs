using Halle.Rehearsal.Judging;
using Halle.Rehearsal.Playing;
using Halle.Rehearsal.Sockets;

namespace Halle.Rehearsal.Tests.Playing;

public sealed class VisitorTests
{
    private readonly Tally _tally = new("bdfhjk");

    [Fact(DisplayName = "[RH2] Whoever is not in at the end has failed, and is counted once")]
    public void Not_in_is_failed()
    {
        var (queued, dialling, gaveUp) = (new Visitor(0, _tally), new Visitor(1, _tally) { Cookie = "a" }, new Visitor(2, _tally));
        gaveUp.Fail();
        gaveUp.Fail();

        foreach (var visitor in (Visitor[])[queued, dialling, gaveUp])
        {
            visitor.Conclude();
        }

        var result = _tally.Judge(new Dictionary<int, long[]>());
        Assert.Equal(3, result.Failed);
        Assert.Equal(["not in: not signed in at the end", "not in: still dialling or entering at the end"], result.Troubles.Keys.Order(StringComparer.Ordinal));
    }

    [Theory(DisplayName = "[RH2] A stand that does not let a visitor in is no room of theirs")]
    [InlineData("slow_down")]
    [InlineData("unavailable")]
    public async Task A_refused_visit_leaves_no_room(string code)
    {
        await using var server = new OneLineServer();
        using var sockets = new VisitorSockets();
        var visitor = new Visitor(0, _tally);
        await visitor.ConnectAsync(sockets, await VisitorTarget.ResolveAsync(server.Address, cancellationToken: TestContext.Current.CancellationToken), from: null);
        visitor.ComeIn();
        var entering = visitor.EnterAsync(new RoomSubject(0, "booth:1"));

        await server.SayAsync($$$"""{"type":3,"invocationId":"1","result":{"code":"{{{code}}}","retryAfterMs":50}}""");

        Assert.Equal(code, (await entering)?.Code);
        Assert.Empty(visitor.Rooms);
        visitor.Conclude();
        Assert.Equal(0, _tally.Judge(new Dictionary<int, long[]>()).Failed);
    }

    [Fact(DisplayName = "[RH6] Who is hung up on while entering is brought in by who was bringing them in, and by nobody beside")]
    public async Task Hung_up_on_while_entering()
    {
        var server = new OneLineServer();
        using var sockets = new VisitorSockets();
        var returns = 0;
        var visitor = new Visitor(0, _tally) { OnBroken = _ => returns++ };
        await visitor.ConnectAsync(sockets, await VisitorTarget.ResolveAsync(server.Address, cancellationToken: TestContext.Current.CancellationToken), from: null);
        var entering = visitor.EnterAsync(new RoomSubject(0, "booth:1"));

        await server.DisposeAsync();

        await Assert.ThrowsAsync<VisitorClosedException>(() => entering);
        Assert.True(SpinWait.SpinUntil(() => _tally.Connected == 0, TimeSpan.FromSeconds(5)), "The end of the line was not told within 5 s.");
        Assert.Throws<VisitorClosedException>(visitor.ComeIn);
        Assert.Equal((0, false), (returns, visitor.IsIn));
    }
}
