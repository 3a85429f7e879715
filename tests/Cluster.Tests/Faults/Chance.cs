using System.Globalization;
using System.Security.Cryptography;

namespace Halle.Cluster.Tests.Faults;

/// <summary>What a fault run is told from outside: its seed, and whether it is the long one.</summary>
internal static class Chance
{
    /// <summary>Of everything random in this process; printed with each result. <c>HALLE_FAULT_SEED</c> plays it again.</summary>
    public static int Seed { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("HALLE_FAULT_SEED"), CultureInfo.InvariantCulture, out var seed)
            ? seed
            : RandomNumberGenerator.GetInt32(1, 1_000_000);

    /// <summary>The figures of the goals themselves (<c>./test-faults.sh</c>), not the short run within the other tests.</summary>
    public static bool Full { get; } = Environment.GetEnvironmentVariable("HALLE_FAULTS") is "full";

    public static bool KeepsLogs { get; } = Environment.GetEnvironmentVariable("HALLE_FAULT_LOGS") is "keep";

    public static T Either<T>(T full, T fast) => Full ? full : fast;
}
