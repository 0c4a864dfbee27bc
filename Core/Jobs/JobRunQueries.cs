using Octoplus.Core.Storage;

namespace Octoplus.Core.Jobs;

/// <summary>Reads runs of jobs and their logs.</summary>
public sealed class JobRunQueries(Database database)
{
    private const string SelectSql = """
        select r.id, r.job, r.cause, r.parameter, r.resumes, r.started_by, r.node, r.state, r.started_at, r.ended_at, r.step, r.rows_done, r.rows_total, r.row_count,
               r.message_code, r.message_arguments, r.stopped_by
        from job_run r
        """;

    private const string LatestSql = $"{SelectSql} where r.id in (select max(m.id) from job_run m group by m.job) order by r.job";

    private const string RunsSql = $"{SelectSql} where r.job = @job order by r.id desc limit @limit offset @offset";

    private const string FindSql = $"{SelectSql} where r.id = @id";

    private const string UnfinishedSql = $"{SelectSql} where {JobRunStore.UnfinishedCondition} order by r.id";

    private const string LinesSql = """
        select run_id, at, level, subject, message_code, message_arguments
        from job_log
        where run_id = @runId and ordinal >= @first
        order by ordinal
        limit @limit
        """;

    private const string SubjectLinesSql = """
        select run_id, at, level, subject, message_code, message_arguments
        from job_log
        where subject = @subject
        order by run_id desc, ordinal desc
        limit @limit
        """;

    /// <summary>The last run of each job, by name of the job.</summary>
    public async Task<IReadOnlyDictionary<string, JobRun>> LatestAsync(CancellationToken cancellationToken)
        => (await database.QueryAsync<JobRun>(LatestSql, null, cancellationToken)).ToDictionary(r => r.Job, StringComparer.Ordinal);

    /// <summary>Runs of a job, newest first.</summary>
    public Task<IReadOnlyList<JobRun>> RunsAsync(string job, int limit, int offset, CancellationToken cancellationToken)
        => database.QueryAsync<JobRun>(RunsSql, new { job, limit, offset }, cancellationToken);

    /// <summary>One run; null where there is none of that key.</summary>
    public async Task<JobRun?> FindAsync(long id, CancellationToken cancellationToken)
        => (await database.QueryAsync<JobRun>(FindSql, new { id }, cancellationToken)).SingleOrDefault();

    /// <summary>Runs that were cut off and are to be taken up again: nothing of the same job and parameter, or of all of the job, ran since.</summary>
    public Task<IReadOnlyList<JobRun>> UnfinishedAsync(CancellationToken cancellationToken)
        => database.QueryAsync<JobRun>(UnfinishedSql, null, cancellationToken);

    /// <summary>Whether one of <paramref name="after"/> changed something and ended since <paramref name="job"/> last began as a whole.</summary>
    public async Task<bool> IsDueAfterAsync(string job, IReadOnlyList<string> after, CancellationToken cancellationToken)
        => after.Count > 0 && (await database.QueryAsync<long>(JobRunStore.DueAfterSql, new { job, after }, cancellationToken))[0] > 0;

    /// <summary>The log of a run, oldest first.</summary>
    /// <param name="first">Ordinal of the first line wanted, from 0.</param>
    public Task<IReadOnlyList<JobLogLine>> LinesAsync(long runId, int limit, CancellationToken cancellationToken, int first = 0)
        => database.QueryAsync<JobLogLine>(LinesSql, new { runId, first, limit }, cancellationToken);

    /// <summary>What the logs say of a subject, newest first.</summary>
    public Task<IReadOnlyList<JobLogLine>> SubjectLinesAsync(string subject, int limit, CancellationToken cancellationToken)
        => database.QueryAsync<JobLogLine>(SubjectLinesSql, new { subject, limit }, cancellationToken);
}
