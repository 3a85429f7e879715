namespace Halle.Rooms;

/// <summary>
/// Takes batches from a grain's turn and gives them to a feed of this process one after another, in order, outside that turn: nothing the feed starts
/// may end up in the grain's scheduler.
/// </summary>
internal sealed class NearFeed(IRoomFeed feed) : IRoomFeed, IThreadPoolWorkItem
{
    /// <summary>Batches on their way; with more the room waits, and folds what comes meanwhile into the next.</summary>
    internal const int MostWaiting = 8;

    private readonly Lock _gate = new();
    private readonly Queue<FeedBatch> _waiting = [];
    private TaskCompletionSource? _drained;
    private bool _running;

    /// <summary>Completes when the next batch may come: at once, or when those that wait have been taken.</summary>
    public Task Deliver(FeedBatch batch)
    {
        Task next;
        bool starts;
        lock (_gate)
        {
            _waiting.Enqueue(batch);
            (starts, _running) = (!_running, true);
            next = _waiting.Count < MostWaiting
                ? Task.CompletedTask
                : (_drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        if (starts)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        }

        return next;
    }

    public Task Ended() => feed.Ended();

    void IThreadPoolWorkItem.Execute()
    {
        while (Next() is { } batch)
        {
            Give(batch);
        }
    }

    private FeedBatch? Next()
    {
        TaskCompletionSource? drained;
        lock (_gate)
        {
            if (_waiting.TryDequeue(out var batch))
            {
                return batch;
            }

            _running = false;
            (drained, _drained) = (_drained, null);
        }

        drained?.TrySetResult();
        return null;
    }

    private void Give(FeedBatch batch)
    {
        try
        {
            _ = feed.Deliver(batch);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whatever became of the batch, the feed starts again from what is stored.
            _ = feed.Ended();
        }
    }
}
