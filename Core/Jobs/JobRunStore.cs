using System.Data.Common;
using Dapper;
using Octoplus.Core.Notices;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Jobs;

/// <summary>
/// Runs of jobs. A job is run by one process at a time, which holds its lease and renews it; one that died loses it, and its run is
/// marked as such by whoever looks next. All changes of state are conditional on the lease. Clocks of the nodes may differ by less than a lease.
/// </summary>
public sealed class JobRunStore(Database database, LeaseStore leases)
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

    private const string RanSql = "select count(*) from job_run where job = @job and due_at = @due";

    private const string RunningJobsSql = "select distinct job from job_run where state = 'running' order by job";

    private const string RunningSql = "select id, resumes from job_run where job = @job and state = 'running' order by id";

    private const string DiedSql = "update job_run set state = 'died', ended_at = @now, step = null where job = @job and state = 'running'";

    private const string InsertSql = """
        insert into job_run (id, job, cause, parameter, resumes, started_by, node, state, started_at, due_at, rows_done, row_count, has_changed)
        values (@runId, @Job, @cause, @Parameter, @Resumes, @StartedBy, @Node, 'running', @now, @DueAt, 0, 0, 0)
        """;

    private const string ProgressSql = "update job_run set step = @step, rows_done = @done, rows_total = @total where id = @runId and state = 'running'";

    private const string StoppedBySql = "select stopped_by from job_run where id = @runId";

    private const string StopSql = "update job_run set stopped_by = @who where id = @runId and state = 'running' and stopped_by is null";

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

    private static readonly TimeSpan _marking = TimeSpan.FromSeconds(20);

    /// <summary>Begins a run; null while another process runs the job, or when the reason of the run is gone (<see cref="NewRun.Resumes"/>, <see cref="NewRun.After"/>, <see cref="NewRun.DueAt"/>).</summary>
    public async Task<JobLease?> BeginAsync(NewRun run, TimeSpan lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (await leases.TakeAsync(LeaseName(run.Job), lease, cancellationToken) is not { } taken)
        {
            return null;
        }

        JobLease? begun = null;
        try
        {
            begun = await database.WriteAsync(
                async (connection, transaction) =>
                {
                    await LeaseStore.RequireAsync(connection, transaction, taken);
                    await MarkDiedAsync(connection, transaction, run.Job, cancellationToken);
                    if (!await IsWantedAsync(connection, transaction, run))
                    {
                        return null;
                    }

                    var runId = await IdCounter.ReserveAsync(connection, transaction, "job_run", 1, cancellationToken);
                    await connection.ExecuteAsync(
                        InsertSql,
                        new { runId, run.Job, cause = EnumCode.Of(run.Cause), run.Parameter, run.Resumes, run.StartedBy, run.Node, now = Instant.Now(), run.DueAt },
                        transaction);
                    return new JobLease(runId, run.Job, taken);
                },
                cancellationToken);
        }
        finally
        {
            if (begun is null)
            {
                await leases.ReleaseAsync(taken, CancellationToken.None);
            }
        }

        return begun;
    }

    /// <summary>Says how far a run is, and asks who wants it to stop; null: nobody.</summary>
    public Task<string?> ReportAsync(long runId, string? step, long done, long? total, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync(ProgressSql, new { step, done, total, runId }, transaction);
                return await connection.ExecuteScalarAsync<string?>(StoppedBySql, new { runId }, transaction);
            },
            cancellationToken);

    /// <summary>Asks a running run to stop, on whichever node it runs; it does within a second or two.</summary>
    /// <returns>False if it does not run, or was asked before.</returns>
    public Task<bool> RequestStopAsync(long runId, string who, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) => await connection.ExecuteAsync(StopSql, new { runId, who }, transaction) > 0,
            cancellationToken);

    /// <summary>Marks runs as died whose processes went without a word: nobody holds the lease of their job.</summary>
    /// <returns>Of how many jobs.</returns>
    public async Task<int> MarkDiedAsync(CancellationToken cancellationToken)
    {
        var died = 0;
        foreach (var job in await database.QueryAsync<string>(RunningJobsSql, null, cancellationToken))
        {
            // Renewed by a process that was only slow: then it lives.
            if (await leases.TakeAsync(LeaseName(job), _marking, cancellationToken) is { } lease)
            {
                died += await database.WriteAsync(
                    async (connection, transaction) =>
                    {
                        await LeaseStore.RequireAsync(connection, transaction, lease);
                        var count = await MarkDiedAsync(connection, transaction, job, cancellationToken);
                        await LeaseStore.ReleaseAsync(connection, transaction, lease);
                        return count > 0 ? 1 : 0;
                    },
                    cancellationToken);
            }
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
                if (!await LeaseStore.ReleaseAsync(connection, transaction, lease.Lease))
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
                        order = await IdCounter.ReserveAsync(connection, transaction, "job_run", 1, cancellationToken),
                        runId = lease.RunId,
                    },
                    transaction);
                return true;
            },
            cancellationToken);

    // A run that died once is taken up again; after two deaths in a row administrators are told, and it is not tried a third time at once.
    private static async Task<int> MarkDiedAsync(DbConnection connection, DbTransaction transaction, string job, CancellationToken cancellationToken)
    {
        var died = (await connection.QueryAsync<(long Id, long? Resumes)>(RunningSql, new { job }, transaction)).AsList();
        if (died.Count > 0)
        {
            await connection.ExecuteAsync(DiedSql, new { job, now = Instant.Now() }, transaction);
        }

        foreach (var run in died.Where(r => r.Resumes is not null))
        {
            var notice = new Notice(NoticeKind.Failed, $"job:{job}:died", Message.Of("job.died-again", job), $"/admin/taches/{job}");
            await NoticeStore.WriteAsync(connection, transaction, run.Id, notice, cancellationToken);
        }

        return died.Count;
    }

    private static async Task<bool> IsWantedAsync(DbConnection connection, DbTransaction transaction, NewRun run)
        => (run.Resumes is not { } resumes || await connection.ExecuteScalarAsync<long>(IsUnfinishedSql, new { resumes }, transaction) > 0)
            && (run.DueAt is not { } due || (await connection.ExecuteScalarAsync<long>(RanSql, new { job = run.Job, due }, transaction) == 0 && await JobScheduleStore.TakeAsync(connection, transaction, run.Job, due)))
            && (run.After is not { } after || await connection.ExecuteScalarAsync<long>(DueAfterSql, new { job = run.Job, after }, transaction) > 0);

    private static string LeaseName(string job) => "job:" + job;
}
