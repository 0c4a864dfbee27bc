using Octoplus.Core.Storage;
using Octoplus.Core.Territories;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Imports;

namespace Octoplus.Ingest.Departments;

/// <summary>A list of départements with their région.</summary>
public sealed record DepartmentContent(IReadOnlyList<Department> Departments) : IVintageContent
{
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
}
