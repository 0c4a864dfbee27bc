using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Rates;

namespace Octoplus.Core.Views;

/// <summary>Which number of a territory the map colours.</summary>
public enum MapMeasure
{
    /// <summary>Events.</summary>
    Count,

    /// <summary>Events per 1,000 inhabitants.</summary>
    Rate,

    /// <summary>Change of the rate on the year before in per cent, of the count where a population is unknown.</summary>
    Change,
}

/// <summary>The numbers of a map: value, rank and classes.</summary>
public static class MapMeasures
{
    /// <summary>Classes of counts and rates: septiles.</summary>
    public const int ClassCount = 7;

    /// <summary>The number that is coloured, in events, per 1,000 or per cent; null where it cannot be told.</summary>
    public static double? Value(this TerritoryFigure figure, MapMeasure measure) => measure switch
    {
        MapMeasure.Count => figure.Count,
        MapMeasure.Rate => figure.Rate?.Per1000,
        _ => figure.ChangePercent,
    };

    /// <summary>The classes of a map.</summary>
    /// <param name="panel">What is shown.</param>
    /// <param name="measure">Which number.</param>
    /// <param name="force">As recorded by whom.</param>
    /// <param name="values">That number for each territory in the year shown.</param>
    /// <param name="ofAllYears">Septiles over every year instead, so that colours mean the same in each; changes always have fixed classes.</param>
    public static ClassBreaks Breaks(this MapPanel panel, MapMeasure measure, Force force, IEnumerable<double?> values, bool ofAllYears)
        => measure == MapMeasure.Change ? ClassBreaks.ChangePercent
            : ClassBreaks.Quantiles((ofAllYears ? panel.OfAllYears(measure, force) : values).OfType<double>(), ClassCount);

    /// <summary>The value that half of the territories stay below; null without any value.</summary>
    public static double? Median(IEnumerable<double?> values)
    {
        var known = values.OfType<double>().Order().ToArray();
        return known.Length == 0 ? null : (known[(known.Length - 1) / 2] + known[known.Length / 2]) / 2;
    }

    /// <summary>Rank of each value, 1 for the highest; ties share a rank, null has none.</summary>
    /// <param name="values">n values.</param>
    /// <returns>n ranks, in the same order.</returns>
    public static int?[] Ranks(IReadOnlyList<double?> values)
        => [.. values.Select(v => v is { } value ? 1 + values.Count(other => other > value) : (int?)null)];
}
