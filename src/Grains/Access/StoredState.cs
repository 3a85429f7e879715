namespace Halle.Access;

internal static class StoredState
{
    /// <summary>Writes the grain's state. When that fails, what is stored is not known any more: this activation ends, and the next one reads it.</summary>
    public static async Task WriteOrEndAsync<TState>(this IPersistentState<TState> state, IGrainBase grain)
    {
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            grain.DeactivateOnIdle();
            throw;
        }
    }
}
