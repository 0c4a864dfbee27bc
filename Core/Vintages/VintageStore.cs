using System.Data.Common;
using System.Globalization;
using Dapper;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Vintages;

/// <summary>
/// Stages vintages and drops what was left behind. Rows staged under a vintage stay invisible until <see cref="VintageFlips.AcceptAsync"/>,
/// one small transaction: a process killed before it leaves nothing to see.
/// </summary>
public sealed class VintageStore(Database database)
{
    private const string InsertSql = """
        insert into vintage (id, slug, dataset, file_name, sha256, size_bytes, origin, state, is_demonstration, fact_count, staged_at)
        values (@Id, @Slug, @Dataset, @FileName, @Sha256, @SizeBytes, @Origin, 'staging', @IsDemonstration, 0, @Now)
        """;

    private const string InsertWarningSql = """
        insert into vintage_warning (vintage_id, ordinal, severity, code, sheet, sheet_row, sheet_column, found, reason)
        values (@owner, @Ordinal, @Severity, @Code, @Sheet, @Row, @Column, @Found, @Reason)
        """;

    private const string InsertPeriodSql =
        "insert into vintage_period (vintage_id, period, is_provisional) values (@vintageId, @Period, @IsProvisional)";

    private const string CompleteSql = """
        update vintage
        set state = 'staged', slug = @slug, first_period = @first, last_period = @last, fact_count = @facts
        where id = @vintageId and state = 'staging'
        """;

    // Staged in full but for nobody: the process died before it was accepted or handed to someone.
    private const string AbandonedSql = """
        select v.id from vintage v
        where v.staged_at < @before and (v.state = 'staging' or (v.state = 'staged' and not exists
          (select 1 from import_file i where i.vintage_id = v.id and i.state = 'waiting')))
        order by v.id
        """;

    private const string StagedYearsSql = """
        select year from vintage_service where vintage_id = @vintageId
        union select year from population where vintage_id = @vintageId
        order by year
        """;

    private const string SeriesBoundarySql =
        "select series_id from series_point where vintage_id = @vintageId order by series_id, period limit 1 offset 50000";

    private const string DropPointsSql = "delete from series_point where vintage_id = @vintageId and series_id <= @last";

    private static readonly string[] _yearlyTables = ["fact", "vintage_service", "population"];

    private static readonly string[] _smallTables = ["boundary", "boundary_set", "department", "offence_unit", "series_measure", "vintage_warning", "vintage_period"];

    /// <summary>Opens a vintage for staging; returns its id.</summary>
    public Task<long> StageAsync(NewVintage vintage, IReadOnlyList<Finding> warnings, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                var id = await IdCounter.ReserveAsync(connection, transaction, "vintage", 1, cancellationToken);
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
                        vintage.IsDemonstration,
                        Now = DateTimeOffset.UtcNow,
                    },
                    transaction);
                await connection.ExecuteAsync(InsertWarningSql, warnings.Select((f, i) => FindingRow.Parameters(id, i, f)), transaction);
                return id;
            },
            cancellationToken);

    /// <summary>Ends the staging of a vintage: all its rows are stored, and it can be accepted.</summary>
    /// <param name="periods">Keys of periods, or the single period 0 for a dataset without periods; provisional or not.</param>
    /// <exception cref="InvalidOperationException">The vintage is not being staged: it was cleaned away.</exception>
    public Task CompleteAsync(
        long vintageId, NewVintage vintage, IReadOnlyList<(int Period, bool IsProvisional)> periods, long factCount, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                int? first = periods.Where(p => p.Period > 0).Select(p => (int?)p.Period).Min();
                int? last = periods.Where(p => p.Period > 0).Select(p => (int?)p.Period).Max();
                var slug = string.Create(CultureInfo.InvariantCulture, $"{vintage.Dataset}{(vintage.IsDemonstration ? "-demonstration" : "")}-{last ?? 0}-{vintage.Sha256[..8]}-{vintageId}");
                if (await connection.ExecuteAsync(CompleteSql, new { vintageId, slug, first, last, facts = factCount }, transaction) != 1)
                {
                    throw new InvalidOperationException($"Vintage {vintageId.ToString(CultureInfo.InvariantCulture)} is no longer being staged.");
                }

                await connection.ExecuteAsync(
                    InsertPeriodSql, periods.Select(p => new { vintageId, p.Period, p.IsProvisional }), transaction);
            },
            cancellationToken);

    /// <summary>Drops what imports killed more than <paramref name="age"/> ago had staged.</summary>
    public async Task DropAbandonedAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        foreach (var id in (await connection.QueryAsync<long>(AbandonedSql, new { before = DateTimeOffset.UtcNow - age })).ToList())
        {
            await DropAsync(id, cancellationToken);
        }
    }

    /// <summary>Drops a staged vintage with its rows, a table and year a transaction; leaves an accepted one alone.</summary>
    public async Task DropAsync(long vintageId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);

        // From here on it cannot be accepted any more.
        if (await connection.ExecuteAsync(
            "update vintage set state = 'staging' where id = @vintageId and state in ('staging', 'staged')", new { vintageId }) == 0)
        {
            return;
        }

        await DropRowsAsync(connection, vintageId, cancellationToken);
        await connection.ExecuteAsync("delete from vintage where id = @vintageId and state = 'staging'", new { vintageId });
    }

    /// <summary>Drops what is stored under a vintage, a table and year a transaction; the vintage itself stays.</summary>
    internal static async Task DropRowsAsync(DbConnection connection, long vintageId, CancellationToken cancellationToken)
    {
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
}
