namespace Halle.Live.Rooms;

/// <summary>
/// Calls that went down with a silo. Nothing tells of them before their response time is over (3 s), while the room answers elsewhere long before.
/// </summary>
internal static class LostCalls
{
    /// <summary>Longer than a room takes with a store that is well.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Waits for a call that does no harm when it is made twice. One that hangs for <see cref="Patience"/> shortly after a silo was lost is given up.
    /// </summary>
    /// <exception cref="TimeoutException">It was given up.</exception>
    public static async Task<T> OrLostAsync<T>(this Task<T> call, ReplicaContext context)
    {
        while (true)
        {
            try
            {
                return await call.WaitAsync(Patience, context.Time);
            }
            catch (TimeoutException) when (!call.IsCompleted && !context.Source.JustBroke)
            {
                // In an ordinary overload second calls would be what finishes a room off.
            }
        }
    }
}
