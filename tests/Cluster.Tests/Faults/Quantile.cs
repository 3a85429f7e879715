namespace Halle.Cluster.Tests.Faults;

/// <summary>Where most of a set of measurements lie.</summary>
internal static class Quantile
{
    /// <summary>The smallest value that at least this share of the values does not exceed; 0 of none.</summary>
    public static double Of(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? 0 : sorted[Math.Clamp((int)Math.Ceiling(sorted.Count * share) - 1, 0, sorted.Count - 1)];
    }

    public static string Describe(IReadOnlyCollection<double> values) =>
        $"p50 {Of(values, 0.5):0.00} s, p99 {Of(values, 0.99):0.00} s, worst {Of(values, 1):0.00} s of {values.Count}";
}
