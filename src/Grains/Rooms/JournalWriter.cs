using Halle.Storage.Journal;
using Microsoft.Extensions.Logging;

namespace Halle.Rooms;

/// <summary>What became of a commit.</summary>
internal enum WriteOutcome
{
    Stored,

    /// <summary>Somebody else writes this room: this activation is stale and must end.</summary>
    Fenced,

    /// <summary>The store has no space, and nothing of the commit was written.</summary>
    Full,

    /// <summary>The room is ending; whether the commit is stored is not known.</summary>
    Stopped,
}

/// <summary>
/// Writes one commit until it is known what became of it. A store that does not answer is asked again, with growing pauses; an attempt with
/// an unknown end is resolved by looking, so that nothing is written twice.
/// </summary>
internal sealed partial class JournalWriter(IJournal journal, RoomId room, TimeProvider time, TimeSpan backoff, RoomInstruments instruments, ILogger logger)
{
    public async Task<WriteOutcome> WriteAsync(long expectedHead, JournalCommit commit, CancellationToken stopping)
    {
        var ambiguous = false;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await journal.AppendAsync(room, expectedHead, commit, stopping);
                return WriteOutcome.Stored;
            }
            catch (JournalFencedException) when (!ambiguous)
            {
                return WriteOutcome.Fenced;
            }
            catch (JournalUnavailableException exception) when (exception.Full && !ambiguous)
            {
                LogFull(logger, room);
                return WriteOutcome.Full;
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                return WriteOutcome.Stopped;
            }
            catch (Exception exception)
            {
                ambiguous = true;
                instruments.Unclear();
                LogUnclear(logger, StackOf(exception), room, expectedHead, attempt, exception.Message);
            }

            try
            {
                if (await LookAsync(expectedHead, commit, stopping) is { } outcome)
                {
                    return outcome;
                }

                await Task.Delay(Pause(attempt), time, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return WriteOutcome.Stopped;
            }
        }
    }

    // An append that fails without a word may have happened, and one delayed on its way may happen yet. So: the same bytes at the same place
    // are ours; another head is somebody else's; the old head means try again, and the fence catches a late first attempt.
    private async Task<WriteOutcome?> LookAsync(long expectedHead, JournalCommit commit, CancellationToken stopping)
    {
        try
        {
            var head = await journal.ReadHeadAsync(room, stopping);
            if (head == expectedHead)
            {
                return null;
            }

            var found = await journal.ReadAsync(room, commit.From, 1, stopping);
            return found is [var stored] && stored.From == commit.From && stored.Payload.Span.SequenceEqual(commit.Payload.Span)
                ? WriteOutcome.Stored
                : WriteOutcome.Fenced;
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            LogUnseen(logger, StackOf(exception), room, expectedHead, exception.Message);
            return null;
        }
    }

    private TimeSpan Pause(int attempt) => backoff / (1 << Math.Max(0, 4 - attempt));

    // While a store is away every room says so with each attempt: 8 KB of frames each time, of which none is ours, were 12 MB a minute. Whatever else it is
    // may be a fault of ours.
    private Exception? StackOf(Exception exception) => exception is JournalUnavailableException && !logger.IsEnabled(LogLevel.Debug) ? null : exception;

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Room}: writing after seq {Head} ended unclear, attempt {Attempt}: {Reason}")]
    private static partial void LogUnclear(ILogger logger, Exception? exception, RoomId room, long head, int attempt, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Room}: whether what was written after seq {Head} is stored cannot be seen: {Reason}")]
    private static partial void LogUnseen(ILogger logger, Exception? exception, RoomId room, long head, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Room}: the store is full")]
    private static partial void LogFull(ILogger logger, RoomId room);
}
