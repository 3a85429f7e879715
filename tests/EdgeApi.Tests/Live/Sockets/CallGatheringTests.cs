using Halle.Live.Sockets;
using Microsoft.Extensions.Time.Testing;

namespace Halle.Tests.Live.Sockets;

public sealed class CallGatheringTests
{
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(20);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddDays(1));

    [Fact(DisplayName = "[RC133] Calls that come alone go on together, in the order they came, when the first has waited 20 ms")]
    public void Who_is_alone_waits()
    {
        using var gathering = new CallGathering(Window, _time);
        Pass(5);
        var first = gathering.ComeAsync();
        Pass(19);
        var second = gathering.ComeAsync();
        Assert.False(first.IsCompleted || second.IsCompleted);

        Pass(1);

        Assert.True(first.IsCompletedSuccessfully && second.IsCompletedSuccessfully);
    }

    [Fact(DisplayName = "[RC133] Who asks as soon as it is answered, or soon after another, does not wait")]
    public void Who_is_not_alone_does_not_wait()
    {
        using var gathering = new CallGathering(Window, _time);
        Pass(5);
        var first = gathering.ComeAsync();
        Pass(20);
        Assert.True(first.IsCompletedSuccessfully);
        Pass(10);
        gathering.Answered();
        Pass(1);

        Assert.True(gathering.ComeAsync().IsCompletedSuccessfully);
        Pass(1);
        Assert.True(gathering.ComeAsync().IsCompletedSuccessfully);
        Pass(2);
        Assert.False(gathering.ComeAsync().IsCompleted);
    }

    [Fact(DisplayName = "[RC133] With sixteen the wait is over")]
    public void So_many_wait_no_longer()
    {
        using var gathering = new CallGathering(Window, _time);
        Pass(5);

        var first = gathering.ComeAsync();
        for (var call = 2; call <= 15; call++)
        {
            _ = gathering.ComeAsync();
        }

        Assert.False(first.IsCompleted);
        _ = gathering.ComeAsync();
        Pass(0);
        Assert.True(first.IsCompletedSuccessfully);
    }

    [Fact(DisplayName = "[RC133] Nobody waits where nothing is to be gathered, and none is left waiting at the end")]
    public void Nobody_waits_for_ever()
    {
        using var off = new CallGathering(TimeSpan.Zero, _time);
        Pass(5);
        Assert.True(off.ComeAsync().IsCompletedSuccessfully);

        var gathering = new CallGathering(Window, _time);
        var last = gathering.ComeAsync();
        gathering.Dispose();
        Assert.True(last.IsCompletedSuccessfully);
    }

    private void Pass(int milliseconds) => _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
}
