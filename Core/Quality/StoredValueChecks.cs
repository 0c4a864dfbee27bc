using System.Globalization;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;

namespace Octoplus.Core.Quality;

/// <summary>Looks for values that cannot be among populations and series, and for recorded facts beyond the inhabitants.</summary>
internal sealed class StoredValueChecks(Database database)
{
    // A population changes by a few per cent a year; more is a slip of a row or a column.
    private const double MaxPopulationChange = 0.15;

    // The published sum differs a little from that of the départements (docs/quality.md).
    private const double MaxSumDifference = 0.02;

    private const int MaxRows = 500;

    private const string PopulationSql = """
        select a.period as year, p.department, p.persons
        from active_vintage a
        join population p on p.vintage_id = a.vintage_id and p.year = a.period and p.sex = 'T' and p.age_from = -1
        where a.dataset = 'population'
        order by p.department, a.period
        """;

    private const string BadPointsSql = """
        select s.dataset, s.measure, m.label, s.territory, t.period, t.value
        from active_vintage a
        join series_measure m on m.vintage_id = a.vintage_id
        join series s on s.dataset = a.dataset and s.measure = m.measure
        join series_point t on t.vintage_id = a.vintage_id and t.series_id = s.id and t.period = a.period
        where t.value < 0 or (m.kind = 'count' and t.value <> round(t.value)) or (m.kind = 'rate' and m.unit = '%' and t.value > 100)
        order by s.dataset, s.measure, s.territory, t.period
        limit @limit
        """;

    private const string SumsSql = """
        select s.dataset, s.measure, max(m.label) as label, 'FR-METRO' as territory, t.period,
               sum(case when s.territory = 'FR-METRO' then t.value end) as value,
               sum(case when s.territory <> 'FR-METRO' and length(s.territory) = 2 and s.territory <> 'FR' then t.value end) as total
        from active_vintage a
        join series_measure m on m.vintage_id = a.vintage_id and m.kind = 'count'
        join series s on s.dataset = a.dataset and s.measure = m.measure
        join series_point t on t.vintage_id = a.vintage_id and t.series_id = s.id and t.period = a.period
        where a.dataset = 'etat4001-mensuel'
        group by s.dataset, s.measure, t.period
        having sum(case when s.territory = 'FR-METRO' then t.value end) is not null
        order by s.measure, t.period
        """;

    private const string CrowdedSql = """
        select s.department, a.period as year, sum(f.recorded) as recorded
        from active_vintage a
        join fact f on f.vintage_id = a.vintage_id and f.year = a.period
        join service s on s.id = f.service_id
        where a.dataset = 'etat4001'
        group by s.department, a.period
        order by s.department, a.period
        """;

    public async Task<IReadOnlyList<QualityFinding>> RunAsync(CancellationToken cancellationToken)
    {
        var populations = await database.QueryAsync<Population>(PopulationSql, null, cancellationToken);
        return
        [
            .. LeapsOf(populations),
            .. (await database.QueryAsync<Point>(BadPointsSql, new { limit = MaxRows }, cancellationToken)).Select(BadPoint),
            .. (await database.QueryAsync<Point>(SumsSql, null, cancellationToken)).Where(r => Difference(r) > MaxSumDifference).GroupBy(r => r.Measure, StringComparer.Ordinal).Select(FarSums),
            .. Crowded(await database.QueryAsync<(string Department, int Year, long Recorded)>(CrowdedSql, null, cancellationToken), populations),
        ];
    }

    private static IEnumerable<QualityFinding> LeapsOf(IReadOnlyList<Population> rows)
    {
        foreach (var row in rows.Where(r => r.Persons <= 0))
        {
            yield return Impossible($"no-population|{row.Department}", Datasets.Population, row.Year, 1, Message.Of("quality.no-population", row.Department, row.Year)) with
            {
                Department = row.Department,
            };
        }

        foreach (var (before, after) in rows.Zip(rows.Skip(1)).Where(p => p.First.Department == p.Second.Department && p.First.Year + 1 == p.Second.Year && p.First.Persons > 0))
        {
            var change = ((double)after.Persons / before.Persons) - 1;
            if (Math.Abs(change) > MaxPopulationChange)
            {
                yield return Impossible(
                    $"population-leap|{after.Department}", Datasets.Population, after.Year, Math.Abs(change),
                    Message.Of("quality.population-leap", after.Department, after.Year, before.Persons, after.Persons)) with
                {
                    Department = after.Department,
                };
            }
        }
    }

    private static IEnumerable<QualityFinding> Crowded(IReadOnlyList<(string Department, int Year, long Recorded)> rows, IReadOnlyList<Population> populations)
    {
        var persons = populations.ToDictionary(p => (p.Department, p.Year), p => p.Persons);
        return rows
            .Where(r => persons.TryGetValue((r.Department, r.Year), out var inhabitants) && inhabitants > 0 && r.Recorded > inhabitants)
            .Select(r => Impossible(
                $"more-than-inhabitants|{r.Department}", Datasets.Etat4001, r.Year, 1, Message.Of("quality.more-than-inhabitants", r.Department, r.Year, r.Recorded, persons[(r.Department, r.Year)])) with
            {
                Department = r.Department,
            });
    }

    private static QualityFinding BadPoint(Point row)
        => Impossible(
            $"point|{row.Measure}|{row.Territory}", row.Dataset, row.Period, Math.Abs(row.Value),
            Message.Of("quality.impossible-point", row.Label, row.Territory, Period.Label(row.Period), row.Value));

    private static double Difference(Point row) => row.Total > 0 ? Math.Abs((row.Value / row.Total.Value) - 1) : 0;

    // One finding a measure: the months of one differ for one reason.
    private static QualityFinding FarSums(IGrouping<string, Point> months)
    {
        var worst = months.MaxBy(Difference)!;
        return Impossible(
            $"sum|{months.Key}", worst.Dataset, 0, Difference(worst),
            Message.Of("quality.sums-differ", worst.Label, months.Count(), Period.Label(worst.Period), worst.Value, worst.Total!.Value)) with
        {
            IsGrave = false,
        };
    }

    private static QualityFinding Impossible(string key, string dataset, int period, double size, Message reason)
        => new(string.Create(CultureInfo.InvariantCulture, $"{key}|{dataset}|{period}"), QualityKind.Impossible, IsGrave: true, reason, dataset, period, size);

    private sealed record Population(int Year, string Department, long Persons);

    private sealed record Point
    {
        public required string Dataset { get; init; }

        public required string Measure { get; init; }

        public required string Label { get; init; }

        public required string Territory { get; init; }

        public required int Period { get; init; }

        public required double Value { get; init; }

        public double? Total { get; init; }
    }
}
