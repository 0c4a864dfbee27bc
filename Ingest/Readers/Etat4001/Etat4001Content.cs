using System.Data.Common;
using Dapper;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;

namespace Octoplus.Ingest.Readers.Etat4001;

/// <summary>What a workbook of the État 4001 holds.</summary>
/// <param name="IsDemonstration">The workbook says of itself that its figures are fictional.</param>
public sealed record Etat4001Content(IReadOnlyList<ServiceSheet> Sheets, bool IsDemonstration) : IVintageContent
{
    private const string ServicesSql = """
        select id, force_code, department, direction_key, name_key
        from service
        """;

    /// <inheritdoc/>
    public string Dataset => Datasets.Etat4001;

    /// <inheritdoc/>
    public IReadOnlyList<(int Period, bool IsProvisional)> Periods
        => [.. Sheets.Select(s => s.Year).Distinct().Order().Select(y => (y, false))];

    /// <inheritdoc/>
    public long Total => Sheets.Sum(s => s.Counts.Sum(c => c ?? 0));

    /// <inheritdoc/>
    public async Task<long> StoreAsync(Database database, long vintageId, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        var ids = await EnsureServicesAsync(database, cancellationToken);
        var total = Sheets.Sum(s => (long)s.Services.Count * Nomenclature.OffenceCount);
        var facts = 0L;
        var done = 0L;
        foreach (var sheet in Sheets.OrderBy(s => s.Year).ThenBy(s => s.Force))
        {
            facts += await database.WriteAsync((c, t) => StoreSheetAsync(database, c, t, vintageId, sheet, ids, cancellationToken), cancellationToken);
            done += (long)sheet.Services.Count * Nomenclature.OffenceCount;
            progress?.Report(new ImportProgress(ImportStep.Storing, done, total));
        }

        return facts;
    }

    /// <inheritdoc/>
    public async Task CompareAsync(
        ChangeReportBuilder report, Database database, IReadOnlyDictionary<int, long> active, CancellationToken cancellationToken)
    {
        var comparison = new Etat4001Comparison(report, database);
        foreach (var year in Sheets.GroupBy(s => s.Year).OrderBy(y => y.Key))
        {
            await comparison.AddYearAsync(year.Key, [.. year], active.TryGetValue(year.Key, out var former) ? former : null, cancellationToken);
        }
    }

    private static async Task<long> StoreSheetAsync(
        Database database,
        DbConnection connection,
        DbTransaction transaction,
        long vintageId,
        ServiceSheet sheet,
        Dictionary<ServiceKey, long> ids,
        CancellationToken cancellationToken)
    {
        // In order of the primary key, so that the table grows at its end.
        var services = sheet.Services.Select((s, i) => (Id: ids[KeyOf(sheet.Force, s)], Index: i)).OrderBy(s => s.Id).ToList();
        using (var listed = database.Dialect.BeginBulkInsert(connection, transaction, "vintage_service", "vintage_id", "year", "service_id"))
        {
            foreach (var (id, _) in services)
            {
                listed.Add(vintageId);
                listed.Add(sheet.Year);
                listed.Add(id);
                listed.EndRow();
            }

            await listed.CompleteAsync(cancellationToken);
        }

        using var facts = database.Dialect.BeginBulkInsert(
            connection, transaction, "fact", "vintage_id", "year", "service_id", "offence", "recorded");
        foreach (var (id, index) in services)
        {
            AddFacts(facts, vintageId, sheet, id, index);
        }

        await facts.CompleteAsync(cancellationToken);
        return facts.Rows;
    }

    private static void AddFacts(BulkInsert facts, long vintageId, ServiceSheet sheet, long serviceId, int index)
    {
        var counts = sheet.CountsOf(index);
        for (var offence = 1; offence <= counts.Length; offence++)
        {
            if (counts[offence - 1] != 0 && Nomenclature.Offences[offence - 1].IsUsed)
            {
                facts.Add(vintageId);
                facts.Add(sheet.Year);
                facts.Add(serviceId);
                facts.Add(offence);
                facts.Add(counts[offence - 1]);
                facts.EndRow();
            }
        }
    }

    /// <summary>Ids of all services, those not met before being added in the order of the sheets.</summary>
    private Task<Dictionary<ServiceKey, long>> EnsureServicesAsync(Database database, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                // The counter's row is locked first: a second import waits here and then sees the services of the first.
                await IdCounter.ReserveAsync(connection, transaction, "service", 0, cancellationToken);
                var ids = (await connection.QueryAsync<(long Id, string Force, string Department, string DirectionKey, string NameKey)>(ServicesSql, transaction: transaction))
                    .ToDictionary(r => new ServiceKey(r.Force, r.Department, r.DirectionKey, r.NameKey), r => r.Id);
                var added = Sheets
                    .SelectMany(s => s.Services.Select(c => (Key: KeyOf(s.Force, c), Column: c)))
                    .Where(s => !ids.ContainsKey(s.Key))
                    .DistinctBy(s => s.Key)
                    .ToList();
                var id = await IdCounter.ReserveAsync(connection, transaction, "service", added.Count, cancellationToken);
                using var bulk = database.Dialect.BeginBulkInsert(
                    connection, transaction, "service", "id", "force_code", "department", "direction", "name", "direction_key", "name_key");
                foreach (var (key, column) in added)
                {
                    ids.Add(key, id);
                    bulk.Add(id++);
                    bulk.Add(key.Force);
                    bulk.Add(key.Department);
                    bulk.Add(column.Direction);
                    bulk.Add(column.Name);
                    bulk.Add(key.DirectionKey);
                    bulk.Add(key.NameKey);
                    bulk.EndRow();
                }

                await bulk.CompleteAsync(cancellationToken);
                return ids;
            },
            cancellationToken);

    private static ServiceKey KeyOf(Force force, ServiceColumn column)
        => new(force.Code(), column.Department, column.DirectionKey, column.NameKey);

    private sealed record ServiceKey(string Force, string Department, string DirectionKey, string NameKey);
}
