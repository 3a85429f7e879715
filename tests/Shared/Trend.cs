namespace Halle.Shared;

/// <summary>Where samples taken over time lead.</summary>
public static class Trend
{
    /// <summary>Of the straight line nearest to the points by least squares; 0 where they are too few to tell.</summary>
    public static double Slope(IReadOnlyList<(double X, double Y)> points)
    {
        if (points.Count < 2)
        {
            return 0;
        }

        var (meanX, meanY) = (points.Average(point => point.X), points.Average(point => point.Y));
        return points.Sum(point => (point.X - meanX) * (point.Y - meanY)) / points.Sum(point => (point.X - meanX) * (point.X - meanX));
    }
}
