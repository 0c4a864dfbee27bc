using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Rates;

namespace Octoplus.Core.Views;

/// <summary>What a territory shows in one year.</summary>
/// <param name="Count">Events; null where the force lists no service.</param>
/// <param name="Rate">Null without a population.</param>
/// <param name="PreviousCount">Events of the year before, null if there is none.</param>
/// <param name="ChangePercent">Change of the rate on the year before in per cent, or of the count where a population is unknown; null when a count is missing or was 0.</param>
/// <param name="Verdict">Up, down or not distinguishable, judged among all territories of the level at once.</param>
/// <param name="Rank">1 for the highest rate among territories that have one; ties share a rank; null without a rate.</param>
public sealed record TerritoryFigure(
    Territory Territory,
    long? Count,
    long? Population,
    Rate? Rate,
    long? PreviousCount,
    double? ChangePercent,
    ChangeVerdict Verdict,
    int? Rank)
{
    /// <summary>Inhabitants per km², null where population or area is unknown.</summary>
    public double? DensityPerKm2 => Population is { } p && Territory.AreaKm2 is > 0 and var area ? (double)p / area : null;
}

/// <summary>One point of a trend.</summary>
public sealed record TrendPoint(int Year, long? Count, double? RatePer1000);

/// <summary>Share of one index in a sum.</summary>
/// <param name="Share">0…1.</param>
public sealed record CompositionShare(Offence Offence, long Count, double Share);

/// <summary>All that a map page shows of one measure and level; immutable, computed from what <see cref="MapPanelQueries"/> read.</summary>
public sealed class MapPanel
{
    private const string CountryCode = Core.Reference.Territory.CountryCode;

    private readonly ILookup<string, PanelCount> _byTerritory;
    private readonly IReadOnlyList<PanelComposition> _composition;
    private readonly Dictionary<string, Territory> _territories;
    private readonly List<Territory> _atLevel;

    internal MapPanel(
        Measure measure,
        TerritoryLevel level,
        int year,
        IReadOnlyList<int> years,
        IReadOnlyList<Territory> territories,
        IReadOnlyList<PanelCount> counts,
        IReadOnlyList<string> selected,
        IReadOnlyList<PanelComposition> composition,
        IReadOnlyDictionary<string, Demography> demography,
        IReadOnlyList<PanelSource> sources)
    {
        Measure = measure;
        Level = level;
        Year = year;
        Years = years;
        Selected = selected;
        Demography = demography;
        Sources = sources;
        _territories = territories.ToDictionary(t => t.Code, StringComparer.Ordinal);
        _atLevel = [.. territories.Where(t => t.Level == level)];
        _byTerritory = counts.ToLookup(c => c.Territory, StringComparer.Ordinal);
        _composition = composition;
    }

    /// <summary>The build of the views that all of it is of.</summary>
    public long BuildId { get; init; }

    /// <summary>Units of count in force.</summary>
    public OffenceUnits Units { get; internal set; } = OffenceUnits.Shipped;

    /// <summary>What is counted.</summary>
    public Measure Measure { get; }

    /// <summary>Région or département.</summary>
    public TerritoryLevel Level { get; }

    /// <summary>The year shown.</summary>
    public int Year { get; }

    /// <summary>All years served, ascending.</summary>
    public IReadOnlyList<int> Years { get; }

    /// <summary>Selected territories that exist at this level.</summary>
    public IReadOnlyList<string> Selected { get; }

    /// <summary>Inhabitants in the year shown, by territory, of the level and the country.</summary>
    public IReadOnlyDictionary<string, Demography> Demography { get; }

    /// <summary>The vintages behind the year shown.</summary>
    public IReadOnlyList<PanelSource> Sources { get; }

    /// <summary>Any of the figures is fictional.</summary>
    public bool IsDemonstration => Sources.Any(s => s.IsDemonstration);

    /// <summary>The territories of the level, by code.</summary>
    public IReadOnlyList<Territory> Territories => _atLevel;

    /// <summary>A territory of any level.</summary>
    /// <exception cref="KeyNotFoundException">No such code.</exception>
    public Territory Territory(string code) => _territories[code];

    /// <summary>One figure per territory of the level, by code, with verdicts controlled for false discoveries over them all.</summary>
    public IReadOnlyList<TerritoryFigure> Figures(Force force) => Figures(force, Year);

    /// <inheritdoc cref="Figures(Force)"/>
    public IReadOnlyList<TerritoryFigure> Figures(Force force, int year) => Compare(_atLevel, force, year);

    /// <summary>The figure of the whole country; its rate leaves out territories without a known population.</summary>
    public TerritoryFigure Country(Force force) => Country(force, Year);

    /// <inheritdoc cref="Country(Force)"/>
    public TerritoryFigure Country(Force force, int year)
        => Compare([_territories[CountryCode]], force, year)[0] with { Rank = null };

    /// <summary>Events counted at the country level where no population is known, and so left out of its rate.</summary>
    public long WithoutPopulation(Force force)
    {
        var row = Row(CountryCode, Year);
        return (row?.Count(force) ?? 0) - (row?.Covered(force) ?? 0);
    }

    /// <summary>Events of one territory in the year shown, null where the force lists no service.</summary>
    public long? Count(string territory, Force force) => Row(territory, Year)?.Count(force);

    /// <summary>The counts of the level in every year, or its rates (null without population), for a legend locked over years.</summary>
    public IEnumerable<double?> OfAllYears(MapMeasure measure, Force force)
        => _atLevel.SelectMany(t => _byTerritory[t.Code]).Select(c => measure == MapMeasure.Count ? c.Count(force) : PlainRate(c, force));

    /// <summary>All years of one territory, a point each, null where nothing is known.</summary>
    public IReadOnlyList<TrendPoint> Trend(string territory, Force force)
        => [.. Years.Select(year => Row(territory, year) is { } row
            ? new TrendPoint(year, row.Count(force), PlainRate(row, force))
            : new TrendPoint(year, null, null))];

    /// <summary>Shares of the indices of the measure in the selection (or the country), largest first; indices without events are left out.</summary>
    public IReadOnlyList<CompositionShare> Composition(Force force)
    {
        var counts = _composition
            .Where(c => Measure.Offences.Contains(c.Offence))
            .GroupBy(c => c.Offence)
            .Select(g => (Offence: g.Key, Count: g.Sum(c => ForceCounts.Choose(force, c.Police, c.Gendarmerie) ?? 0)))
            .Where(c => c.Count > 0)
            .ToList();
        var sum = counts.Sum(c => c.Count);
        return [.. counts.OrderByDescending(c => c.Count).ThenBy(c => c.Offence)
            .Select(c => new CompositionShare(Nomenclature.Offences[c.Offence - 1], c.Count, (double)c.Count / sum))];
    }

    private List<TerritoryFigure> Compare(IReadOnlyList<Territory> territories, Force force, int year)
    {
        var rows = territories.Select(t => (Territory: t, Now: Row(t.Code, year), Before: Row(t.Code, year - 1))).ToList();
        var pairs = rows.ConvertAll(r => Pair(r.Before, r.Now, force));
        var verdicts = CountChange.Verdicts(pairs);
        var ranks = MapMeasures.Ranks(rows.ConvertAll(r => r.Now is null ? null : PlainRate(r.Now, force)));
        return [.. rows.Select((r, i) =>
        {
            return new TerritoryFigure(
                r.Territory,
                r.Now?.Count(force),
                r.Now?.Population,
                Rate.Of(r.Now?.Covered(force), r.Now?.Population),
                r.Before?.Count(force),
                pairs[i].ChangePercent,
                verdicts[i],
                ranks[i]);
        })];
    }

    /// <summary>The two counts with their populations; where either population is unknown, the counts themselves are compared.</summary>
    private static YearPair Pair(PanelCount? before, PanelCount? now, Force force)
        => before?.Population is > 0 and var populationBefore && now?.Population is > 0 and var populationNow
            ? new YearPair(before.Covered(force), now.Covered(force), populationBefore, populationNow)
            : new YearPair(before?.Count(force), now?.Count(force));

    private PanelCount? Row(string territory, int year) => _byTerritory[territory].FirstOrDefault(c => c.Year == year);

    private static double? PlainRate(PanelCount row, Force force)
        => row.Covered(force) is { } count && row.Population is > 0 and var population ? 1000.0 * count / population : null;
}
