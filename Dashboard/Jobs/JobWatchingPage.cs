using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Accounts;
using Octoplus.Core.Audit;
using Octoplus.Core.Jobs;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Components;
using Octoplus.Dashboard.Resources;
using Octoplus.Ingest.Jobs;

namespace Octoplus.Dashboard.Jobs;

/// <summary>A page of administrators that follows the jobs: reads again when a run begins or ends, and every second while one runs.</summary>
public abstract class JobWatchingPage : WatchingPage
{
    private static readonly TimeSpan _idle = TimeSpan.FromSeconds(10);

    /// <summary>What came of the last deed; null: nothing was done yet.</summary>
    protected string? Message { get; private set; }

    /// <summary>The last deed failed.</summary>
    protected bool IsError { get; private set; }

    [Inject]
    protected JobEngine Engine { get; set; } = default!;

    [Inject]
    protected JobActions Actions { get; set; } = default!;

    [Inject]
    protected JobText Text { get; set; } = default!;

    [Inject]
    protected IStringLocalizer<JobTexts> T { get; set; } = default!;

    protected override string Denied => T["Denied"];

    protected override TimeSpan? Idle => _idle;

    protected override void Join(Action look) => Engine.Changed += look;

    protected override void Leave(Action look) => Engine.Changed -= look;

    /// <summary>Does something, if whoever looks still may, says what came of it, and reads again.</summary>
    /// <param name="deed">Returns the text to show, and whether it is an error.</param>
    protected async Task DoAsync(Func<AuditActor, Task<(string Text, bool IsError)>> deed)
    {
        try
        {
            await Current.DemandAsync(Role.Admin, CancellationToken.None);
            (Message, IsError) = await deed(await Current.GetAsync());
        }
        catch (Exception e) when (Reason(e) is not null)
        {
            (Message, IsError) = (Reason(e), true);
        }

        await LookAsync();
    }

    protected Task RunAsync(string job)
        => DoAsync(async actor => await Actions.RunAsync(job, null, actor, CancellationToken.None) is null
            ? (T["Run.Busy", Text.Name(job)], true)
            : (T["Run.Begun", Text.Name(job)], false));

    protected Task StopAsync(JobRun run)
        => DoAsync(async actor => (await Actions.StopAsync(run, actor, CancellationToken.None) ? T["Stop.Asked", Text.Name(run.Job)] : T["Stop.Over", Text.Name(run.Job)], false));

    protected Task PauseAsync(string job)
        => DoAsync(async actor =>
        {
            await Actions.PauseAsync(job, actor, CancellationToken.None);
            return (T["Pause.Done", Text.Name(job)], false);
        });

    protected Task ResumeAsync(string job)
        => DoAsync(async actor =>
        {
            await Actions.ResumeAsync(job, actor, CancellationToken.None);
            return (T["Resume.Done", Text.Name(job)], false);
        });
}
