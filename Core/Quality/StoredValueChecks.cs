using System.Globalization;
using Octoplus.Core.Jobs;
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
        select a.period as Year, p.department as Department, p.persons as Persons
        from active_vintage a
        join population p on p.vintage_id = a.vintage_id and p.year = a.period and p.sex = 'T' and p.age_from = -1
        where a.dataset = 'population'
        order by p.department, a.period
        """;

    private const string BadPointsSql = """
        select s.dataset as Dataset, s.measure as Measure, m.label as Label, s.territory as Territory, t.period as Period, t.value as Value
        from active_vintage a
        join series_measure m on m.vintage_id = a.vintage_id
        join series s on s.dataset = a.dataset and s.measure = m.measure
        join series_point t on t.vintage_id = a.vintage_id and t.series_id = s.id and t.period = a.period
        where t.value < 0 or (m.kind = 'count' and t.value <> round(t.value)) or (m.kind = 'rate' and m.unit = '%' and t.value > 100)
        order by s.dataset, s.measure, s.territory, t.period
        limit @limit
        """;

    private const string SumsSql = """
        select s.dataset as Dataset, s.measure as Measure, max(m.label) as Label, 'FR-METRO' as Territory, t.period as Period,
               sum(case when s.territory = 'FR-METRO' then t.value end) as Value,
               sum(case when s.territory <> 'FR-METRO' and length(s.territory) = 2 and s.territory <> 'FR' then t.value end) as Total
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
        select s.department as Department, a.period as Year, sum(f.recorded) as Recorded
        from active_vintage a
        join fact f on f.vintage_id = a.vintage_id and f.year = a.period
        join service s on s.id = f.service_id
        where a.dataset = 'etat4001'
        group by s.department, a.period
        order by s.department, a.period
        """;

    public async Task<IReadOnlyList<QualityFinding>> RunAsync(CancellationToken cancellationToken)
    {
        var populations = await database.QueryAsync<PopulationRow>(PopulationSql, null, cancellationToken);
        return
        [
            .. Populations(populations),
            .. (await database.QueryAsync<PointRow>(BadPointsSql, new { limit = MaxRows }, cancellationToken)).Select(BadPoint),
            .. (await database.QueryAsync<PointRow>(SumsSql, null, cancellationToken)).Where(r => Difference(r) > MaxSumDifference).GroupBy(r => r.Measure, StringComparer.Ordinal).Select(FarSums),
            .. Crowded(await database.QueryAsync<CrowdedRow>(CrowdedSql, null, cancellationToken), populations),
        ];
    }

    private static IEnumerable<QualityFinding> Populations(IReadOnlyList<PopulationRow> rows)
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

    private static IEnumerable<QualityFinding> Crowded(IReadOnlyList<CrowdedRow> rows, IReadOnlyList<PopulationRow> populations)
    {
        var persons = populations.ToDictionary(p => (p.Department, p.Year), p => p.Persons);
        return rows
            .Where(r => persons.TryGetValue((r.Department, r.Year), out var inhabitants) && inhabitants > 0 && r.Recorded > inhabitants)
            .Select(r => Impossible(
                $"more-than-inhabitants|{r.Department}", Datasets.Etat4001, r.Year, 1, Message.Of("quality.more-than-inhabitants", r.Department, r.Year, (long)r.Recorded, persons[(r.Department, r.Year)])) with
            {
                Department = r.Department,
            });
    }

    private static QualityFinding BadPoint(PointRow row)
        => Impossible(
            $"point|{row.Measure}|{row.Territory}", row.Dataset, row.Period, Math.Abs(row.Value),
            Message.Of("quality.impossible-point", row.Label, row.Territory, Period.Label((int)row.Period), row.Value));

    private static double Difference(PointRow row) => row.Total > 0 ? Math.Abs((row.Value / row.Total.Value) - 1) : 0;

    // One finding a measure: the months of one differ for one reason.
    private static QualityFinding FarSums(IGrouping<string, PointRow> months)
    {
        var worst = months.MaxBy(Difference)!;
        return Impossible(
            $"sum|{months.Key}", worst.Dataset, 0, Difference(worst),
            Message.Of("quality.sums-differ", worst.Label, months.Count(), Period.Label((int)worst.Period), worst.Value, worst.Total!.Value)) with
        {
            IsGrave = false,
        };
    }

    private static QualityFinding Impossible(string key, string dataset, long period, double size, Message reason)
        => new(string.Create(CultureInfo.InvariantCulture, $"{key}|{dataset}|{period}"), QualityKind.Impossible, IsGrave: true, reason, dataset, (int)period, size);

    private sealed record PopulationRow
    {
        public required long Year { get; init; }

        public required string Department { get; init; }

        public required long Persons { get; init; }
    }

    private sealed record PointRow
    {
        public string Dataset { get; init; } = "";

        public string Measure { get; init; } = "";

        public string Label { get; init; } = "";

        public string Territory { get; init; } = "";

        public long Period { get; init; }

        public double Value { get; init; }

        public double? Total { get; init; }
    }

    private sealed record CrowdedRow
    {
        public required string Department { get; init; }

        public required long Year { get; init; }

        public required decimal Recorded { get; init; }
    }
}
