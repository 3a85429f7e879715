using System.Diagnostics;

namespace Halle.Shared;

/// <summary>Waits for something that takes its time, and says what it waited for.</summary>
public static class Eventually
{
    public static async Task TrueAsync(string what, Func<Task<bool>> holds, TimeSpan? within = null)
    {
        var limit = within ?? TimeSpan.FromSeconds(5);
        var watch = Stopwatch.StartNew();
        while (!await holds())
        {
            if (watch.Elapsed > limit)
            {
                throw new TimeoutException($"After {limit} it still did not hold that {what}.");
            }

            await Task.Delay(50);
        }
    }
}
