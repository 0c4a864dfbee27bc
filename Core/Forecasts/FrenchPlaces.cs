using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Core.Vintages;

namespace Octoplus.Core.Forecasts;

/// <summary>Which territories add up to which.</summary>
/// <param name="regions">Code of the région as territory (<c>R84</c>) by département; null for a collectivity.</param>
internal sealed class FrenchPlaces(IReadOnlyDictionary<string, string?> regions)
{
    /// <summary>Published as a whole; near the sum of its départements, but not the same.</summary>
    public const string MetropolitanFrance = "FR-METRO";

    /// <summary>The published territories that a territory is, or is made of; null for null: all.</summary>
    public IReadOnlyList<string>? Named(string? territory) => territory switch
    {
        null => null,
        Territory.CountryCode => [territory, .. regions.Keys],
        _ when regions.Values.Contains(territory, StringComparer.Ordinal) => [territory, .. regions.Where(r => r.Value == territory).Select(r => r.Key)],
        _ => [territory],
    };

    /// <summary>The sums that each published series is part of: none where values are not summed, or where territories are no French départements.</summary>
    public Func<ForecastTerritory, IReadOnlyList<ForecastTerritory>> SumsOf(ForecastMeasure measure, IReadOnlyCollection<string> published)
    {
        var isFrench = published.Count > 0 && published.All(t => regions.ContainsKey(t) || regions.Values.Contains(t, StringComparer.Ordinal)
            || ReferenceTerritories.Codes.Contains(t) || t is MetropolitanFrance or Territory.CountryCode);
        return !isFrench || measure.Kind == MeasureKind.Rate
            ? _ => []
            : measure.Dataset == Datasets.Etat4001 ? key => [.. Places(key.Territory).SelectMany(p => Forces(key, p))]
            : key => [.. Places(key.Territory).Skip(1).Select(p => new ForecastTerritory(p, key.ForceCode))];
    }

    // Of one force: its own sums, and all forces together, also at home.
    private static IEnumerable<ForecastTerritory> Forces(ForecastTerritory key, string place)
    {
        if (place != key.Territory)
        {
            yield return new ForecastTerritory(place, key.ForceCode);
        }

        yield return new ForecastTerritory(place, "");
    }

    // A département, its région, the country; nothing more for a sum that is published itself.
    private IEnumerable<string> Places(string territory)
    {
        yield return territory;
        if (regions.TryGetValue(territory, out var region))
        {
            if (region is not null)
            {
                yield return region;
            }

            yield return Territory.CountryCode;
        }
        else if (ReferenceTerritories.Codes.Contains(territory))
        {
            yield return Territory.CountryCode;
        }
    }
}

/// <summary>The breaks that the nomenclature knows (<see cref="SeriesBreak"/>), as periods of a measure.</summary>
internal static class KnownBreaks
{
    /// <summary>First whole period after each break; none for measures that are not made of the État 4001.</summary>
    /// <param name="forceCode">Empty for all.</param>
    public static IReadOnlyList<int> Of(ForecastMeasure measure, string forceCode)
    {
        if (measure.Dataset != Datasets.Etat4001 || Nomenclature.FindMeasure(measure.Measure) is not { } counted)
        {
            return [];
        }

        var force = forceCode.Length == 0 ? Force.All : ForceCodes.Parse(forceCode);
        return [.. SeriesBreak.Touching(counted, force).Select(b => After(measure.Grain, b.To)).Distinct().Order()];
    }

    private static int After(PeriodGrain grain, DateOnly last)
    {
        var period = Period.Key(grain, last);
        return PeriodSteps.Add(grain, period, 1);
    }
}
