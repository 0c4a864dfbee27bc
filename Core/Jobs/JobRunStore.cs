using System.Data.Common;
using Dapper;
using Octoplus.Core.Notices;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;

namespace Octoplus.Core.Jobs;

/// <summary>A run about to begin.</summary>
public sealed record NewRun(string Job, JobCause Cause, string? Parameter, string StartedBy, string Node);

/// <summary>How a run ended.</summary>
/// <param name="RowCount">Rows that it changed, read or wrote; what they are is the job's.</param>
/// <param name="Message">What came of it.</param>
public sealed record JobEnd(JobState State, long RowCount, Message Message);

/// <summary>The right of one process to run a job, for a time.</summary>
public sealed class JobLease(long runId, string job, string until)
{
    /// <summary>Of the run.</summary>
    public long RunId => runId;

    /// <summary>Of the job.</summary>
    public string Job => job;

    /// <summary>When it ends unless renewed; also tells it from the lease of another.</summary>
    public string Until { get; internal set; } = until;
}

/// <summary>
/// Runs of jobs. A job is run by one process at a time, which holds its lease and renews it; one that died loses it, and its run is
/// marked as such by the next. All changes of state are conditional on the lease.
/// </summary>
public sealed class JobRunStore(Database database)
{
    private const string EnsureLockSql = """
        insert into job_lock (job, run_id, lease_until)
        select c.job, null, null from (select @job as job) c
        where not exists (select 1 from job_lock l where l.job = @job)
        """;

    private const string TakeSql = """
        update job_lock set run_id = @runId, lease_until = @until
        where job = @job and (lease_until is null or lease_until < @now)
        """;

    private const string DiedSql = """
        update job_run set state = 'died', ended_at = @now, step = null
        where job = @job and state = 'running' and id <> @runId
        """;

    private const string InsertSql = """
        insert into job_run (id, job, cause, parameter, started_by, node, state, started_at, rows_done, row_count)
        values (@runId, @Job, @cause, @Parameter, @StartedBy, @Node, 'running', @now, 0, 0)
        """;

    private const string RenewSql = "update job_lock set lease_until = @until where job = @job and run_id = @runId and lease_until = @held";

    private const string ProgressSql = "update job_run set step = @step, rows_done = @done, rows_total = @total where id = @runId and state = 'running'";

    private const string ReleaseSql = "update job_lock set run_id = null, lease_until = null where job = @job and run_id = @runId and lease_until = @held";

    private const string EndSql = """
        update job_run
        set state = @state, ended_at = @now, step = null, row_count = @RowCount, message_code = @code, message_arguments = @arguments
        where id = @runId and state = 'running'
        """;

    private const string InsertLineSql = """
        insert into job_log (run_id, ordinal, at, level, subject, message_code, message_arguments)
        values (@runId, @ordinal, @At, @level, @Subject, @code, @arguments)
        """;

    /// <summary>Begins a run; null while another process runs the job.</summary>
    public async Task<JobLease?> BeginAsync(NewRun run, TimeSpan lease, CancellationToken cancellationToken)
    {
        await EnsureLockAsync(run.Job, cancellationToken);
        return await database.WriteAsync(
            async (connection, transaction) =>
            {
                var now = Instant.Now();
                var until = Instant.Of(DateTime.UtcNow + lease);

                // The lock first: whoever does not get it takes no id and waits for nobody.
                if (await connection.ExecuteAsync(TakeSql, new { job = run.Job, runId = 0L, until, now }, transaction) == 0)
                {
                    return null;
                }

                var runId = await VintageStore.ReserveIdsAsync(connection, transaction, "job_run", 1, cancellationToken);
                await connection.ExecuteAsync("update job_lock set run_id = @runId where job = @job", new { job = run.Job, runId }, transaction);
                await connection.ExecuteAsync(DiedSql, new { job = run.Job, runId, now }, transaction);
                await connection.ExecuteAsync(
                    InsertSql, new { runId, run.Job, cause = Code(run.Cause), run.Parameter, run.StartedBy, run.Node, now }, transaction);
                return new JobLease(runId, run.Job, until);
            },
            cancellationToken);
    }

    /// <summary>Renews a lease and says how far the run is.</summary>
    /// <returns>False if the lease was lost: another process runs the job.</returns>
    public Task<bool> RenewAsync(JobLease lease, TimeSpan length, string? step, long done, long? total, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                var until = Instant.Of(DateTime.UtcNow + length);
                if (await connection.ExecuteAsync(RenewSql, new { until, job = lease.Job, runId = lease.RunId, held = lease.Until }, transaction) == 0)
                {
                    return false;
                }

                await connection.ExecuteAsync(ProgressSql, new { step, done, total, runId = lease.RunId }, transaction);
                lease.Until = until;
                return true;
            },
            cancellationToken);

    /// <summary>Adds lines to the log of a run.</summary>
    /// <param name="first">Ordinal of the first, from 0.</param>
    public async Task AddLinesAsync(int first, IReadOnlyList<JobLogLine> lines, CancellationToken cancellationToken)
        => await database.WriteAsync(
            (connection, transaction) => connection.ExecuteAsync(
                InsertLineSql,
                lines.Select((line, i) => new
                {
                    runId = line.RunId,
                    ordinal = first + i,
                    line.At,
                    level = Code(line.Level),
                    line.Subject,
                    code = line.Message.Code,
                    arguments = line.Message.ToJson(),
                }),
                transaction),
            cancellationToken);

    /// <summary>Ends a run, with what administrators are to be told of it, in one transaction.</summary>
    /// <returns>False if the lease was lost: nothing was written.</returns>
    public Task<bool> EndAsync(JobLease lease, JobEnd end, IReadOnlyList<Notice> notices, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                if (await connection.ExecuteAsync(ReleaseSql, new { job = lease.Job, runId = lease.RunId, held = lease.Until }, transaction) == 0)
                {
                    return false;
                }

                await connection.ExecuteAsync(
                    EndSql,
                    new
                    {
                        state = Code(end.State),
                        now = Instant.Now(),
                        end.RowCount,
                        code = end.Message.Code,
                        arguments = end.Message.ToJson(),
                        runId = lease.RunId,
                    },
                    transaction);
                foreach (var notice in notices)
                {
                    await NoticeStore.WriteAsync(connection, transaction, lease.RunId, notice, cancellationToken);
                }

                return true;
            },
            cancellationToken);

    private static string Code<T>(T value)
        where T : struct, Enum
        => value.ToString().ToLowerInvariant();

    // In a transaction of its own: two processes may both find no row, and one of them then meets the key.
    private async Task EnsureLockAsync(string job, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        try
        {
            await connection.ExecuteAsync(new CommandDefinition(EnsureLockSql, new { job }, cancellationToken: cancellationToken));
        }
        catch (DbException)
        {
            if (await connection.ExecuteScalarAsync<long>("select count(*) from job_lock where job = @job", new { job }) == 0)
            {
                throw;
            }
        }
    }
}
