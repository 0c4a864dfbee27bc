using System.Data.Common;
using Dapper;
using Octoplus.Core.Notices;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;

namespace Octoplus.Core.Jobs;

/// <summary>
/// Runs of jobs. A job is run by one process at a time, which holds its lease and renews it; one that died loses it, and its run is
/// marked as such by whoever looks next. All changes of state are conditional on the lease. Clocks of the nodes may differ by less than a lease.
/// </summary>
public sealed class JobRunStore(Database database)
{
    /// <summary>Of a run <c>r</c> that was cut off and is to be taken up: once after a death, always after an end of the program.</summary>
    internal const string UnfinishedCondition = """
        (r.state = 'died' and r.resumes is null or r.state = 'stopped' and r.stopped_by is null)
        and not exists (select 1 from job_run n where n.job = r.job and n.id > r.id and (n.parameter is null or n.parameter = r.parameter))
        """;

    /// <summary>How many runs of the jobs @after changed something and ended after the last beginning of a whole run of @job that is not to be taken up again.</summary>
    internal const string DueAfterSql = """
        select count(*)
        from job_run p
        where p.job in @after and p.has_changed = 1 and p.end_order > (
          select coalesce(max(o.id), 0)
          from job_run o
          where o.job = @job and o.parameter is null
            and (o.state <> 'died' or o.resumes is not null) and (o.state <> 'stopped' or o.stopped_by is not null))
        """;

    private const string IsUnfinishedSql = $"select count(*) from job_run r where r.id = @resumes and {UnfinishedCondition}";

    private const string EnsureLockSql = """
        insert into job_lock (job, run_id, lease_until)
        select c.job, null, null from (select @job as job) c
        where not exists (select 1 from job_lock l where l.job = @job)
        """;

    private const string TakeSql = """
        update job_lock set run_id = @runId, lease_until = @until
        where job = @job and (lease_until is null or lease_until < @now)
        """;

    private const string FreeSql = "update job_lock set run_id = null, lease_until = null where job = @job";

    private const string OverdueSql = "select job from job_lock where lease_until < @now order by job";

    private const string TakeAwaySql = $"{FreeSql} and lease_until < @now";

    private const string RunningSql = "select id as Id, resumes as Resumes from job_run where job = @job and state = 'running' order by id";

    private const string DiedSql = "update job_run set state = 'died', ended_at = @now, step = null where job = @job and state = 'running'";

    private const string InsertSql = """
        insert into job_run (id, job, cause, parameter, resumes, started_by, node, state, started_at, rows_done, row_count, has_changed)
        values (@runId, @Job, @cause, @Parameter, @Resumes, @StartedBy, @Node, 'running', @now, 0, 0, 0)
        """;

    private const string RenewSql = "update job_lock set lease_until = @until where job = @Job and run_id = @RunId";

    private const string ProgressSql = "update job_run set step = @step, rows_done = @done, rows_total = @total where id = @RunId and state = 'running'";

    private const string StoppedBySql = "select stopped_by from job_run where id = @RunId";

    private const string StopSql = "update job_run set stopped_by = @who where id = @runId and state = 'running' and stopped_by is null";

    private const string ReleaseSql = $"{FreeSql} and run_id = @runId";

    private const string DropEmptySql = """
        delete from job_run
        where job = @job and id < @before and state = 'unchanged' and cause = 'schedule' and message_code = @code
          and not exists (select 1 from job_log l where l.run_id = job_run.id)
        """;

    private const string EndSql = """
        update job_run
        set state = @state, ended_at = @now, step = null, row_count = @RowCount, has_changed = @hasChanged, message_code = @code, message_arguments = @arguments,
            stopped_by = coalesce(stopped_by, @StoppedBy), end_order = @order
        where id = @runId and state = 'running'
        """;

    private sealed record RunningRow
    {
        public required long Id { get; init; }

        public long? Resumes { get; init; }
    }

    /// <summary>Begins a run; null while another process runs the job, or when the reason of the run is gone (<see cref="NewRun.Resumes"/>, <see cref="NewRun.After"/>).</summary>
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

                // Read anew: the former run may have ended while this one waited for the lock.
                now = Instant.Now();
                await BuryAsync(connection, transaction, run.Job, now, cancellationToken);
                if (!await IsWantedAsync(connection, transaction, run))
                {
                    await connection.ExecuteAsync(FreeSql, new { job = run.Job }, transaction);
                    return null;
                }

                var runId = await VintageStore.ReserveIdsAsync(connection, transaction, "job_run", 1, cancellationToken);
                await connection.ExecuteAsync("update job_lock set run_id = @runId where job = @job", new { job = run.Job, runId }, transaction);
                await connection.ExecuteAsync(
                    InsertSql,
                    new { runId, run.Job, cause = EnumCode.Of(run.Cause), run.Parameter, run.Resumes, run.StartedBy, run.Node, now },
                    transaction);
                return new JobLease(runId, run.Job);
            },
            cancellationToken);
    }

    /// <summary>Renews a lease and says how far the run is.</summary>
    public Task<JobRenewal> RenewAsync(JobLease lease, TimeSpan length, string? step, long done, long? total, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                var until = Instant.Of(DateTime.UtcNow + length);
                if (await connection.ExecuteAsync(RenewSql, new { until, lease.Job, lease.RunId }, transaction) == 0)
                {
                    return new JobRenewal(IsHeld: false, null);
                }

                await connection.ExecuteAsync(ProgressSql, new { step, done, total, lease.RunId }, transaction);
                return new JobRenewal(IsHeld: true, await connection.ExecuteScalarAsync<string?>(StoppedBySql, new { lease.RunId }, transaction));
            },
            cancellationToken);

    /// <summary>Asks a running run to stop, on whichever node it runs; it does within a second or two.</summary>
    /// <returns>False if it does not run, or was asked before.</returns>
    public Task<bool> RequestStopAsync(long runId, string who, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) => await connection.ExecuteAsync(StopSql, new { runId, who }, transaction) > 0,
            cancellationToken);

    /// <summary>Marks runs as died whose processes went without a word, and takes their leases away.</summary>
    /// <returns>How many jobs lost theirs.</returns>
    public async Task<int> MarkDiedAsync(CancellationToken cancellationToken)
    {
        var now = Instant.Now();
        var died = 0;
        foreach (var job in await database.QueryAsync<string>(OverdueSql, new { now }, cancellationToken))
        {
            died += await database.WriteAsync(
                async (connection, transaction) =>
                {
                    // Renewed meanwhile by a process that was only slow: then it lives.
                    if (await connection.ExecuteAsync(TakeAwaySql, new { job, now }, transaction) == 0)
                    {
                        return 0;
                    }

                    await BuryAsync(connection, transaction, job, now, cancellationToken);
                    return 1;
                },
                cancellationToken);
        }

        return died;
    }

    /// <summary>Drops earlier runs by schedule that had nothing to do and nothing to say, so that those which had are not lost among them.</summary>
    /// <param name="code">Of the message of such runs.</param>
    public async Task DropEmptyAsync(string job, string code, long before, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(DropEmptySql, new { job, code, before }, cancellationToken: cancellationToken));
    }

    /// <summary>Ends a run, with what administrators are to be told of it, in one transaction.</summary>
    /// <returns>False if the lease was lost: nothing was written.</returns>
    public Task<bool> EndAsync(JobLease lease, JobEnd end, IReadOnlyList<Notice> notices, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                if (await connection.ExecuteAsync(ReleaseSql, new { job = lease.Job, runId = lease.RunId }, transaction) == 0)
                {
                    return false;
                }

                // Before the run's counter, in the order of the locks of BeginAsync.
                foreach (var notice in notices)
                {
                    await NoticeStore.WriteAsync(connection, transaction, lease.RunId, notice, cancellationToken);
                }

                await connection.ExecuteAsync(
                    EndSql,
                    new
                    {
                        state = EnumCode.Of(end.State),
                        now = Instant.Now(),
                        end.RowCount,
                        hasChanged = end.HasChanged ? 1 : 0,
                        end.StoppedBy,
                        code = end.Message.Code,
                        arguments = end.Message.ToJson(),
                        order = await VintageStore.ReserveIdsAsync(connection, transaction, "job_run", 1, cancellationToken),
                        runId = lease.RunId,
                    },
                    transaction);
                return true;
            },
            cancellationToken);

    // What ran is dead. One death may be anyone's; of two in a row administrators are told, and it is not tried a third time at once.
    private static async Task BuryAsync(DbConnection connection, DbTransaction transaction, string job, string now, CancellationToken cancellationToken)
    {
        var dead = (await connection.QueryAsync<RunningRow>(RunningSql, new { job }, transaction)).AsList();
        if (dead.Count == 0)
        {
            return;
        }

        await connection.ExecuteAsync(DiedSql, new { job, now }, transaction);
        foreach (var run in dead.Where(r => r.Resumes is not null))
        {
            var notice = new Notice(NoticeKind.Failed, $"job:{job}:died", Message.Of("job.died-again", job), $"/admin/taches/{job}");
            await NoticeStore.WriteAsync(connection, transaction, run.Id, notice, cancellationToken);
        }
    }

    private static async Task<bool> IsWantedAsync(DbConnection connection, DbTransaction transaction, NewRun run)
        => (run.Resumes is not { } resumes || await connection.ExecuteScalarAsync<long>(IsUnfinishedSql, new { resumes }, transaction) > 0)
            && (run.After is not { } after || await connection.ExecuteScalarAsync<long>(DueAfterSql, new { job = run.Job, after }, transaction) > 0);

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
