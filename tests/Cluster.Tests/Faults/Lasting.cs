namespace Halle.Cluster.Tests.Faults;

/// <summary>How long a fault, or the quiet between two, lasts: the only time that passes here for its own sake. Whatever comes of it is waited for as a condition.</summary>
internal static class Lasting
{
    public static async Task ForAsync(TimeSpan time, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync(stop);
    }
}
