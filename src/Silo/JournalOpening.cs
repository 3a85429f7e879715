using Halle.Storage.Journal;

namespace Halle.Silo;

/// <summary>Opens the journal before the silo serves: a store that cannot be used stops the start with a clear word.</summary>
internal sealed partial class JournalOpening(IJournal journal, ILogger<JournalOpening> logger) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(JournalOpening), ServiceLifecycleStage.RuntimeInitialize, OpenAsync);

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await journal.OpenAsync(cancellationToken);
            LogOpen(logger, journal.Epoch);
        }
        catch (JournalDamagedException exception)
        {
            LogDamaged(logger, exception);
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The journal is open, epoch {Epoch}")]
    private static partial void LogOpen(ILogger logger, string epoch);

    [LoggerMessage(
        Level = LogLevel.Critical,
        Message = "The journal cannot be used, so nothing is served. Restore a backup, or start with the program that wrote it")]
    private static partial void LogDamaged(ILogger logger, Exception exception);
}
