using System.Globalization;
using Octoplus.Core.Reference;
using Octoplus.Ingest.Readers.Series;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Readers.Ssmsi;

/// <summary>Columns of the base in the order in which they are looked up.</summary>
internal enum SsmsiColumn
{
    Department,
    Region,
    Year,
    Indicator,
    Unit,
    Count,
    Rate,
    Population,
    PopulationYear,
    Dwellings,
    DwellingsYear,
}

/// <summary>Checks the rows of the base one by one and gathers their points.</summary>
internal sealed class SsmsiRows(SeriesCsv csv)
{
    /// <summary>The one indicator whose rate is by 1,000 dwellings, as the published rates show.</summary>
    public const string Burglary = "cambriolages-de-logement";

    public const string RateSuffix = "-taux";

    private const int MaxIndicators = 100;
    private const long MaxCount = 10_000_000;
    private const long MaxPersons = 20_000_000;

    private static readonly SeriesMeasure[] _denominators =
    [
        new("population", "Population (Insee)", "habitant", MeasureKind.Stock),
        new("population-millesime", "Millésime de la population", "année", MeasureKind.Rate),
        new("logements", "Logements (Insee)", "logement", MeasureKind.Stock),
        new("logements-millesime", "Millésime des logements", "année", MeasureKind.Rate),
    ];

    private static readonly Dictionary<string, string> _regions = ReferenceTerritories.Departments
        .ToDictionary(d => d.Code, d => d.RegionCode.TrimStart('0'), StringComparer.Ordinal);

    // By key: label and unit.
    private readonly Dictionary<string, (string Label, string Unit)> _indicators = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _keys = new(StringComparer.Ordinal);
    private int[] _columns = [];

    public SeriesTable Points { get; } = new();

    /// <summary>Keys of the indicators met.</summary>
    public IReadOnlyCollection<string> Indicators => _indicators.Keys;

    public IReadOnlyList<SeriesMeasure> Measures()
        => [
            .. _indicators.Select(i => new SeriesMeasure(i.Key, i.Value.Label, i.Value.Unit.ToLowerInvariant(), MeasureKind.Count)),
            .. _indicators.Select(i => new SeriesMeasure(i.Key + RateSuffix, i.Value.Label + ", taux", i.Key == Burglary ? "pour 1 000 logements" : "pour 1 000 habitants", MeasureKind.Rate)),
            .. _denominators,
        ];

    /// <returns>False where reading on is of no use.</returns>
    public bool Add(int[] columns)
    {
        _columns = columns;
        if (DepartmentOf() is not { } department || YearOf(SsmsiColumn.Year) is not { } year || IndicatorOf() is not { } indicator)
        {
            return _keys.Count <= MaxIndicators;
        }

        var count = csv.RoundCount(At(SsmsiColumn.Count), MaxCount);
        var rate = csv.Number(At(SsmsiColumn.Rate));
        if (!Points.TryAdd(indicator, department, year, count))
        {
            csv.Error("duplicate-row", At(SsmsiColumn.Indicator), string.Create(
                CultureInfo.InvariantCulture, $"{department} has an earlier row of this indicator in {year} already: keep one of them."));
            return true;
        }

        Points.TryAdd(indicator + RateSuffix, department, year, rate);
        var population = AddDenominator(0, SsmsiColumn.Population, SsmsiColumn.PopulationYear, department, year);
        var dwellings = AddDenominator(2, SsmsiColumn.Dwellings, SsmsiColumn.DwellingsYear, department, year);
        CheckRate(indicator, count, rate, indicator == Burglary ? dwellings : population);
        return true;
    }

    private int At(SsmsiColumn column) => _columns[(int)column];

    private string? DepartmentOf()
    {
        var code = csv.Text(At(SsmsiColumn.Department));
        code = code.Length == 1 ? "0" + code : code.ToUpperInvariant();
        if (!_regions.TryGetValue(code, out var region))
        {
            csv.Error("unknown-department", At(SsmsiColumn.Department), "Expected the code of a département, such as 1, 01, 2A or 971.");
            return null;
        }

        if (csv.Text(At(SsmsiColumn.Region)).TrimStart('0') != region)
        {
            csv.Error("region-mismatch", At(SsmsiColumn.Region), $"The département {code} lies in the région {region.PadLeft(2, '0')}: are the columns shifted?");
            return null;
        }

        return code;
    }

    private int? YearOf(SsmsiColumn column)
    {
        if (int.TryParse(csv.Text(At(column)), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            && (year < 100 ? year + 2000 : year) is >= 2000 and <= 2100 and var full)
        {
            return full;
        }

        csv.Error("not-a-year", At(column), "Expected a year such as 2019, or 19 in editions before 2025.");
        return null;
    }

    /// <summary>The key of the indicator; its unit must not change within the file.</summary>
    private string? IndicatorOf()
    {
        var (label, unit) = (csv.Text(At(SsmsiColumn.Indicator)), csv.Text(At(SsmsiColumn.Unit)));
        if (!_keys.TryGetValue(label, out var key))
        {
            key = TextKey.Of(label).ToLowerInvariant().Replace(' ', '-');
            if (key.Length is 0 || key.Length + RateSuffix.Length > SeriesMeasure.MaxKey || label.Length + ", taux".Length > SeriesMeasure.MaxLabel)
            {
                csv.Error("not-an-indicator", At(SsmsiColumn.Indicator), "Expected the name of an indicator, of at most 75 characters.");
                return null;
            }

            _keys[label] = key;
            if (_keys.Count > MaxIndicators)
            {
                csv.Error("too-many-indicators", At(SsmsiColumn.Indicator), string.Create(CultureInfo.InvariantCulture, $"More than {MaxIndicators} indicators: is the column the right one?"));
                return null;
            }
        }

        if (unit.Length is 0 or > SeriesMeasure.MaxUnit)
        {
            csv.Error("not-a-unit", At(SsmsiColumn.Unit), "Expected the unit of count, such as Victime.");
            return null;
        }

        if (_indicators.TryAdd(key, (label, unit)) || TextKey.Of(_indicators[key].Unit) == TextKey.Of(unit))
        {
            return key;
        }

        csv.Error("unit-mismatch", At(SsmsiColumn.Unit), $"Earlier rows of this indicator count in '{_indicators[key].Unit}': one of them is wrong.");
        return null;
    }

    /// <summary>Population or dwellings, which every row of a département and year repeats.</summary>
    private double? AddDenominator(int measure, SsmsiColumn column, SsmsiColumn yearColumn, string department, int year)
    {
        // Dwellings of some editions are estimates with decimals.
        var value = column == SsmsiColumn.Population ? csv.RoundCount(At(column), MaxPersons) : csv.Number(At(column));
        foreach (var (slug, at, found) in new[] { (_denominators[measure].Measure, column, value), (_denominators[measure + 1].Measure, yearColumn, YearOf(yearColumn)) })
        {
            if (!Points.TryAdd(slug, department, year, found) && Points.Find(slug, department)!.TryGet(year, out var former) && found is not null && former is not null && former != found)
            {
                csv.Error("denominator-mismatch", At(at), string.Create(
                    CultureInfo.InvariantCulture, $"Earlier rows of {department} in {year} say {former}: one of them is wrong."));
            }
        }

        return value;
    }

    /// <summary>
    /// The published rate, from the rounding of its last digit (four decimals or more are asked for, fewer taken as they are) and of the
    /// dwellings, which are rounded to one.
    /// </summary>
    private void CheckRate(string indicator, double? count, double? rate, double? denominator)
    {
        if (count is not { } n || rate is not { } published || denominator is not { } by)
        {
            return;
        }

        if (by == 0)
        {
            csv.Error("no-denominator", At(indicator == Burglary ? SsmsiColumn.Dwellings : SsmsiColumn.Population), "Expected a number above 0: there is a rate.");
            return;
        }

        var text = csv.Text(At(SsmsiColumn.Rate));
        var point = text.AsSpan().IndexOfAny(',', '.');
        var decimals = point < 0 ? 7 : text.Length - point - 1;
        var expected = 1000 * n / by;
        if (Math.Abs(expected - published) > (0.51 * Math.Pow(10, -Math.Min(decimals, 4))) + (expected / by))
        {
            csv.Error("rate-mismatch", At(SsmsiColumn.Rate), string.Create(
                CultureInfo.InvariantCulture, $"{n} by {by} {(indicator == Burglary ? "dwellings" : "inhabitants")} is {expected:0.#######} in 1,000: count, rate or {(indicator == Burglary ? "dwellings" : "population")} is wrong."));
        }
    }
}
