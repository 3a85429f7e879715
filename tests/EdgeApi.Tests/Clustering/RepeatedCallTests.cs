using Halle.Clustering;
using Microsoft.Extensions.Time.Testing;
using Polly.Timeout;

namespace Halle.EdgeApi.Tests.Clustering;

public sealed class RepeatedCallTests
{
    [Fact(DisplayName = "[PL7] A call of a console command that a dead silo took is made again until a silo answers; a fault of the grain is told at once")]
    public async Task A_lost_call_is_made_again()
    {
        var stop = TestContext.Current.CancellationToken;
        var calls = 0;
        var repeated = new RepeatedCall(TimeProvider.System);

        var answer = await repeated.AskAsync(() => ++calls switch
        {
            1 => throw new OrleansException("no such silo"),
            2 => Task.FromException<int>(new TimeoutException("no answer")),
            _ => Task.FromResult(calls),
        }, stop);

        Assert.Equal(3, answer);
        await Assert.ThrowsAsync<InvalidOperationException>(() => repeated.AskAsync(() =>
        {
            calls++;
            return Task.FromException(new InvalidOperationException("a fault"));
        }, stop));
        Assert.Equal(4, calls);
    }

    [Fact(DisplayName = "[PL7] Where no silo answers at all the command ends after half a minute")]
    public async Task Patience_ends()
    {
        var stop = TestContext.Current.CancellationToken;
        var time = new FakeTimeProvider();
        var hanging = new TaskCompletionSource();

        var asking = new RepeatedCall(time).AskAsync(() => hanging.Task, stop);
        time.Advance(RepeatedCall.Patience - TimeSpan.FromSeconds(1));
        Assert.False(asking.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<TimeoutRejectedException>(() => asking.WaitAsync(TimeSpan.FromSeconds(5), stop));
        hanging.SetResult();
    }
}
