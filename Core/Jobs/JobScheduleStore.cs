using System.Data.Common;
using Dapper;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Jobs;

/// <summary>When a job runs by itself.</summary>
/// <param name="Cron">Six fields, seconds first.</param>
/// <param name="TimeZone">Name of the zone in which they are read.</param>
/// <param name="IsPaused">It does not run by itself.</param>
/// <param name="LastDueAt">The last time that was taken.</param>
public sealed record ScheduledJob(string Job, string Cron, string TimeZone, bool IsPaused, DateTimeOffset LastDueAt);

/// <summary>Keeps the schedules of jobs: what an administrator changed outlives the program, and all nodes share it.</summary>
public sealed class JobScheduleStore(Database database)
{
    private const string SelectSql = "select job, cron, time_zone, is_paused, last_due_at from job_schedule order by job";

    private const string InsertSql = """
        insert into job_schedule (job, cron, time_zone, is_paused, last_due_at)
        select c.job, @Cron, @TimeZone, @isPaused, @LastDueAt from (select @Job as job) c
        where not exists (select 1 from job_schedule s where s.job = @Job)
        """;

    private const string DropSql = "delete from job_schedule where job = @job";

    private const string ChangeSql = "update job_schedule set cron = @cron, time_zone = @timeZone, last_due_at = @now where job = @job";

    private const string PauseSql = "update job_schedule set is_paused = @to where job = @job and is_paused <> @to";

    private const string TakeSql = "update job_schedule set last_due_at = @due where job = @job and is_paused = 0 and last_due_at < @due";

    // Not while another node is about to begin the run of this very time: it holds the lease, and has no run yet.
    private const string PassSql = $"{TakeSql} and exists (select 1 from job_run r where r.job = @job and r.state = 'running')";

    private const string CorrectSql = "update job_schedule set last_due_at = @now where last_due_at > @now";

    /// <summary>All schedules, in the order of the names.</summary>
    public Task<IReadOnlyList<ScheduledJob>> ReadAsync(CancellationToken cancellationToken) => database.QueryAsync<ScheduledJob>(SelectSql, null, cancellationToken);

    /// <summary>Gives jobs a schedule that have none, and forgets those of other jobs. One process at a time.</summary>
    public Task AdoptAsync(IReadOnlyList<ScheduledJob> jobs, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                var known = await connection.QueryAsync<ScheduledJob>(SelectSql, transaction: transaction);
                await connection.ExecuteAsync(DropSql, known.ExceptBy(jobs.Select(j => j.Job), s => s.Job, StringComparer.Ordinal).Select(s => new { job = s.Job }), transaction);
                foreach (var job in jobs)
                {
                    await InsertAsync(connection, transaction, job);
                }
            },
            cancellationToken);

    /// <summary>Gives a job another schedule, from now on; a paused one stays paused.</summary>
    public Task ChangeAsync(string job, string cron, string timeZone, DateTimeOffset now, CancellationToken cancellationToken)
        => ExecuteAsync(ChangeSql, new { job, cron, timeZone, now }, cancellationToken);

    /// <returns>False if it is so already.</returns>
    public Task<bool> SetPausedAsync(string job, bool isPaused, CancellationToken cancellationToken)
        => ExecuteAsync(PauseSql, new { job, to = isPaused ? 1 : 0 }, cancellationToken);

    /// <summary>Leaves a time out that has come while the job runs: it is not to be caught up.</summary>
    public Task PassAsync(string job, DateTimeOffset due, CancellationToken cancellationToken) => ExecuteAsync(PassSql, new { job, due }, cancellationToken);

    /// <summary>Times later than now were written by a clock that was ahead: from them no next time would ever come.</summary>
    public Task CorrectAsync(DateTimeOffset now, CancellationToken cancellationToken) => ExecuteAsync(CorrectSql, new { now }, cancellationToken);

    /// <summary>Takes a time in the transaction that begins its run.</summary>
    /// <returns>False if it was taken before, or the job was paused meanwhile.</returns>
    internal static async Task<bool> TakeAsync(DbConnection connection, DbTransaction transaction, string job, DateTimeOffset due)
        => await connection.ExecuteAsync(TakeSql, new { job, due }, transaction) > 0;

    internal static Task InsertAsync(DbConnection connection, DbTransaction transaction, ScheduledJob job)
        => connection.ExecuteAsync(InsertSql, new { job.Job, job.Cron, job.TimeZone, isPaused = job.IsPaused ? 1 : 0, job.LastDueAt }, transaction);

    private async Task<bool> ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)) > 0;
    }
}
