using Halle.Rooms;
using Halle.Storage.Journal;
using Orleans.Serialization;

namespace Halle.Clustering;

/// <summary>Warms up before the silo becomes a member that rooms are given to (<see cref="RoomWarmUp"/>).</summary>
internal sealed partial class RoomsAtHand(IJournal journal, Serializer serializer, TimeProvider time, ILogger<RoomsAtHand> logger)
    : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>A store that is slow must not keep a silo out: it takes 2 s on two busy cores, most of it the compiler's.</summary>
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(10);

    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(RoomsAtHand), ServiceLifecycleStage.ApplicationServices, WarmUpAsync);

    private async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        enough.CancelAfter(AtMost);
        await new RoomWarmUp(journal, serializer, logger).RunAsync(enough.Token);
        var took = time.GetElapsedTime(begun);
        LogWarm(logger, took);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Warmed up for rooms in {Took}")]
    private static partial void LogWarm(ILogger logger, TimeSpan took);
}
