using Microsoft.Extensions.Hosting;
using Octoplus.Core.Audit;
using Octoplus.Core.Jobs;
using Octoplus.Core.Sources;
using Octoplus.Ingest.Jobs;

namespace Octoplus.Dashboard.Sources;

/// <summary>Has sources asked now because someone wants it, each with its entry in the audit log. Who may is asked before, by the page.</summary>
public sealed class SourceRuns(JobRunner runner, AuditLog audit, IHostApplicationLifetime lifetime)
{
    /// <summary>The job that asks sources.</summary>
    public const string Job = "refresh-sources";

    /// <summary>Audit: someone had a source, or all of them, asked.</summary>
    public const string Run = "source.run";

    /// <summary>Begins a run, which goes on when the page is left, until the program is stopped.</summary>
    /// <param name="source">Null: all that are on.</param>
    /// <returns>The run once it is over; null if another one was under way.</returns>
    public async Task<Task<JobRun?>> StartAsync(Source? source, AuditActor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await audit.WriteAsync(new AuditEntry(actor, Run, source?.Name ?? "", source?.Subject), CancellationToken.None);
        return Task.Run(() => runner.RunAsync(
            Job, JobCause.Person, source?.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), actor.Name, lifetime.ApplicationStopping));
    }
}
