namespace Halle.Capacity;

/// <summary>Who asks for a place.</summary>
public enum Comer
{
    /// <summary>A visitor nobody knows yet.</summary>
    NewVisitor,

    /// <summary>A pupil with a class code, or somebody with a session: back after a broken line, or from another edge.</summary>
    Known,

    /// <summary>Professionals, teachers, moderators, organisers.</summary>
    Staff,
}

/// <summary>How far each kind of comer may fill an edge. Pure.</summary>
/// <param name="ForNewVisitors">They are sent away from here on; the rest is for who is known already.</param>
/// <param name="ForKnown">From here on only staff come in.</param>
/// <param name="All">From here on nobody.</param>
public sealed record Places(int ForNewVisitors, int ForKnown, int All)
{
    /// <param name="descriptors">What the process may have open.</param>
    public static Places Of(CapacityOptions options, int descriptors)
    {
        var all = options.MaxConnections > 0 ? options.MaxConnections : Math.Max(1, descriptors - options.SpareDescriptors);
        return new Places(Without(options.ReturnReservePercent), Without(options.StaffReservePercent), all);

        // A reserve that is wanted at all is one place at least.
        int Without(int percent) => percent == 0 ? all : Math.Max(0, all - Math.Max(1, (int)((long)all * percent / 100)));
    }

    /// <param name="taken">Open connections, and places kept for who is on the way.</param>
    public bool Admits(Comer comer, int taken) => taken < comer switch
    {
        Comer.NewVisitor => ForNewVisitors,
        Comer.Known => ForKnown,
        _ => All,
    };
}
