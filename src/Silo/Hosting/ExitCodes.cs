namespace Halle.Hosting;

/// <summary>How a process of Halle ends, for its supervisor.</summary>
public static class ExitCodes
{
    /// <summary>It was asked to stop and did.</summary>
    public const int Stopped = 0;

    /// <summary>It cannot start as it is set up, or its store is damaged: starting it again changes nothing.</summary>
    public const int Refused = 2;

    /// <summary>Something it needs (Redis, the store) was not there at the start: start it again a little later.</summary>
    public const int Unreachable = 3;

    /// <summary>The other silos have declared it dead and serve its rooms: start it again at once.</summary>
    public const int DeclaredDead = 70;
}
