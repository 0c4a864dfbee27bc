using Octoplus.Core.Statistics.Clustering;

namespace Octoplus.Dashboard.Charts;

/// <summary>One measure against the number of groups.</summary>
/// <param name="Low">Bottom of the scale.</param>
/// <param name="High">Top of the scale.</param>
internal sealed record ClusterCountPanel(string Key, double Low, double High, IReadOnlyList<ClusterCountPoint> Points)
{
    public double Y(double value) => High > Low ? 1 - ((value - Low) / (High - Low)) : 0.5;

    public static IEnumerable<ClusterCountPanel> Of(IReadOnlyList<ClusterCountScore> counts)
    {
        yield return Panel("Count.Inertia", startsAtZero: true, counts.Select(c => new ClusterCountPoint(c.Clusters, c.Inertia, null)));
        yield return Panel("Count.Silhouette", startsAtZero: true, counts.Select(c => new ClusterCountPoint(c.Clusters, c.Silhouette, null)));
        if (counts.Any(c => c.Gap is not null))
        {
            yield return Panel("Count.Gap", startsAtZero: false, counts.Where(c => c.Gap is not null).Select(c => new ClusterCountPoint(c.Clusters, c.Gap!.Value, c.GapError)));
        }
    }

    private static ClusterCountPanel Panel(string key, bool startsAtZero, IEnumerable<ClusterCountPoint> values)
    {
        var points = values.Where(p => double.IsFinite(p.Value)).OrderBy(p => p.Clusters).ToList();
        var low = points.Select(p => p.Low).DefaultIfEmpty(0).Min();
        var high = points.Select(p => p.High).DefaultIfEmpty(1).Max();
        return new ClusterCountPanel(key, startsAtZero ? Math.Min(0, low) : low, high, points);
    }
}

/// <summary>A value with its error.</summary>
internal sealed record ClusterCountPoint(int Clusters, double Value, double? Error)
{
    public double Low => Value - (Error ?? 0);

    public double High => Value + (Error ?? 0);
}
