using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Jobs;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared.Actions;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Shared;

/// <summary>A page of administrators that follows the jobs: reads again when a run begins or ends, and every second while one runs.</summary>
public abstract class JobWatchingPage : WatchingPage
{
    private static readonly TimeSpan _idle = TimeSpan.FromSeconds(10);

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
