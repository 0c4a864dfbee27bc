using Dapper;
using Octoplus.Core.Boundaries;
using Octoplus.Core.Storage;
using Octoplus.Ingest.Contents;

namespace Octoplus.Ingest.Readers.Boundaries;

/// <summary>Outlines of territories, ready to be drawn.</summary>
/// <param name="Layout">Null only where the file has errors.</param>
public sealed record BoundaryContent(string Dataset, IReadOnlyList<BoundaryOutline> Outlines, BoundaryLayout? Layout) : IVintageContent
{
    private const int RowsPerTransaction = 2_000;

    private const string InsertLayoutSql = """
        insert into boundary_set (vintage_id, projection, centre_longitude, centre_latitude, origin_x, origin_y, scale, width, height, vertices_read, vertices_kept)
        values (@vintageId, @Projection, @CentreLongitude, @CentreLatitude, @OriginX, @OriginY, @Scale, @Width, @Height, @VerticesRead, @VerticesKept)
        """;

    // A tenth of a per cent, or a hectare: rounding of coordinates moves less than real changes do.
    private const double SameShare = 0.001;
    private const double SameKm2 = 0.01;

    /// <inheritdoc/>
    public IReadOnlyList<(int Period, bool IsProvisional)> Periods => [(0, false)];

    /// <inheritdoc/>
    public bool IsDemonstration => false;

    /// <inheritdoc/>
    /// <remarks>Outlines.</remarks>
    public long Total => Outlines.Count;

    /// <inheritdoc/>
    public async Task<long> StoreAsync(Database database, long vintageId, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            (connection, transaction) => connection.ExecuteAsync(new CommandDefinition(
                InsertLayoutSql,
                new
                {
                    vintageId, Layout!.Projection, Layout.CentreLongitude, Layout.CentreLatitude, Layout.OriginX, Layout.OriginY, Layout.Scale, Layout.Width,
                    Layout.Height, Layout.VerticesRead, Layout.VerticesKept,
                },
                transaction,
                cancellationToken: cancellationToken)),
            cancellationToken);
        var rows = 0L;
        foreach (var chunk in Outlines.Select((o, i) => (Outline: o, Ordinal: i)).Chunk(RowsPerTransaction))
        {
            rows += await database.WriteAsync(
                async (connection, transaction) =>
                {
                    using var bulk = database.Dialect.BeginBulkInsert(
                        connection, transaction, "boundary", "vintage_id", "ordinal", "code", "name", "is_inset", "area_km2", "path");
                    foreach (var (outline, ordinal) in chunk)
                    {
                        bulk.Add(vintageId);
                        bulk.Add(ordinal);
                        bulk.Add(outline.Code);
                        bulk.Add(outline.Name);
                        bulk.Add(outline.IsInset ? 1 : 0);
                        bulk.Add(outline.AreaKm2);
                        bulk.Add(outline.Path);
                        bulk.EndRow();
                    }

                    await bulk.CompleteAsync(cancellationToken);
                    return bulk.Rows;
                },
                cancellationToken);
            progress?.Report(new ImportProgress(ImportStep.Storing, rows, Outlines.Count));
        }

        return rows;
    }

    /// <inheritdoc/>
    /// <remarks>Names, and areas in km² rounded to the hectare; a change of area below a thousandth of it is none.</remarks>
    public async Task CompareAsync(
        ChangeReportBuilder report, Database database, IReadOnlyDictionary<int, long> active, CancellationToken cancellationToken)
    {
        Dictionary<string, BoundaryOutline>? before = null;
        if (active.TryGetValue(0, out var vintageId))
        {
            before = (await new BoundaryQueries(database).OutlinesAsync(vintageId, cancellationToken)).ToDictionary(o => o.Code, StringComparer.Ordinal);
        }

        report.AddTotal("outlines", null, 0, before?.Count, Outlines.Count);
        report.AddTotal("area-km2", null, 0, before?.Values.Sum(o => Hectares(o.AreaKm2)), Outlines.Sum(o => Hectares(o.AreaKm2)));
        if (before is null)
        {
            return;
        }

        foreach (var outline in Outlines)
        {
            var place = new ComparedPlace(outline.Code, outline.Name, outline.Code, "");
            if (!before.Remove(outline.Code, out var former))
            {
                report.Added(place, 0, Hectares(outline.AreaKm2));
                continue;
            }

            var isSame = Math.Abs(outline.AreaKm2 - former.AreaKm2) <= Math.Max(SameKm2, SameShare * former.AreaKm2);
            report.TextCell(place, "name", null, 0, former.Name, outline.Name);
            report.Cell(place, "area-km2", null, 0, Hectares(former.AreaKm2), Hectares(isSame ? former.AreaKm2 : outline.AreaKm2));
        }

        foreach (var former in before.Values)
        {
            report.Vanished(new ComparedPlace(former.Code, former.Name, former.Code, ""), 0, Hectares(former.AreaKm2));
        }
    }

    private static double Hectares(double areaKm2) => Math.Round(areaKm2, 2);
}
