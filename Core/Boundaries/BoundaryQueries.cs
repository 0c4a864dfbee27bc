using Dapper;
using Octoplus.Core.Storage;
using Octoplus.Core.Views;

namespace Octoplus.Core.Boundaries;

/// <summary>Reads the outlines behind the served views, so that an undo changes maps and figures at one moment.</summary>
public sealed class BoundaryQueries(Database database)
{
    private const string SetsSql = """
        select w.dataset, w.vintage_id, v.slug as vintage, v.file_name, v.fact_count as count
        from view_vintage w
        join vintage v on v.id = w.vintage_id
        where
        """;

    private const string OrderSql = "and w.dataset like 'contours-%' order by w.dataset";

    private const string ServedSql = $"{SetsSql} w.build_id = {ServedBuild.Id} {OrderSql}";

    private const string OfBuildSql = $"{SetsSql} w.build_id = @buildId {OrderSql}";

    private const string LayoutSql = """
        select projection, centre_longitude, centre_latitude, origin_x, origin_y, scale, width, height, vertices_read, vertices_kept
        from boundary_set
        where vintage_id = @vintageId
        """;

    private const string OutlinesSql = """
        select code, name, is_inset, area_km2, path
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
    public Task<IReadOnlyList<BoundaryOutline>> OutlinesAsync(long vintageId, CancellationToken cancellationToken)
        => database.QueryAsync<BoundaryOutline>(OutlinesSql, new { vintageId }, cancellationToken);
}
