using System.Diagnostics;

namespace Halle.Tests.Shell;

/// <summary>Waits for something that comes about by itself, and says what did not.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static Task HoldsAsync(string what, Func<bool> condition) => HoldsAsync(what, () => Task.FromResult(condition()));

    public static Task HoldsAsync(string what, Func<Task<bool>> condition) => HoldsAsync(() => what, condition);

    public static async Task HoldsAsync(Func<string> what, Func<Task<bool>> condition)
    {
        var watch = Stopwatch.StartNew();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!await condition())
        {
            Assert.True(watch.Elapsed < Patience, $"Not within {Patience.TotalSeconds} s: {what()}");
            await pace.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
