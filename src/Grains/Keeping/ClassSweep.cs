using Halle.Classrooms;
using Halle.Rooms;
using Halle.Storage.Journal;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Halle.Keeping;

/// <summary>
/// Asks every class that has ever been written in, one after the other, to forget what is over: those too that nobody opens, or that are in no programme any more.
/// Of several silos the one whose address is the least does it. What is missed, because a silo ends or a store does not answer, comes with the next round.
/// </summary>
public sealed partial class ClassSweep(
    IGrainFactory grains,
    IJournal journal,
    ISiloStatusOracle silos,
    TimeProvider time,
    IOptions<ClassOptions> options,
    ILogger<ClassSweep> logger) : BackgroundService
{
    /// <summary>After the start, which has more urgent things to do.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (every, pause) = (options.Value.ExpireEvery, Settled);
        try
        {
            while (true)
            {
                await Task.Delay(pause < every ? pause : every, time, stoppingToken);
                pause = every;
                if (IsMine())
                {
                    await RoundAsync(stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops.
        }
    }

    private bool IsMine() =>
        silos.GetApproximateSiloStatuses(onlyActive: true).Keys.Min() is { } first && first.Equals(silos.SiloAddress);

    private async Task RoundAsync(CancellationToken stoppingToken)
    {
        try
        {
            foreach (var room in (await journal.ReadRoomsAsync(stoppingToken)).Where(room => room.Kind == RoomKind.Class))
            {
                await ExpireAsync(room, stoppingToken);
                await Task.Delay(options.Value.ExpirePace, time, stoppingToken);
            }
        }
        catch (Exception exception) when (exception is JournalUnavailableException or JournalDamagedException)
        {
            LogNoRooms(logger, exception);
        }
    }

    private async Task ExpireAsync(RoomId room, CancellationToken stoppingToken)
    {
        try
        {
            var answer = await grains.GetGrain<IClassroomGrain>(room.ToGrainKey()).Expire(stoppingToken);
            if (answer.Rejection is { } rejection)
            {
                LogRefused(logger, room, rejection.Code);
            }
            else if (answer.Events > 0)
            {
                LogExpired(logger, room, answer.Events);
            }
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            LogUnasked(logger, exception, room);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Room}: {Count} stored events are over and have lost their words")]
    private static partial void LogExpired(ILogger logger, RoomId room, int count);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Room}: what is over could not be forgotten now ({Code}); the next round tries again")]
    private static partial void LogRefused(ILogger logger, RoomId room, string code);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Room} could not be asked to forget what is over; the next round tries again")]
    private static partial void LogUnasked(ILogger logger, Exception exception, RoomId room);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store does not tell which classes there are; the next round tries again")]
    private static partial void LogNoRooms(ILogger logger, Exception exception);
}
