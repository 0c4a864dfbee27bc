using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Octoplus.Core.Jobs;
using Octoplus.Core.Storage;

namespace Octoplus.Ingest.Jobs;

/// <summary>
/// Runs jobs, one run of each at a time among all processes on the database, and writes down what they do. Whoever wants a job run (schedule,
/// page, command line) goes through here.
/// </summary>
public sealed class JobRunner(Database database, IEnumerable<Job> jobs, ILogger<JobRunner>? logger = null)
{
    private static readonly string _node = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}:{Environment.ProcessId}");

    private readonly JobRunStore _store = new(database);
    private readonly JobLogStore _log = new(database);
    private readonly LeaseStore _leases = new(database);
    private readonly JobRunQueries _queries = new(database);

    /// <summary>Raised when a run of this process has begun or ended, on any thread.</summary>
    public event Action? Changed;

    /// <summary>All jobs, in the order of their names.</summary>
    public IReadOnlyList<Job> Jobs { get; } = [.. jobs.OrderBy(j => j.Name, StringComparer.Ordinal)];

    internal LeaseTimes Times { get; init; } = new(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(1));

    /// <summary>The job of a name; null where there is none.</summary>
    public Job? Find(string name) => Jobs.FirstOrDefault(j => j.Name == name);

    /// <summary>Runs a job to its end.</summary>
    /// <param name="startedBy">Name of a user, or <c>system</c>.</param>
    /// <returns>The run; null while another process, or another thread of this one, runs the job.</returns>
    /// <exception cref="ArgumentException">There is no job of that name.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the run is written down as stopped.</exception>
    /// <exception cref="System.Data.Common.DbException">The database went away for longer than a lease; the run is taken up again later.</exception>
    public async Task<JobRun?> RunAsync(string name, JobCause cause, string? parameter, string startedBy, CancellationToken cancellationToken)
    {
        if (await StartAsync(new JobRequest(name, cause, parameter, startedBy), cancellationToken) is not { } started)
        {
            return null;
        }

        var run = await started.Ended;
        cancellationToken.ThrowIfCancellationRequested();
        return run;
    }

    /// <summary>Starts a job, and returns as soon as it runs.</summary>
    /// <param name="cancellationToken">Stops the run too.</param>
    /// <returns>Null while the job runs, or when the reason of the request is gone.</returns>
    /// <exception cref="ArgumentException">There is no job of that name.</exception>
    public async Task<StartedRun?> StartAsync(JobRequest request, CancellationToken cancellationToken)
    {
        var job = Find(request.Job)
            ?? throw new ArgumentException($"There is no job '{request.Job}'. Jobs: {string.Join(", ", Jobs.Select(j => j.Name))}.", nameof(request));
        var run = new NewRun(
            job.Name, request.Cause, request.Parameter, request.StartedBy, _node, request.Resumes, request.IsOnlyIfDue ? job.After : null);
        if (await _store.BeginAsync(run, Times.Length, cancellationToken) is not { } lease)
        {
            return null;
        }

        Changed?.Invoke();
        return new StartedRun(lease.RunId, FollowAsync(job, request, lease, cancellationToken));
    }

    /// <summary>Asks a run to stop, wherever it runs.</summary>
    /// <returns>False if it does not run, or was asked before.</returns>
    public Task<bool> StopAsync(long runId, string who, CancellationToken cancellationToken) => _store.RequestStopAsync(runId, who, cancellationToken);

    /// <summary>Marks runs as died whose processes went without a word.</summary>
    /// <returns>How many.</returns>
    public Task<int> MarkDiedAsync(CancellationToken cancellationToken) => _store.MarkDiedAsync(cancellationToken);

    private async Task<JobRun> FollowAsync(Job job, JobRequest request, JobLease lease, CancellationToken cancellationToken)
    {
        // A command that is stopped was stopped by whoever gave it; a server that ends takes its runs up again.
        var isCommand = request is { Cause: JobCause.Command, Resumes: null };
        var context = new JobContext(lease, request.Cause, request.Parameter, request.StartedBy);
        var keeper = new JobLeaseKeeper(_store, _log, _leases, lease, context, Times, logger ?? (ILogger)NullLogger.Instance);
        try
        {
            await keeper.KeepAsync(
                token => JobExecution.RunAsync(job, context, () => keeper.StoppedBy ?? (isCommand ? request.StartedBy : null), token),
                cancellationToken);
        }
        finally
        {
            Changed?.Invoke();
        }

        return await _queries.FindAsync(lease.RunId, CancellationToken.None)
            ?? throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Run {lease.RunId} of '{job.Name}' is gone."));
    }
}

/// <summary>That someone wants a job run.</summary>
/// <param name="Parameter">The part of the job asked for; null: all of it.</param>
/// <param name="StartedBy">Name of a user, or <c>system</c>.</param>
/// <param name="Resumes">Key of the run that was cut off and is to be taken up, if that is still to be done.</param>
/// <param name="IsOnlyIfDue">Only while a job that it follows has changed something that it has not seen.</param>
public sealed record JobRequest(string Job, JobCause Cause, string? Parameter, string StartedBy, long? Resumes = null, bool IsOnlyIfDue = false);

/// <summary>A run under way.</summary>
/// <param name="RunId">Its key.</param>
/// <param name="Ended">Ends with the run, as it is written down; fails only if that could not be written down.</param>
public sealed record StartedRun(long RunId, Task<JobRun> Ended);
