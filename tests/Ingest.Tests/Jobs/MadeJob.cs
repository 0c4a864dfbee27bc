using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;

namespace Octoplus.Ingest.Tests.Jobs;

/// <summary>A job whose work a test writes.</summary>
internal sealed class MadeJob(string name, Func<JobContext, CancellationToken, Task<JobResult>> work, params string[] after) : Job
{
    public static JobResult Changed { get; } = new(HasChanged: true, 3, Message.Of("views.rebuilt"));

    public static JobResult Unchanged { get; } = new(HasChanged: false, 0, Message.Of("views.up-to-date"));

    public override string Name => name;

    public override string DefaultSchedule { get; } = "0 0 3 * * ?";

    public override IReadOnlyList<string> After => after;

    /// <summary>Ends at once, having changed something or not.</summary>
    public static MadeJob Quick(string name, bool hasChanged = true, params string[] after)
        => new(name, (_, _) => Task.FromResult(hasChanged ? Changed : Unchanged), after);

    public override Task<JobResult> RunAsync(JobContext context, CancellationToken cancellationToken) => work(context, cancellationToken);
}
