using Octoplus.Core.Storage;

namespace Octoplus.Core.Jobs;

/// <summary>Reads runs of jobs and their logs.</summary>
public sealed class JobRunQueries(Database database)
{
    private const string SelectSql = """
        select r.id as Id, r.job as Job, r.cause as Cause, r.parameter as Parameter, r.resumes as Resumes, r.started_by as StartedBy, r.node as Node, r.state as State,
               r.started_at as StartedAt, r.ended_at as EndedAt, r.step as Step, r.rows_done as RowsDone, r.rows_total as RowsTotal, r.row_count as RowCount,
               r.message_code as MessageCode, r.message_arguments as MessageArguments, r.stopped_by as StoppedBy
        from job_run r
        """;

    private const string LatestSql = $"{SelectSql} where r.id in (select max(m.id) from job_run m group by m.job) order by r.job";

    private const string RunsSql = $"{SelectSql} where r.job = @job order by r.id desc limit @limit offset @offset";

    private const string FindSql = $"{SelectSql} where r.id = @id";

    private const string UnfinishedSql = $"{SelectSql} where {JobRunStore.UnfinishedCondition} order by r.id";

    private const string LinesSql = """
        select run_id as RunId, at as At, level as Level, subject as Subject, message_code as MessageCode, message_arguments as MessageArguments
        from job_log
        where run_id = @runId and ordinal >= @first
        order by ordinal
        limit @limit
        """;

    private const string SubjectLinesSql = """
        select run_id as RunId, at as At, level as Level, subject as Subject, message_code as MessageCode, message_arguments as MessageArguments
        from job_log
        where subject = @subject
        order by run_id desc, ordinal desc
        limit @limit
        """;

    private sealed record LineRow
    {
        public required long RunId { get; init; }

        public required string At { get; init; }

        public required string Level { get; init; }

        public required string Subject { get; init; }

        public required string MessageCode { get; init; }

        public required string MessageArguments { get; init; }

        public JobLogLine ToLine() => new(RunId, At, EnumCode.Parse<JobLogLevel>(Level), Subject, Message.Parse(MessageCode, MessageArguments)!);
    }

    /// <summary>The last run of each job, by name of the job.</summary>
    public async Task<IReadOnlyDictionary<string, JobRun>> LatestAsync(CancellationToken cancellationToken)
        => (await database.QueryAsync<JobRun>(LatestSql, null, cancellationToken)).ToDictionary(r => r.Job, StringComparer.Ordinal);

    /// <summary>Runs of a job, newest first.</summary>
    public async Task<IReadOnlyList<JobRun>> RunsAsync(string job, int limit, int offset, CancellationToken cancellationToken)
        => await database.QueryAsync<JobRun>(RunsSql, new { job, limit, offset }, cancellationToken);

    /// <summary>One run; null where there is none of that key.</summary>
    public async Task<JobRun?> FindAsync(long id, CancellationToken cancellationToken)
        => (await database.QueryAsync<JobRun>(FindSql, new { id }, cancellationToken)).SingleOrDefault();

    /// <summary>Runs that were cut off and are to be taken up again: nothing of the same job and parameter, or of all of the job, ran since.</summary>
    public async Task<IReadOnlyList<JobRun>> UnfinishedAsync(CancellationToken cancellationToken)
        => await database.QueryAsync<JobRun>(UnfinishedSql, null, cancellationToken);

    /// <summary>Whether one of <paramref name="after"/> changed something and ended since <paramref name="job"/> last began as a whole.</summary>
    public async Task<bool> IsDueAfterAsync(string job, IReadOnlyList<string> after, CancellationToken cancellationToken)
        => after.Count > 0 && (await database.QueryAsync<long>(JobRunStore.DueAfterSql, new { job, after }, cancellationToken))[0] > 0;

    /// <summary>The log of a run, oldest first.</summary>
    /// <param name="first">Ordinal of the first line wanted, from 0.</param>
    public async Task<IReadOnlyList<JobLogLine>> LinesAsync(long runId, int limit, CancellationToken cancellationToken, int first = 0)
        => [.. (await database.QueryAsync<LineRow>(LinesSql, new { runId, first, limit }, cancellationToken)).Select(r => r.ToLine())];

    /// <summary>What the logs say of a subject, newest first.</summary>
    public async Task<IReadOnlyList<JobLogLine>> SubjectLinesAsync(string subject, int limit, CancellationToken cancellationToken)
        => [.. (await database.QueryAsync<LineRow>(SubjectLinesSql, new { subject, limit }, cancellationToken)).Select(r => r.ToLine())];
}
