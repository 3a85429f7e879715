using Polly;
using Polly.Retry;

namespace Halle.Clustering;

/// <summary>
/// For commands of the console, whose calls may all be made twice: a silo that died is still called until the cluster has noticed, and a call
/// that it took with it ends without an answer. Both are tried again for <see cref="Patience"/>; what a grain itself fails with is not.
/// </summary>
internal sealed class RepeatedCall(TimeProvider time)
{
    /// <summary>Longer than a cluster needs to put a dead silo out (docs/reliability.md, R1).</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ResiliencePipeline _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddTimeout(Patience)
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<OrleansException>().Handle<TimeoutException>(),
            MaxRetryAttempts = int.MaxValue,
            Delay = TimeSpan.FromMilliseconds(250),
        })
        .Build();

    /// <exception cref="Polly.Timeout.TimeoutRejectedException">No silo answered within <see cref="Patience"/>.</exception>
    public async Task<T> AskAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken = default) =>
        await _pipeline.ExecuteAsync(async patience => await call().WaitAsync(patience), cancellationToken);

    /// <inheritdoc cref="AskAsync{T}"/>
    public async Task AskAsync(Func<Task> call, CancellationToken cancellationToken = default) =>
        await _pipeline.ExecuteAsync(async patience => await call().WaitAsync(patience), cancellationToken);
}
