namespace Halle.Status;

/// <summary>Something that wants a person's attention.</summary>
/// <param name="Code">One of <see cref="ProblemCode"/>.</param>
/// <param name="Where">Which edge or silo; empty: the whole service.</param>
/// <param name="Figure">What the code counts.</param>
public sealed record Problem(string Code, string Where, long Figure);

public static class ProblemCode
{
    /// <summary>An edge is not heard of; figure: seconds.</summary>
    public const string EdgeSilent = "edge_silent";

    /// <summary>An edge sends newcomers away; figure: its overload level.</summary>
    public const string EdgeOverloaded = "edge_overloaded";

    /// <summary>An edge has hardly a place left; figure: per cent taken.</summary>
    public const string EdgeFull = "edge_full";

    /// <summary>The store did not take what people sent; figure: refusals in the last minute, at all edges.</summary>
    public const string StoreRefuses = "store_refuses";

    /// <summary>Rooms could not be reached; figure: refusals in the last minute, at all edges.</summary>
    public const string RoomsUnreachable = "rooms_unreachable";

    /// <summary>Readers were too slow and were cut off; figure: in the last minute, at all edges.</summary>
    public const string SlowReaders = "slow_readers";

    /// <summary>A silo was declared dead and nobody took its place; figure: silos left.</summary>
    public const string SiloDead = "silo_dead";

    /// <summary>The silos did not answer for their own state.</summary>
    public const string SilosUnknown = "silos_unknown";
}
