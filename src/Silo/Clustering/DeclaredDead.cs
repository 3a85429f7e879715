using Halle.Hosting;

namespace Halle.Clustering;

/// <summary>
/// Ends the process of a silo that the others have declared dead, with an exit code its supervisor can tell from a crash. Its rooms are
/// served elsewhere by then, and the journal's fence has shut it out: there is nothing to hand over, so it does not linger.
/// </summary>
internal sealed partial class DeclaredDead(ILogger<DeclaredDead> logger) : IFatalErrorHandler
{
    /// <summary>For the log to be written, and for an orderly exit before a hard one.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private int _ending;

    public bool IsUnexpected(Exception exception) => true;

    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null)
    {
        if (Interlocked.Exchange(ref _ending, 1) != 0)
        {
            return;
        }

        LogEnding(logger, exception, context ?? "");

        // Threads of their own: a starved pool may be the very reason for all this.
        new Thread(End) { IsBackground = true, Name = "declared-dead" }.Start();
    }

    private static void End()
    {
        using var never = new ManualResetEventSlim();
        never.Wait(Grace);
        new Thread(() => Environment.Exit(ExitCodes.DeclaredDead)) { IsBackground = true, Name = "declared-dead-exit" }.Start();

        // An exit that hangs in somebody's clean-up must not leave a silo that looks alive.
        never.Wait(Grace * 5);
        Environment.FailFast("The silo was declared dead and its exit hung.");
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "This silo is out of the cluster and ends, to be started again: {Context}")]
    private static partial void LogEnding(ILogger logger, Exception? exception, string context);
}
