using System.Globalization;
using Octoplus.Core.Jobs;
using Octoplus.Core.Notices;
using Octoplus.Core.Storage;

namespace Octoplus.Ingest.Jobs;

/// <summary>
/// Runs jobs, one run of each at a time among all processes on the database, and writes down what they do. Whoever wants a job run (schedule,
/// page, command line) goes through here.
/// </summary>
public sealed class JobRunner(Database database, IEnumerable<Job> jobs)
{
    private static readonly TimeSpan _lease = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan _renewal = TimeSpan.FromSeconds(1);
    private static readonly string _node = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}:{Environment.ProcessId}");

    private readonly JobRunStore _store = new(database);
    private readonly JobRunQueries _queries = new(database);

    /// <summary>All jobs, in the order of their names.</summary>
    public IReadOnlyList<Job> Jobs { get; } = [.. jobs.OrderBy(j => j.Name, StringComparer.Ordinal)];

    /// <summary>Runs a job to its end.</summary>
    /// <param name="startedBy">Name of a user, or <c>system</c>.</param>
    /// <returns>The run; null while another process, or another thread of this one, runs the job.</returns>
    /// <exception cref="ArgumentException">There is no job of that name.</exception>
    public async Task<JobRun?> RunAsync(string name, JobCause cause, string? parameter, string startedBy, CancellationToken cancellationToken)
    {
        var job = Jobs.FirstOrDefault(j => j.Name == name)
            ?? throw new ArgumentException($"There is no job '{name}'. Jobs: {string.Join(", ", Jobs.Select(j => j.Name))}.", nameof(name));
        if (await _store.BeginAsync(new NewRun(name, cause, parameter, startedBy, _node), _lease, cancellationToken) is not { } lease)
        {
            return null;
        }

        var context = new JobContext(lease.RunId, cause, parameter, startedBy);
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var over = new CancellationTokenSource();
        var renewing = RenewAsync(lease, context, lost, over.Token);
        var end = await DoAsync(job, context, lost.Token);
        await over.CancelAsync();
        var written = await renewing;

        // Not cancelled with the run: it is over, and is written down as such.
        await WriteLinesAsync(context, written, CancellationToken.None);
        await _store.EndAsync(lease, end, context.Notices, CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        return await _queries.FindAsync(lease.RunId, cancellationToken);
    }

    private static async Task<JobEnd> DoAsync(Job job, JobContext context, CancellationToken cancellationToken)
    {
        var cause = $"job:{job.Name}:failed";
        try
        {
            // Off the caller's thread: the first steps of a job may not await.
            var result = await Task.Run(() => job.RunAsync(context, cancellationToken), cancellationToken);
            if (!result.HasFailed)
            {
                context.Tell(new Notice(NoticeKind.Recovered, cause, Message.Of("job.recovered", job.Name), "/admin/taches"));
            }

            var state = result.HasFailed ? JobState.Failed : result.HasChanged ? JobState.Succeeded : JobState.Unchanged;
            return new JobEnd(state, result.RowCount, result.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new JobEnd(JobState.Stopped, 0, Message.Of("job.stopped"));
        }
#pragma warning disable CA1031 // whatever went wrong with one run is told at that run, and the next one is tried
        catch (Exception e)
#pragma warning restore CA1031
        {
            context.Log(JobLogLevel.Error, Message.Of("job.exception", e.GetType().Name, e.Message));
            context.Tell(new Notice(NoticeKind.Failed, cause, Message.Of("job.failed", job.Name, e.Message), "/admin/taches"));
            return new JobEnd(JobState.Failed, 0, Message.Of("job.exception", e.GetType().Name, e.Message));
        }
    }

    /// <returns>How many lines of the log were written.</returns>
    private async Task<int> RenewAsync(JobLease lease, JobContext context, CancellationTokenSource lost, CancellationToken over)
    {
        var written = 0;
        using var timer = new PeriodicTimer(_renewal);
        try
        {
            while (await timer.WaitForNextTickAsync(over))
            {
                written = await WriteLinesAsync(context, written, CancellationToken.None);
                var progress = context.Progress;
                if (!await _store.RenewAsync(lease, _lease, progress.Step, progress.Done, progress.Total, CancellationToken.None))
                {
                    await lost.CancelAsync();
                    return written;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // the run is over
        }

        return written;
    }

    private async Task<int> WriteLinesAsync(JobContext context, int written, CancellationToken cancellationToken)
    {
        var lines = context.LinesFrom(written);
        if (lines.Count > 0)
        {
            await _store.AddLinesAsync(written, lines, cancellationToken);
        }

        return written + lines.Count;
    }
}
