using Dapper;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Boundaries;

/// <summary>Reads the outlines behind the served views, so that an undo changes maps and figures at one moment.</summary>
public sealed class BoundaryQueries(Database database)
{
    private const string ServedColumns = """
        select w.dataset as Dataset, w.vintage_id as VintageId, v.slug as Vintage, v.file_name as FileName, v.fact_count as Count
        """;

    private const string ServedSql = $"""
        {ServedColumns}
        from publication p
        join view_vintage w on w.build_id = p.build_id and w.dataset like 'contours-%'
        join vintage v on v.id = w.vintage_id
        where p.id = 1
        order by w.dataset
        """;

    private const string OfBuildSql = $"""
        {ServedColumns}
        from view_vintage w
        join vintage v on v.id = w.vintage_id
        where w.build_id = @buildId and w.dataset like 'contours-%'
        order by w.dataset
        """;

    private const string LayoutSql = """
        select projection as Projection, centre_longitude as CentreLongitude, centre_latitude as CentreLatitude, origin_x as OriginX, origin_y as OriginY,
               scale as Scale, width as Width, height as Height, vertices_read as VerticesRead, vertices_kept as VerticesKept
        from boundary_set
        where vintage_id = @vintageId
        """;

    private const string OutlinesSql = """
        select code as Code, name as Name, is_inset as IsInset, area_km2 as AreaKm2, path as Path
        from boundary
        where vintage_id = @vintageId
        order by ordinal
        """;

    /// <summary>The sets behind the figures that are served now, by key.</summary>
    public Task<IReadOnlyList<ServedBoundaries>> ServedAsync(CancellationToken cancellationToken)
        => database.QueryAsync<ServedBoundaries>(ServedSql, null, cancellationToken);

    /// <summary>The sets of a build, by key.</summary>
    public Task<IReadOnlyList<ServedBoundaries>> OfBuildAsync(long buildId, CancellationToken cancellationToken)
        => database.QueryAsync<ServedBoundaries>(OfBuildSql, new { buildId }, cancellationToken);

    /// <summary>How a vintage is drawn; null where it has no outlines.</summary>
    public async Task<BoundaryLayout?> LayoutAsync(long vintageId, CancellationToken cancellationToken)
        => (await database.QueryAsync<BoundaryLayout>(LayoutSql, new { vintageId }, cancellationToken)).FirstOrDefault();

    /// <summary>The outlines of a vintage in the order of their codes.</summary>
    public async Task<IReadOnlyList<BoundaryOutline>> OutlinesAsync(long vintageId, CancellationToken cancellationToken)
        => [.. (await database.QueryAsync<OutlineRow>(OutlinesSql, new { vintageId }, cancellationToken)).Select(r => new BoundaryOutline(r.Code, r.Name, r.IsInset, r.AreaKm2, r.Path))];

    private sealed record OutlineRow
    {
        public required string Code { get; init; }

        public required string Name { get; init; }

        public required bool IsInset { get; init; }

        public required double AreaKm2 { get; init; }

        public required string Path { get; init; }
    }
}
