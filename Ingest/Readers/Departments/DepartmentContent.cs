using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;

namespace Octoplus.Ingest.Readers.Departments;

/// <summary>A list of départements with their région.</summary>
public sealed record DepartmentContent(IReadOnlyList<Department> Departments) : IVintageContent
{
    private const string FormerSql = """
        select code, name, region_code, region_name
        from department
        where vintage_id = @vintageId
        """;

    /// <inheritdoc/>
    public string Dataset => Datasets.Departments;

    /// <inheritdoc/>
    public IReadOnlyList<(int Period, bool IsProvisional)> Periods => [(0, false)];

    /// <inheritdoc/>
    public bool IsDemonstration => false;

    /// <inheritdoc/>
    public long Total => Departments.Count;

    /// <inheritdoc/>
    public Task<long> StoreAsync(Database database, long vintageId, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                using var bulk = database.Dialect.BeginBulkInsert(
                    connection, transaction, "department", "vintage_id", "code", "name", "region_code", "region_name");
                foreach (var department in Departments)
                {
                    bulk.Add(vintageId);
                    bulk.Add(department.Code);
                    bulk.Add(department.Name);
                    bulk.Add(department.RegionCode);
                    bulk.Add(department.RegionName);
                    bulk.EndRow();
                }

                await bulk.CompleteAsync(cancellationToken);
                return bulk.Rows;
            },
            cancellationToken);

    /// <inheritdoc/>
    public async Task CompareAsync(
        ChangeReportBuilder report, Database database, IReadOnlyDictionary<int, long> active, CancellationToken cancellationToken)
    {
        report.AddTotal("departements", null, 0, null, Departments.Count);
        if (!active.TryGetValue(0, out var vintageId))
        {
            return;
        }

        var before = (await database.QueryAsync<Department>(FormerSql, new { vintageId }, cancellationToken))
            .ToDictionary(d => d.Code, StringComparer.Ordinal);
        report.AddTotal("departements", null, 0, before.Count, null);
        foreach (var department in Departments)
        {
            var place = new ComparedPlace(department.Code, department.Name, department.Code, "");
            if (before.Remove(department.Code, out var former))
            {
                report.TextCell(place, "name", null, 0, former.Name, department.Name);
                report.TextCell(place, "region", null, 0, $"{former.RegionCode} {former.RegionName}", $"{department.RegionCode} {department.RegionName}");
            }
            else
            {
                report.Added(place, 0, 0);
            }
        }

        foreach (var former in before.Values)
        {
            report.Vanished(new ComparedPlace(former.Code, former.Name, former.Code, ""), 0, 0);
        }
    }
}
