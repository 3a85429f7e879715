using System.Diagnostics;

namespace Halle.Shared;

/// <summary>Waits for something that takes its time, and says what it waited for.</summary>
public static class Eventually
{
    public static async Task TrueAsync(string what, Func<Task<bool>> holds, TimeSpan? within = null)
    {
        var limit = within ?? TimeSpan.FromSeconds(5);
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await holds())
        {
            if (watch.Elapsed > limit)
            {
                throw new TimeoutException($"After {limit} it still did not hold that {what}.");
            }

            await timer.WaitForNextTickAsync();
        }
    }

    /// <param name="actual">What is there instead, for the failure's message.</param>
    public static async Task BecomesTrueAsync(
        Func<bool> condition, string what, Func<string> actual, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        while (!condition())
        {
            if (watch.Elapsed > timeout)
            {
                throw new TimeoutException($"Waited {timeout.TotalSeconds:0.#} s for: {what}. There is: {actual()}");
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }
}
