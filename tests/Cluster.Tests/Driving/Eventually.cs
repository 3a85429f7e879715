using System.Diagnostics;

namespace Halle.Cluster.Tests.Driving;

/// <summary>Waits for a condition, and says what it waited for when it does not come.</summary>
public static class Eventually
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(25);

    /// <param name="actual">What is there instead, for the failure's message.</param>
    public static async Task BecomesTrueAsync(
        Func<bool> condition, string what, Func<string> actual, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Poll);
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(started) > timeout)
            {
                throw new TimeoutException($"Waited {timeout.TotalSeconds:0.#} s for: {what}. There is: {actual()}");
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }
}
