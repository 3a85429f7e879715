using Halle.Health;

namespace Halle.Clustering;

/// <summary>
/// Whether the silos can be reached from this edge. Until they were reached once nothing may be asked of them; after a loss, calls fail for a
/// while and succeed again by themselves, and what is on screens stays there.
/// </summary>
public sealed class SiloLink : IReadyCondition
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _holds;
    private volatile int _breaks;
    private long _brokeAt;

    public string Name => "connected to a silo";

    public bool Holds => _holds;

    /// <summary>Completes when the silos were reached for the first time; never fails.</summary>
    public Task Reached => _reached.Task;

    public void Found()
    {
        _holds = true;
        _reached.TrySetResult();
    }

    public void Lost() => _holds = false;

    /// <summary>How often a connection to a silo has broken: its rooms may be elsewhere now, and know nobody there.</summary>
    public int Breaks => _breaks;

    /// <summary>A connection to a silo broke within the last 10 s: as long as it takes at most until its rooms are elsewhere.</summary>
    public bool JustBroke => _breaks > 0 && TimeProvider.System.GetElapsedTime(Interlocked.Read(ref _brokeAt)) < TimeSpan.FromSeconds(10);

    public void Broke()
    {
        Interlocked.Exchange(ref _brokeAt, TimeProvider.System.GetTimestamp());
        Interlocked.Increment(ref _breaks);
    }
}
