using Octoplus.Core.Statistics.Clustering;

namespace Octoplus.Dashboard.Charts;

/// <summary>Where the bars of a silhouette plot lie.</summary>
/// <param name="Low">Left end of the scale, −1 to 0.</param>
/// <param name="High">Right end, 0 to 1.</param>
/// <param name="BarHeight">Of one bar, pixels.</param>
/// <param name="HasNames">Whether names stand beside the bars.</param>
/// <param name="Every">One bar in so many is drawn.</param>
internal sealed record SilhouetteDrawing(double Low, double High, double BarHeight, bool HasNames, int Every)
{
    private const int MostNamed = 40;
    private const int MostBars = 300;
    private const double RoomForNames = 0.68;

    /// <summary>Members of each label with a silhouette, highest first.</summary>
    public required IReadOnlyList<IReadOnlyList<ClusterMember>> Groups { get; init; }

    public static SilhouetteDrawing Of(ClusterAnalysis analysis)
    {
        var known = analysis.Members.Where(m => m.Silhouette is not null).ToList();
        var every = Math.Max(1, (known.Count + MostBars - 1) / MostBars);
        return new SilhouetteDrawing(
            Math.Floor(Math.Min(0, known.Select(m => m.Silhouette!.Value).DefaultIfEmpty().Min()) * 5) / 5,
            Math.Max(0.2, Math.Ceiling(known.Select(m => m.Silhouette!.Value).DefaultIfEmpty().Max() * 5) / 5),
            known.Count switch { <= MostNamed => 17, <= 120 => 6, <= 200 => 4, _ => 3 },
            known.Count <= MostNamed,
            every)
        {
            Groups = [.. analysis.Groups.Select(g => known.Where(m => m.Label == g.Label)
                .OrderByDescending(m => m.Silhouette).ThenBy(m => m.Id, StringComparer.Ordinal).ToList())],
        };
    }

    public IEnumerable<ClusterMember> Drawn(int label) => Groups[label].Where((_, i) => i % Every == 0);

    /// <summary>Place of a silhouette on the width, 0 to 1.</summary>
    public double X(double silhouette) => (silhouette - Low) / (High - Low) * (HasNames ? RoomForNames : 1);

    public IEnumerable<double> Ticks()
    {
        var step = High - Low > 1.2 ? 0.4 : 0.2;
        for (var tick = Math.Ceiling(Low / step); tick * step <= High + 1e-9; tick++)
        {
            yield return tick * step;
        }
    }
}
