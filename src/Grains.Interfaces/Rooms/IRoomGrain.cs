using Halle.Keeping;
using Orleans.Concurrency;

namespace Halle.Rooms;

/// <summary>
/// One room: the only sequencer of what happens in it. Its cost grows with commands and edges, never with visitors.
/// Every method interleaves at awaits; state is only touched between them, on the grain's own scheduler. A call that a dying silo took with
/// it never ends by itself: after 3 s without an answer the way is taken to be broken, and asking again does no harm.
/// </summary>
[GrainInterfaceType("halle.room"), Alias("halle.IRoomGrain")]
public interface IRoomGrain : IGrainWithStringKey
{
    /// <summary>
    /// Authorises, decides, stores, then answers. <see cref="ReceiptStatus.Ok"/> means stored (fsynced on SQLite). Sending the
    /// same (actor, <paramref name="clientId"/>) again within 10 minutes and 1 000 messages returns the same seq, also after
    /// the room's process died; a command that had nothing to change (a vote that was there already) left no trace, and is judged
    /// anew. Never throws for an expected refusal; answers <see cref="ReceiptStatus.Unknown"/> when the store did not confirm in time.
    /// </summary>
    [AlwaysInterleave, Alias("Execute"), ResponseTimeout("00:00:03")]
    Task<Receipt> Execute(Actor actor, ClientId clientId, RoomCommand command, CancellationToken cancellationToken);

    /// <summary>
    /// Starts or renews one edge's feed. Batches follow in order, one in flight, each beginning where the last ended or
    /// where the answer ends. When <paramref name="from"/> is of this epoch and recent, the answer is a tail; else a snapshot.
    /// The feed lives in memory: it ends with the activation, and an edge whose lease lapsed is dropped.
    /// </summary>
    [AlwaysInterleave, Alias("Subscribe"), ResponseTimeout("00:00:03")]
    Task<Subscription> Subscribe(EdgeId edge, IRoomFeed feed, RoomPosition? from);

    /// <summary>Ends the edge's feed and its presence. Harmless when there is none.</summary>
    [AlwaysInterleave, Alias("Unsubscribe")]
    Task Unsubscribe(EdgeId edge);

    /// <summary>
    /// Replaces what this edge says of its readers and renews its lease (12 s). Answers false when the room holds no feed for
    /// the edge (it was reactivated): the edge then subscribes again.
    /// </summary>
    [AlwaysInterleave, Alias("ReportPresence"), ResponseTimeout("00:00:03")]
    Task<bool> ReportPresence(EdgeId edge, PresenceReport report);

    /// <summary>Reads older events from the store, for history pages; committed events only, oldest first.</summary>
    [AlwaysInterleave, ReadOnly, Alias("Read")]
    Task<RoomSlice> Read(long fromSeq, int count, CancellationToken cancellationToken);

    /// <summary>
    /// Takes words and people out of the room, and out of everything that is stored of it, also when it is in no programme any more. When it answers
    /// without a rejection nothing of them is in the store, and no edge is given any of it. Asked again it finds nothing; broken off it goes on when asked again
    /// or when the room opens. Asked by silos and by commands of the console only: no edge lets anybody reach it.
    /// </summary>
    [AlwaysInterleave, Alias("Forget"), ResponseTimeout("00:05:00")]
    Task<ForgetAnswer> Forget(ForgetOrder order, CancellationToken cancellationToken);
}

/// <summary>An edge's end of one room's feed. Awaited by the grain: one-way calls arrive out of order.</summary>
[Alias("halle.IRoomFeed")]
public interface IRoomFeed : IGrainObserver
{
    /// <summary>
    /// Takes the next batch; must return quickly and never await a reader. The same batch may come twice. After 3 s without an answer the way is
    /// taken to be broken (a silo on it died), and it is sent again.
    /// </summary>
    [Alias("Deliver"), ResponseTimeout("00:00:03")]
    Task Deliver(FeedBatch batch);

    /// <summary>
    /// This activation ends in order and feeds no more: the edge subscribes again, wherever the room opens next. A hint, given once; who misses it
    /// learns the same from its next presence report.
    /// </summary>
    [Alias("Ended"), ResponseTimeout("00:00:01")]
    Task Ended();
}
