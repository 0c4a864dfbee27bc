using System.Globalization;
using Octoplus.Core.Accounts;
using Octoplus.Core.Jobs;
using Octoplus.Core.Sources;
using Octoplus.Ingest.Sources;

namespace Octoplus.Dashboard.Pages.Admin.Sources;

/// <summary>Has sources asked now because someone wants it, each with its entry in the audit log. Who may is asked before, by the page.</summary>
public sealed class SourceRuns(JobEngine jobs, AuditLog audit)
{
    /// <summary>Audit: someone had a source, or all of them, asked.</summary>
    public const string Run = "source.run";

    /// <summary>Begins a run, which goes on when the page is left, until the program is stopped.</summary>
    /// <param name="source">Null: all that are on.</param>
    /// <returns>Key of the run; null if another one is under way.</returns>
    public async Task<long?> StartAsync(Source? source, AuditActor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var request = new JobRequest(RefreshSourcesJob.Key, JobCause.Person, source?.Id.ToString(CultureInfo.InvariantCulture), actor.Name);
        if (await jobs.StartAsync(request, CancellationToken.None) is not { } started)
        {
            return null;
        }

        await audit.WriteAsync(new AuditEntry(actor, Run, source?.Name ?? "", source?.Subject), CancellationToken.None);
        return started.RunId;
    }
}
