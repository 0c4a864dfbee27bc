using System.Globalization;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Core.Views;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;

namespace Octoplus.Ingest.Readers.Units;

/// <summary>The unit of count of each of the 107 indices.</summary>
public sealed record UnitListContent(IReadOnlyList<OffenceUnit> Units) : IVintageContent
{
    private const string FormerSql = """
        select offence, unit, earlier_unit, since
        from offence_unit
        where vintage_id = @vintageId
        order by offence
        """;

    /// <inheritdoc/>
    public string Dataset => Datasets.Units;

    /// <inheritdoc/>
    public IReadOnlyList<(int Period, bool IsProvisional)> Periods => [(0, false)];

    /// <inheritdoc/>
    public bool IsDemonstration => false;

    /// <inheritdoc/>
    /// <remarks>Indices that have a unit.</remarks>
    public long Total => Units.Count(u => u.Unit != CountUnit.None);

    /// <inheritdoc/>
    public Task<long> StoreAsync(Database database, long vintageId, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                using var bulk = database.Dialect.BeginBulkInsert(
                    connection, transaction, "offence_unit", "vintage_id", "offence", "unit", "earlier_unit", "since");
                foreach (var unit in Units)
                {
                    bulk.Add(vintageId);
                    bulk.Add(unit.Offence);
                    bulk.Add(unit.Unit.Code());
                    bulk.Add(unit.Earlier?.Code());
                    bulk.Add(Day(unit.Since));
                    bulk.EndRow();
                }

                await bulk.CompleteAsync(cancellationToken);
                return bulk.Rows;
            },
            cancellationToken);

    /// <inheritdoc/>
    /// <remarks>The first list is compared with the units that the program ships with: those are in force until it is accepted.</remarks>
    public async Task CompareAsync(
        ChangeReportBuilder report, Database database, IReadOnlyDictionary<int, long> active, CancellationToken cancellationToken)
    {
        var before = OffenceUnits.Shipped;
        if (active.TryGetValue(0, out var vintageId))
        {
            before = new OffenceUnits((await database.QueryAsync<UnitRow>(FormerSql, new { vintageId }, cancellationToken)).Select(r => r.ToUnit()));
        }

        foreach (var (former, now) in before.Offences.Zip(new OffenceUnits(Units).Offences))
        {
            var place = new ComparedPlace(Nomenclature.OffenceSlug(now.Code), string.Create(CultureInfo.InvariantCulture, $"{now.Code} · {now.Label}"), "", "");
            report.TextCell(place, "unit", null, 0, former.Unit.Code(), now.Unit.Code());
            report.TextCell(place, "earlier-unit", null, 0, former.EarlierUnit?.Code() ?? "", now.EarlierUnit?.Code() ?? "");
            report.TextCell(place, "unit-since", null, 0, Day(former.UnitSince) ?? "", Day(now.UnitSince) ?? "");
        }

        report.AddTotal("units", null, 0, before.Offences.Count(o => o.Unit != CountUnit.None), Total);
    }

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
