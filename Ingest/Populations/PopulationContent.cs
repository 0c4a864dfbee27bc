using Octoplus.Core.Storage;
using Octoplus.Core.Territories;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Imports;

namespace Octoplus.Ingest.Populations;

/// <summary>Inhabitants of one département, sex and age group on 1 January.</summary>
/// <param name="Sex">F, M, or T where the source gives totals only.</param>
/// <param name="AgeFrom">First age of the group: 0, 20, 40, 60 or 75; −1 for all ages.</param>
public sealed record PopulationCell(int Year, string Department, char Sex, int AgeFrom, long Persons);

/// <summary>Population by département and year.</summary>
public sealed record PopulationContent(IReadOnlyList<PopulationCell> Cells, IReadOnlyList<(int Period, bool IsProvisional)> Periods)
    : IVintageContent
{
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
}
