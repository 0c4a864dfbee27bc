using Octoplus.Core.Forecasts;
using Octoplus.Core.Statistics.Forecasting;

namespace Octoplus.Dashboard.Pages.Forecasts;

/// <summary>One territory among the small multiples, ready to be drawn.</summary>
/// <param name="ChangePercent">Next season against the last; null where one of them is unknown.</param>
/// <param name="ChanceAbove">P(the next season's sum exceeds the last one's); null where that is unknown.</param>
public sealed record OverviewTile(ForecastOverview Overview, string Name, double? ChangePercent, double? ChanceAbove)
{
    private const double Likely = 0.9;

    /// <summary>Not to be planned on, or no forecast at all.</summary>
    public bool IsDimmed => Overview.Refusal != ForecastRefusal.None || Overview.Predictability is Predictability.TooFewEvents or Predictability.NoGain;

    /// <summary>The next season in the mean of its periods, and the last: for what cannot be summed.</summary>
    public (double Next, double? Last) Means => (Overview.NextTotal / Math.Max(1, Overview.Means.Count), Overview.LastTotal / Math.Max(1, Overview.Means.Count));

    /// <summary><c>up</c>, <c>down</c>, or null where either may come.</summary>
    public string? Direction => ChanceAbove switch
    {
        >= Likely => "up",
        <= 1 - Likely => "down",
        _ => null,
    };

    public static OverviewTile Of(ForecastOverview overview, string name, bool isCount)
    {
        ArgumentNullException.ThrowIfNull(overview);
        var hasBoth = overview.Refusal == ForecastRefusal.None && overview.Means.Count > 0 && overview.LastTotal is not null;
        return new OverviewTile(
            overview,
            name,
            hasBoth && overview.LastTotal > 0 ? 100 * ((overview.NextTotal / overview.LastTotal.Value) - 1) : null,
            hasBoth ? new TotalOutlook(overview.NextTotal, overview.TotalDeviation, isCount).ChanceAbove(overview.LastTotal!.Value) : null);
    }

    /// <summary>Unknown changes last.</summary>
    public static IReadOnlyList<OverviewTile> Sort(IEnumerable<OverviewTile> tiles, OverviewOrder order) => order switch
    {
        OverviewOrder.Rising => [.. tiles.OrderBy(t => t.ChangePercent is null).ThenByDescending(t => t.ChangePercent).ThenBy(t => t.Overview.Territory, StringComparer.Ordinal)],
        OverviewOrder.Falling => [.. tiles.OrderBy(t => t.ChangePercent is null).ThenBy(t => t.ChangePercent).ThenBy(t => t.Overview.Territory, StringComparer.Ordinal)],
        OverviewOrder.Name => [.. tiles.OrderBy(t => t.Name, StringComparer.InvariantCultureIgnoreCase)],
        _ => [.. tiles.OrderBy(t => t.Overview.Territory, StringComparer.Ordinal)],
    };
}
