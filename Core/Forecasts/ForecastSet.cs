using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Core.Statistics.Forecasting.Combination;

namespace Octoplus.Core.Forecasts;

/// <summary>A series as served, to be forecast, and what it is part of.</summary>
/// <param name="Vintage">Slug of the vintage of its last known period.</param>
/// <param name="Hash">SHA-256 of what is learnt from, lower-case hexadecimal.</param>
public sealed record ForecastNode(ForecastKey Key, ForecastInput Input, string Vintage, string Hash, bool IsDemonstration)
{
    /// <summary>Territories and forces whose sum it is part of; of published series only.</summary>
    public IReadOnlyList<ForecastTerritory> Sums { get; init; } = [];

    /// <summary>Made here of published series.</summary>
    public bool IsSum { get; init; }

    /// <summary>Key of the last known period; null without any.</summary>
    public int? Origin
    {
        get
        {
            for (var i = Input.Values.Count - 1; i >= 0; i--)
            {
                if (Input.Values[i] is not null)
                {
                    return PeriodSteps.Add(Input.Grain, Input.FirstPeriod, i);
                }
            }

            return null;
        }
    }

    /// <summary>Known values by period, ascending.</summary>
    public IEnumerable<KeyValuePair<int, double>> Known
    {
        get
        {
            var period = Input.FirstPeriod;
            foreach (var value in Input.Values)
            {
                if (value is { } known)
                {
                    yield return new(period, known);
                }

                period = PeriodSteps.Add(Input.Grain, period, 1);
            }
        }
    }
}

/// <summary>All series of a measure: those published, and sums of them.</summary>
/// <param name="IsDemonstration">Fictional figures.</param>
/// <param name="Vintages">Slug of the vintage of each served period.</param>
/// <param name="Nodes">Published series, then sums; each key once.</param>
public sealed record ForecastSet(
    ForecastMeasure Measure, bool IsDemonstration, IReadOnlyDictionary<int, string> Vintages, IReadOnlyList<ForecastNode> Nodes)
{
    /// <summary>Values are whole events or things: so are their forecasts.</summary>
    public bool IsCount => Nodes.Count > 0 && Nodes[0].Input.IsCount;
}

/// <summary>Published values of one series.</summary>
/// <param name="First">Place of the first on the common axis of the measure.</param>
/// <param name="Values">To the last period of the measure; null: not published.</param>
internal sealed record PublishedValues(ForecastTerritory Key, int First, double?[] Values, IReadOnlyList<ForecastTerritory> Sums, IReadOnlyList<int> KnownBreaks)
{
    /// <summary>Place after the last known value; <see cref="First"/> without any.</summary>
    public int End { get; } = First + Array.FindLastIndex(Values, v => v is not null) + 1;

    /// <summary>Long enough to be forecast: else sums leave it out, for its own forecast would be missing from them.</summary>
    public bool IsSummed => Sums.Count > 0 && Values.Count(v => v is not null) >= LearningSeries.MinPoints;
}

/// <summary>Builds a <see cref="ForecastSet"/>.</summary>
/// <param name="measure">What is measured.</param>
/// <param name="periods">The common axis, ascending and without gaps.</param>
/// <param name="vintages">Slug of the vintage of each served period.</param>
internal sealed class ForecastSetBuilder(ForecastMeasure measure, int[] periods, IReadOnlyDictionary<int, string> vintages, bool isDemonstration)
{
    public ForecastSet Build(IReadOnlyList<PublishedValues> published)
    {
        // Fractions among counts (estimates): summed, but not rounded.
        var isCount = measure.Kind != MeasureKind.Rate && published.All(p => p.Values.All(v => v is null || v == Math.Floor(v.Value)));
        var keys = published.Select(p => p.Key).ToHashSet();
        var sums = published.Where(p => p.IsSummed)
            .SelectMany(p => p.Sums.Where(s => !keys.Contains(s)).Select(s => (Sum: s, Member: p)))
            .GroupBy(p => p.Sum, p => p.Member)
            .OrderBy(g => g.Key.Territory, StringComparer.Ordinal).ThenBy(g => g.Key.ForceCode, StringComparer.Ordinal)
            .Select(g => Sum(g.Key, [.. g]));
        var nodes = published
            .OrderBy(p => p.Key.Territory, StringComparer.Ordinal).ThenBy(p => p.Key.ForceCode, StringComparer.Ordinal)
            .Select(p => Node(p, isCount) with { Sums = p.IsSummed ? [.. p.Sums.Where(s => !keys.Contains(s))] : [] });
        return new ForecastSet(measure, isDemonstration, vintages, [.. nodes, .. sums.Select(s => Node(s, isCount) with { IsSum = true })]);
    }

    /// <summary>
    /// Of each period the sum of the members that are published in it; unknown where one of these is. Where a member comes or goes, the level
    /// breaks: the sum of metropolitan départements alone does not end with the year in which overseas ones began.
    /// </summary>
    private PublishedValues Sum(ForecastTerritory key, PublishedValues[] members)
    {
        var first = members.Min(m => m.First);
        var values = new double?[periods.Length - first];
        var breaks = new SortedSet<int>(members.SelectMany(m => m.KnownBreaks));
        for (var t = first; t < periods.Length; t++)
        {
            double? sum = null;
            foreach (var member in members.Where(m => m.First <= t && t < m.End))
            {
                if (member.Values[t - member.First] is not { } value)
                {
                    sum = null;
                    break;
                }

                sum = (sum ?? 0) + value;
            }

            values[t - first] = sum;
            if (t > first && Array.Exists(members, m => m.First == t || m.End == t))
            {
                breaks.Add(periods[t]);
            }
        }

        return new PublishedValues(key, first, values, [], [.. breaks]);
    }

    private ForecastNode Node(PublishedValues series, bool isCount)
    {
        var key = new ForecastKey(measure.Dataset, measure.Measure, series.Key.Territory, series.Key.ForceCode);
        var first = periods[series.First];
        var input = new ForecastInput(key.Id, measure.Grain, first, series.Values, isCount)
        {
            Territory = series.Key.Territory,
            KnownBreaks = [.. series.KnownBreaks.Where(b => b > first && b <= periods[^1])],
        };
        return new ForecastNode(key, input, series.End > series.First ? vintages.GetValueOrDefault(periods[series.End - 1], "") : "", ForecastHash.Of(input, isDemonstration), isDemonstration);
    }
}
