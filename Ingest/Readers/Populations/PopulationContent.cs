using System.Globalization;
using Dapper;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;

namespace Octoplus.Ingest.Readers.Populations;

/// <summary>Inhabitants of one département, sex and age group on 1 January.</summary>
/// <param name="Sex">F, M, or T where the source gives totals only.</param>
/// <param name="AgeFrom">First age of the group: 0, 20, 40, 60 or 75; −1 for all ages.</param>
public sealed record PopulationCell(int Year, string Department, char Sex, int AgeFrom, long Persons);

/// <summary>Population by département and year.</summary>
public sealed record PopulationContent(IReadOnlyList<PopulationCell> Cells, IReadOnlyList<(int Period, bool IsProvisional)> Periods)
    : IVintageContent
{
    private const string FormerSql = """
        select department, sex, age_from, persons
        from population
        where vintage_id = @vintageId and year = @year
        """;

    // INSEE, as of January 2023: estimates from 2021 on are provisional.
    private const int FirstProvisionalReferenceYear = 2021;

    /// <inheritdoc/>
    public string Dataset => Datasets.Population;

    /// <inheritdoc/>
    public bool IsDemonstration => false;

    /// <inheritdoc/>
    public long Total => Cells.Sum(c => c.Persons);

    /// <summary>The totals that the program ships with.</summary>
    public static PopulationContent Reference()
        => new(
            [.. ReferenceTerritories.Population.Select(p => new PopulationCell(p.Year, p.Department, 'T', -1, p.Persons))],
            [.. ReferenceTerritories.Population.Select(p => p.Year).Distinct().Order().Select(y => (y, y >= FirstProvisionalReferenceYear))]);

    /// <inheritdoc/>
    public async Task<long> StoreAsync(Database database, long vintageId, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        var rows = 0L;
        foreach (var years in Periods.Select(p => p.Period).Chunk(20))
        {
            rows += await database.WriteAsync(
                async (connection, transaction) =>
                {
                    using var bulk = database.Dialect.BeginBulkInsert(
                        connection, transaction, "population", "vintage_id", "year", "department", "sex", "age_from", "persons");
                    foreach (var cell in Cells.Where(c => years.Contains(c.Year)))
                    {
                        bulk.Add(vintageId);
                        bulk.Add(cell.Year);
                        bulk.Add(cell.Department);
                        bulk.Add(cell.Sex.ToString());
                        bulk.Add(cell.AgeFrom);
                        bulk.Add(cell.Persons);
                        bulk.EndRow();
                    }

                    await bulk.CompleteAsync(cancellationToken);
                    return bulk.Rows;
                },
                cancellationToken);
            progress?.Report(new ImportProgress(ImportStep.Storing, rows, Cells.Count));
        }

        return rows;
    }

    /// <inheritdoc/>
    /// <remarks>Compared by département: its total. Groups by sex and age are compared where the active vintage has them too.</remarks>
    public async Task CompareAsync(
        ChangeReportBuilder report, Database database, IReadOnlyDictionary<int, long> active, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        foreach (var year in Cells.GroupBy(c => c.Year).OrderBy(y => y.Key))
        {
            var after = year.GroupBy(c => c.Department, StringComparer.Ordinal).ToDictionary(d => d.Key, d => Figures(d.Select(c => (c.Sex.ToString(), c.AgeFrom, c.Persons))), StringComparer.Ordinal);
            Dictionary<string, Dictionary<string, long>>? before = null;
            if (active.TryGetValue(year.Key, out var vintageId))
            {
                before = (await connection.QueryAsync<(string Department, string Sex, int AgeFrom, long Persons)>(new CommandDefinition(FormerSql, new { vintageId, year = year.Key }, cancellationToken: cancellationToken)))
                    .GroupBy(r => r.Department, StringComparer.Ordinal)
                    .ToDictionary(d => d.Key, d => Figures(d.Select(r => (r.Sex, r.AgeFrom, r.Persons))), StringComparer.Ordinal);
            }

            report.AddTotal("population", null, year.Key, before?.Values.Sum(d => d["population"]), after.Values.Sum(d => d["population"]));
            if (before is not null)
            {
                Compare(report, year.Key, before, after);
            }
        }
    }

    private static void Compare(
        ChangeReportBuilder report, int year, Dictionary<string, Dictionary<string, long>> before, Dictionary<string, Dictionary<string, long>> after)
    {
        foreach (var (code, figures) in after)
        {
            var place = PlaceOf(code);
            if (!before.Remove(code, out var former))
            {
                report.Added(place, year, figures["population"]);
                continue;
            }

            foreach (var measure in figures.Keys.Intersect(former.Keys, StringComparer.Ordinal))
            {
                report.Cell(place, measure, null, year, former[measure], figures[measure]);
            }
        }

        foreach (var (code, figures) in before)
        {
            report.Vanished(PlaceOf(code), year, figures["population"]);
        }
    }

    /// <summary>The total, and each group of sex and age, such as <c>population-F-20</c>.</summary>
    private static Dictionary<string, long> Figures(IEnumerable<(string Sex, int AgeFrom, long Persons)> groups)
    {
        var figures = new Dictionary<string, long>(StringComparer.Ordinal) { ["population"] = 0 };
        foreach (var (sex, ageFrom, persons) in groups)
        {
            figures["population"] += persons;
            if (ageFrom >= 0)
            {
                figures[string.Create(CultureInfo.InvariantCulture, $"population-{sex}-{ageFrom}")] = persons;
            }
        }

        return figures;
    }

    private static ComparedPlace PlaceOf(string code)
        => new(code, ReferenceTerritories.Departments.FirstOrDefault(d => d.Code == code)?.Name ?? code, code, "");
}
