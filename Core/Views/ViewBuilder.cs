using System.Data.Common;
using System.Globalization;
using Dapper;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;

namespace Octoplus.Core.Views;

/// <summary>
/// Fills the view tables from the active vintages under a new build id, then flips which build is served in one small
/// transaction. Until then, and whenever the process is killed, the former build is served whole.
/// Cost: one pass over the active facts, plus about (measures × territories × years) rows written.
/// </summary>
public sealed class ViewBuilder(Database database)
{
    private const string RevisionSql = "select active_revision from publication where id = 1";

    private const string SnapshotSql = """
        insert into view_vintage (build_id, dataset, period, vintage_id)
        select @buildId, dataset, period, vintage_id from active_vintage
        """;

    // A build with a lower id than the served one may have lost rows to DropOldBuildsAsync: it is never served.
    private const string PublishSql = """
        update publication
        set build_id = @buildId, build_revision = @revision
        where id = 1 and active_revision = @revision and build_id < @buildId
        """;

    private static readonly string[] _viewTables =
        ["view_count", "view_composition", "view_demography", "view_territory", "view_vintage"];

    /// <summary>Rebuilds until the served views show every accepted vintage.</summary>
    /// <returns>False if they did already.</returns>
    public async Task<bool> RebuildAsync(IProgress<long>? rowsWritten, bool force, CancellationToken cancellationToken)
    {
        var rebuilt = false;
        while (true)
        {
            var status = await new VintageQueries(database).StatusAsync(cancellationToken);
            if (!status.IsStale && (!force || rebuilt))
            {
                return rebuilt;
            }

            rebuilt |= await BuildAsync(rowsWritten, cancellationToken);
        }
    }

    /// <summary>Drops what is left of builds before the served one, but for the one just before it, which a page may be reading.</summary>
    /// <returns>How many builds lost rows.</returns>
    public async Task<int> DropOldBuildsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var served = await connection.ExecuteScalarAsync<long>(new CommandDefinition(ServedBuild.Sql, cancellationToken: cancellationToken));
        var former = await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            "select max(build_id) from view_vintage where build_id < @served", new { served }, cancellationToken: cancellationToken)) ?? 0;
        return await DropOldBuildsAsync(connection, former, served, cancellationToken);
    }

    /// <summary>One build; false if a vintage was accepted meanwhile, so that the build is not served.</summary>
    private async Task<bool> BuildAsync(IProgress<long>? rowsWritten, CancellationToken cancellationToken)
    {
        var (buildId, revision) = await database.WriteAsync(
            async (connection, transaction) =>
            {
                var id = await IdCounter.ReserveAsync(connection, transaction, "view_build", 1, cancellationToken);
                var revision = await connection.ExecuteScalarAsync<long>(RevisionSql, transaction: transaction);
                await connection.ExecuteAsync(SnapshotSql, new { buildId = id }, transaction);
                return (id, revision);
            },
            cancellationToken);

        var cube = await CountCube.LoadAsync(database, buildId, cancellationToken);
        await new ViewWriter(database, buildId, rowsWritten).WriteAsync(cube, cancellationToken);

        var former = 0L; // served before this build; where it could not be published, served now
        var published = await database.WriteAsync(
            async (connection, transaction) =>
            {
                former = await connection.ExecuteScalarAsync<long>(ServedBuild.Sql, transaction: transaction);
                return await connection.ExecuteAsync(PublishSql, new { buildId, revision }, transaction) == 1;
            },
            cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        if (published)
        {
            await DropOldBuildsAsync(connection, former, buildId, cancellationToken);
        }
        else
        {
            await DropBuildAsync(connection, buildId, cancellationToken);
        }

        return published;
    }

    /// <summary>
    /// Drops every build but the served one and the one before it, which a page may be reading just now.
    /// A build under way in another process with a higher id stays; one with a lower id is dropped by its own process as well.
    /// </summary>
    /// <returns>How many builds lost rows.</returns>
    private static async Task<int> DropOldBuildsAsync(DbConnection connection, long former, long served, CancellationToken cancellationToken)
    {
        var dropped = new HashSet<long>();
        // Each table is looked at by itself: a process that died, or lost its build to another, may have left rows in any of them.
        foreach (var table in _viewTables)
        {
            var last = 0L;
            while (await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
                $"select min(build_id) from {table} where build_id > @last and build_id < @served", new { last, served }, cancellationToken: cancellationToken)) is { } found)
            {
                last = found;
                if (found != former)
                {
                    await DropBuildAsync(connection, found, cancellationToken);
                    dropped.Add(found);
                }
            }
        }

        return dropped.Count;
    }

    private static async Task DropBuildAsync(DbConnection connection, long buildId, CancellationToken cancellationToken)
    {
        foreach (var table in _viewTables)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                $"delete from {table} where build_id = @buildId", new { buildId }, commandTimeout: 600, cancellationToken: cancellationToken));
        }
    }
}
