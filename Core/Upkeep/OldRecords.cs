using System.Data.Common;
using Dapper;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Upkeep;

/// <summary>Deletes records that are older than they are kept, a few hundred a transaction. Each method returns how many went; killed, the next call goes on.</summary>
public sealed class OldRecords(Database database)
{
    private const int Batch = 500;

    private const string OldImportsSql = """
        select id from import_file
        where state not in ('queued', 'reading', 'waiting', 'mapping') and uploaded_at < @before
        order by id limit @batch
        """;

    private const string OldRunsSql = """
        select r.id
        from job_run r
        where r.state <> 'running' and r.started_at < @before and r.id <= @last
          and (select count(*) from job_run n where n.job = r.job and n.id > r.id) >= @keep
        order by r.id limit @batch
        """;

    private const string OldNoticesSql = """
        select n.id from notice n
        where n.at < @before and not exists (select 1 from notice_cause c where c.notice_id = n.id)
        order by n.id limit @batch
        """;

    private const string OldSummariesSql = "select id from notice_delivery where ended_at is not null and ended_at < @before order by id limit @batch";

    private const string OldTokensSql = "select token_hash from refresh_token where expires_at < @before order by token_hash limit @batch";

    private const string OldTimesSql = "select distinct measured_at from query_time where measured_at < @before order by measured_at limit @batch";

    // Where the batch ends: entries of one moment go together.
    private const string AuditEndSql = "select at from audit_entry where at < @before order by at, id limit 1 offset @batch";

    private static readonly string[] _importTables = ["import_finding", "import_report"];

    /// <summary>Files brought to the import page that are done with, with their findings and reports.</summary>
    public Task<long> DropImportsAsync(DateTime before, CancellationToken cancellationToken)
        => DropAsync<long>(
            OldImportsSql,
            before,
            [.. _importTables.Select(t => $"delete from {t} where import_id in @keys"), "delete from import_file where id in @keys"],
            null,
            cancellationToken);

    /// <summary>Entries of the audit log.</summary>
    public async Task<long> DropAuditAsync(DateTime before, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var dropped = 0L;
        string? end;
        do
        {
            end = await connection.ExecuteScalarAsync<string?>(new CommandDefinition(
                AuditEndSql, new { before = Instant.Of(before), batch = Batch }, cancellationToken: cancellationToken));
            dropped += await connection.ExecuteAsync(new CommandDefinition(
                "delete from audit_entry where at < @end", new { end = end ?? Instant.Of(before) }, cancellationToken: cancellationToken));

            // More than a batch of one moment: all of them, since none is before it.
            if (end is not null)
            {
                dropped += await connection.ExecuteAsync(new CommandDefinition(
                    "delete from audit_entry where at = @end", new { end }, cancellationToken: cancellationToken));
            }
        }
        while (end is not null);
        return dropped;
    }

    /// <summary>Runs of jobs that are over, with their logs; of each job the last <paramref name="keep"/> stay.</summary>
    public async Task<long> DropRunsAsync(DateTime before, int keep, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var last = await connection.ExecuteScalarAsync<long?>(new CommandDefinition("select max(id) from job_run", cancellationToken: cancellationToken)) ?? 0;
        return await DropAsync<long>(
            OldRunsSql, before, ["delete from job_log where run_id in @keys", "delete from job_run where id in @keys"], new { keep, last }, cancellationToken);
    }

    /// <summary>Notices, but for those of failures that last; and what is known of their sending.</summary>
    public async Task<long> DropNoticesAsync(DateTime before, CancellationToken cancellationToken)
    {
        var dropped = await DropAsync<long>(OldNoticesSql, before, ["delete from notice where id in @keys"], null, cancellationToken);
        await DropAsync<string>(OldSummariesSql, before, ["delete from notice_delivery where id in @keys"], null, cancellationToken);
        return dropped;
    }

    /// <summary>Refresh tokens that expired before a moment.</summary>
    public Task<long> DropTokensAsync(DateTime before, CancellationToken cancellationToken)
        => DropAsync<string>(OldTokensSql, before, ["delete from refresh_token where token_hash in @keys"], null, cancellationToken);

    /// <summary>Measurements of reads.</summary>
    public Task<long> DropTimesAsync(DateTime before, CancellationToken cancellationToken)
        => DropAsync<string>(OldTimesSql, before, ["delete from query_time where measured_at in @keys"], null, cancellationToken);

    private async Task<long> DropAsync<TKey>(string keysSql, DateTime before, IReadOnlyList<string> deletes, object? more, CancellationToken cancellationToken)
    {
        var dropped = 0L;
        var parameters = new DynamicParameters(more);
        parameters.AddDynamicParams(new { before = Instant.Of(before), batch = Batch });
        while (true)
        {
            var keys = await database.QueryAsync<TKey>(keysSql, parameters, cancellationToken);
            if (keys.Count == 0)
            {
                return dropped;
            }

            dropped += await database.WriteAsync((connection, transaction) => DeleteAsync(connection, transaction, deletes, keys), cancellationToken);
        }
    }

    private static async Task<long> DeleteAsync<TKey>(DbConnection connection, DbTransaction transaction, IReadOnlyList<string> deletes, IReadOnlyList<TKey> keys)
    {
        var last = 0L;
        foreach (var sql in deletes)
        {
            last = await connection.ExecuteAsync(sql, new { keys }, transaction);
        }

        return last;
    }
}
