using System.Data.Common;
using System.Globalization;
using Dapper;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Vintages;

/// <summary>
/// Stages vintages, makes them active and drops what was left behind. Rows staged under a vintage stay invisible until
/// <see cref="AcceptAsync"/>, one small transaction: a process killed before it leaves nothing to see.
/// </summary>
public sealed class VintageStore(Database database)
{
    private const string InsertSql = """
        insert into vintage (id, slug, dataset, file_name, sha256, size_bytes, origin, state, is_demonstration, fact_count, staged_at)
        values (@Id, @Slug, @Dataset, @FileName, @Sha256, @SizeBytes, @Origin, 'staging', @IsDemonstration, 0, @Now)
        """;

    private const string InsertFindingSql = """
        insert into vintage_finding (vintage_id, ordinal, severity, code, sheet, sheet_row, sheet_column, found, reason)
        values (@vintageId, @Ordinal, @Severity, @Code, @Sheet, @Row, @Column, @Found, @Reason)
        """;

    private const string InsertPeriodSql =
        "insert into vintage_period (vintage_id, period, is_provisional) values (@vintageId, @Period, @IsProvisional)";

    // Takes the row's lock, so that two processes accept one after the other and each sees what the other accepted.
    private const string LockSql = "update publication set active_revision = active_revision where id = 1";

    private const string SameContentSql =
        "select count(*) from vintage where dataset = @Dataset and state = 'accepted' and (sha256 = @Sha256 or @Origin = 'reference')";

    private const string AcceptSql = """
        update vintage
        set state = 'accepted', slug = @slug, first_period = @first, last_period = @last, fact_count = @facts,
            accepted_at = @now, accepted_by = @acceptedBy
        where id = @vintageId and state = 'staging'
        """;

    private const string DropActiveSql =
        "delete from active_vintage where dataset = @dataset and period in (select period from vintage_period where vintage_id = @vintageId)";

    private const string DropDemonstrationSql = """
        delete from active_vintage
        where dataset = @dataset and vintage_id in (select id from vintage where is_demonstration = 1)
        """;

    private const string ActivateSql = """
        insert into active_vintage (dataset, period, vintage_id)
        select @dataset, period, vintage_id from vintage_period where vintage_id = @vintageId
        """;

    private const string ReviseSql = "update publication set active_revision = active_revision + 1 where id = 1";

    private const string AbandonedSql = "select id from vintage where state = 'staging' and staged_at < @before order by id";

    private const string StagedYearsSql = """
        select year from vintage_service where vintage_id = @vintageId
        union select year from population where vintage_id = @vintageId
        order by year
        """;

    private const string SeriesBoundarySql =
        "select series_id from series_point where vintage_id = @vintageId order by series_id, period limit 1 offset 50000";

    private const string DropPointsSql = "delete from series_point where vintage_id = @vintageId and series_id <= @last";

    private static readonly string[] _yearlyTables = ["fact", "vintage_service", "population"];

    private static readonly string[] _smallTables = ["boundary", "boundary_set", "department", "offence_unit", "series_measure", "vintage_finding", "vintage_period"];

    /// <summary>Reserves <paramref name="count"/> ids of a counter; returns the first.</summary>
    public static async Task<long> ReserveIdsAsync(
        DbConnection connection, DbTransaction transaction, string counter, long count, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(new CommandDefinition(
            "update id_counter set last_id = last_id + @count where name = @counter",
            new { counter, count }, transaction, cancellationToken: cancellationToken));
        var last = await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            "select last_id from id_counter where name = @counter", new { counter }, transaction, cancellationToken: cancellationToken));
        return last - count + 1;
    }

    /// <summary>Opens a vintage for staging; returns its id.</summary>
    public Task<long> StageAsync(NewVintage vintage, IReadOnlyList<Finding> warnings, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                var id = await ReserveIdsAsync(connection, transaction, "vintage", 1, cancellationToken);
                await connection.ExecuteAsync(
                    InsertSql,
                    new
                    {
                        Id = id,
                        Slug = string.Create(CultureInfo.InvariantCulture, $"staging-{id}"),
                        vintage.Dataset,
                        vintage.FileName,
                        vintage.Sha256,
                        vintage.SizeBytes,
                        vintage.Origin,
                        IsDemonstration = vintage.IsDemonstration ? 1 : 0,
                        Now = Now(),
                    },
                    transaction);
                await connection.ExecuteAsync(
                    InsertFindingSql,
                    warnings.Select((f, i) => new
                    {
                        vintageId = id,
                        Ordinal = i,
                        Severity = f.Severity == FindingSeverity.Error ? "error" : "warning",
                        f.Code,
                        f.Sheet,
                        f.Row,
                        f.Column,
                        f.Found,
                        f.Reason,
                    }),
                    transaction);
                return id;
            },
            cancellationToken);

    /// <summary>
    /// Makes a staged vintage the active one for each of its periods, in one small transaction. Real figures also put away
    /// every demonstration figure of their dataset, and fictional ones never take the place of real ones.
    /// </summary>
    /// <param name="periods">Years, or the single period 0 for a dataset without periods; provisional or not.</param>
    /// <returns>Whether it was accepted; if not, nothing changed and it is still staged.</returns>
    /// <exception cref="InvalidOperationException">The vintage is not staged: it was cleaned away or accepted before.</exception>
    public Task<AcceptResult> AcceptAsync(
        long vintageId,
        NewVintage vintage,
        IReadOnlyList<(int Period, bool IsProvisional)> periods,
        long factCount,
        string acceptedBy,
        CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync(LockSql, transaction: transaction);
                if (vintage.IsDemonstration
                    && await connection.ExecuteScalarAsync<long>(VintageQueries.ActiveRealSql, new { dataset = vintage.Dataset }, transaction) > 0)
                {
                    return AcceptResult.RealFiguresActive;
                }

                if (await connection.ExecuteScalarAsync<long>(SameContentSql, vintage, transaction) > 0)
                {
                    return AcceptResult.AcceptedBefore;
                }

                var years = periods.Where(p => p.Period > 0).Select(p => p.Period).ToList();
                int? first = years.Count > 0 ? years.Min() : null;
                int? last = years.Count > 0 ? years.Max() : null;
                var slug = string.Create(CultureInfo.InvariantCulture, $"{vintage.Dataset}{(vintage.IsDemonstration ? "-demonstration" : "")}-{last ?? 0}-{vintage.Sha256[..8]}-{vintageId}");
                var changed = await connection.ExecuteAsync(
                    AcceptSql, new { vintageId, slug, first, last, facts = factCount, now = Now(), acceptedBy }, transaction);
                if (changed != 1)
                {
                    throw new InvalidOperationException($"Vintage {vintageId.ToString(CultureInfo.InvariantCulture)} is no longer staged.");
                }

                await connection.ExecuteAsync(
                    InsertPeriodSql,
                    periods.Select(p => new { vintageId, p.Period, IsProvisional = p.IsProvisional ? 1 : 0 }),
                    transaction);
                await connection.ExecuteAsync(DropActiveSql, new { vintageId, dataset = vintage.Dataset }, transaction);
                if (!vintage.IsDemonstration)
                {
                    await connection.ExecuteAsync(DropDemonstrationSql, new { dataset = vintage.Dataset }, transaction);
                }

                await connection.ExecuteAsync(ActivateSql, new { vintageId, dataset = vintage.Dataset }, transaction);
                await connection.ExecuteAsync(ReviseSql, transaction: transaction);
                return AcceptResult.Accepted;
            },
            cancellationToken);

    /// <summary>Drops what imports killed more than <paramref name="age"/> ago had staged.</summary>
    public async Task DropAbandonedAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var before = (DateTime.UtcNow - age).ToString("O", CultureInfo.InvariantCulture);
        foreach (var id in (await connection.QueryAsync<long>(AbandonedSql, new { before })).ToList())
        {
            await DropAsync(id, cancellationToken);
        }
    }

    /// <summary>Drops a staged vintage with its rows, a table and year a transaction; leaves an accepted one alone.</summary>
    public async Task DropAsync(long vintageId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        if (await connection.ExecuteScalarAsync<string?>("select state from vintage where id = @vintageId", new { vintageId }) != "staging")
        {
            return;
        }

        var years = (await connection.QueryAsync<int>(StagedYearsSql, new { vintageId })).ToList();
        foreach (var (table, year) in years.SelectMany(y => _yearlyTables.Select(t => (t, y))))
        {
            await connection.ExecuteAsync(new CommandDefinition(
                $"delete from {table} where vintage_id = @vintageId and year = @year",
                new { vintageId, year },
                cancellationToken: cancellationToken));
        }

        await DropPointsAsync(connection, vintageId, cancellationToken);
        foreach (var table in _smallTables)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                $"delete from {table} where vintage_id = @vintageId", new { vintageId }, cancellationToken: cancellationToken));
        }

        await connection.ExecuteAsync("delete from vintage where id = @vintageId and state = 'staging'", new { vintageId });
    }

    /// <summary>Some 50,000 points a transaction, whole series.</summary>
    private static async Task DropPointsAsync(DbConnection connection, long vintageId, CancellationToken cancellationToken)
    {
        long? last;
        do
        {
            last = await connection.ExecuteScalarAsync<long?>(new CommandDefinition(SeriesBoundarySql, new { vintageId }, cancellationToken: cancellationToken));
            await connection.ExecuteAsync(new CommandDefinition(
                DropPointsSql, new { vintageId, last = last ?? long.MaxValue }, commandTimeout: 600, cancellationToken: cancellationToken));
        }
        while (last is not null);
    }

    private static string Now() => DateTime.UtcNow.ToString("O", CultureInfo.InvariantCulture);
}
