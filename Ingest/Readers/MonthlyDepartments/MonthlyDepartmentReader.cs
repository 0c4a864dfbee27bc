using System.Globalization;
using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Files;
using Octoplus.Ingest.Readers.Series;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Readers.MonthlyDepartments;

/// <summary>Reads the monthly counts of ten groups of indices by département: <c>mois,code_dep,homicides,…</c>, and the sum published for metropolitan France.</summary>
public static class MonthlyDepartmentReader
{
    /// <summary>Territory of the published sum of metropolitan France, which differs from the sum of its départements.</summary>
    public const string MetropolitanFrance = "FR-METRO";

    // Overseas départements are published since then.
    private const int FirstOverseasMonth = 200601;
    private const int FirstYear = 1972;
    private const int LastYear = 2100;
    private const long MaxCount = 10_000_000;

    private static readonly SeriesMeasure[] _measures =
    [
        Measure("homicides", "Homicides"),
        Measure("vols", "Vols"),
        Measure("cambriolages", "Cambriolages"),
        Measure("violences-sexuelles", "Violences sexuelles"),
        Measure("stupefiants", "Stupéfiants"),
        Measure("degradations", "Destructions et dégradations"),
        Measure("violences", "Violences"),
        Measure("falsifications", "Falsifications, contrefaçons et escroqueries"),
        Measure("delits-economiques-financiers", "Délits économiques et financiers"),
        Measure("main-oeuvre", "Travail clandestin et emploi de main-d’œuvre"),
    ];

    private static readonly string[][] _columns = [["mois"], ["code_dep"], .. _measures.Select(m => new[] { m.Measure.Replace('-', '_') })];

    private static readonly Dictionary<string, int> _required = ReferenceTerritories.Departments
        .Where(d => d.Code.Length == 2 || d.Code is "971" or "972" or "973" or "974")
        .ToDictionary(d => d.Code, d => d.Code.Length == 2 ? 0 : FirstOverseasMonth, StringComparer.Ordinal);

    private static readonly HashSet<string> _aggregates = [MetropolitanFrance];

    /// <summary>Told by its columns <c>mois</c> and <c>code_dep</c> beside a group of indices.</summary>
    public static FileFormat Format { get; } = new(
        Datasets.Etat4001Monthly,
        file => file.Table is { } table && table.HasColumns("mois", "code_dep") && _columns.Skip(2).Any(c => table.HasColumns(c)),
        Read);

    /// <summary>Reads and checks the file.</summary>
    /// <exception cref="UnreadableFileException">It is no readable table.</exception>
    public static SeriesContent Read(FileProbe file, FindingList findings, IProgress<long>? rowsRead)
    {
        var points = new SeriesTable();
        using var csv = new SeriesCsv(file, findings, rowsRead);
        if (csv.Columns(_columns, allowOthers: false) is { } columns)
        {
            while (csv.Read())
            {
                AddRow(csv, columns, points);
            }
        }

        if (!findings.HasErrors)
        {
            new Completeness(PeriodGrain.Month, findings, _required).Check(points, _measures[0].Measure);
        }

        if (!findings.HasErrors)
        {
            CompareWithPublishedSum(points, findings);
        }

        return new SeriesContent(Datasets.Etat4001Monthly, PeriodGrain.Month, _measures, points, aggregates: _aggregates);
    }

    private static SeriesMeasure Measure(string slug, string label) => new(slug, label, "fait", MeasureKind.Count);

    private static void AddRow(SeriesCsv csv, int[] columns, SeriesTable points)
    {
        if (MonthOf(csv, columns[0]) is not { } month || TerritoryOf(csv, columns[1]) is not { } territory)
        {
            return;
        }

        for (var i = 0; i < _measures.Length; i++)
        {
            // Where the cell is wrong the row is still known to be there.
            if (!points.TryAdd(_measures[i].Measure, territory, month, csv.Count(columns[i + 2], MaxCount)))
            {
                csv.Error("duplicate-row", columns[1], $"{territory} stands in an earlier row of {Period.Label(month)} already: keep one of them.");
                return;
            }
        }
    }

    private static int? MonthOf(SeriesCsv csv, int column)
    {
        var text = csv.Text(column);
        if (text.Length == 7 && DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month)
            && month.Year is >= FirstYear and <= LastYear)
        {
            return Period.Key(PeriodGrain.Month, month);
        }

        csv.Error("not-a-month", column, "Expected a month such as 2019-03.");
        return null;
    }

    private static string? TerritoryOf(SeriesCsv csv, int column)
    {
        var code = csv.Text(column);
        if (ReferenceTerritories.Codes.Contains(code))
        {
            return code;
        }

        if (TextKey.Of(code) == "FRANCE METRO")
        {
            return MetropolitanFrance;
        }

        csv.Error("unknown-department", column, "Expected the code of a département as text, such as 01, 2A or 971, or France_Métro.");
        return null;
    }

    private static void CompareWithPublishedSum(SeriesTable points, FindingList findings)
    {
        foreach (var measure in _measures)
        {
            if (points.Find(measure.Measure, MetropolitanFrance) is not { } published)
            {
                continue;
            }

            var sums = points.Series.Where(s => s.Key.Measure == measure.Measure && s.Key.Territory.Length == 2)
                .SelectMany(s => s.Value.Periods.Select((p, i) => (Period: p, Value: s.Value.ValueAt(i) ?? 0)))
                .GroupBy(p => p.Period).ToDictionary(g => g.Key, g => g.Sum(p => p.Value));
            var differing = published.Periods.Select((p, i) => (Period: p, Published: published.ValueAt(i) ?? 0, Sum: sums.GetValueOrDefault(p)))
                .Where(m => m.Published != m.Sum).ToList();
            if (differing.Count > 0)
            {
                var (period, value, sum) = differing.MaxBy(m => Math.Abs(m.Published - m.Sum));
                findings.Add(FindingSeverity.Warning, "sum-differs", null, null, measure.Measure, differing.Count.ToString(CultureInfo.InvariantCulture), string.Create(
                    CultureInfo.InvariantCulture,
                    $"In {differing.Count} of {published.Periods.Count} months the published sum of metropolitan France is not that of its départements; most in {Period.Label(period)}: {value} published, {sum} summed. Both are kept as published."));
            }
        }
    }
}
