using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Accounts;
using Octoplus.Core.Audit;
using Octoplus.Core.Jobs;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Components;
using Octoplus.Dashboard.Resources;
using Octoplus.Ingest.Jobs;
using Quartz;

namespace Octoplus.Dashboard.Jobs;

/// <summary>A page of administrators that follows the jobs: reads again when a run begins or ends, and every second while one runs.</summary>
public abstract class JobWatchingPage : ComponentBase, IDisposable
{
    private static readonly TimeSpan _idle = TimeSpan.FromSeconds(10);

    private PageWatch? _watch;

    /// <summary>Why the last reading failed; null if it did not.</summary>
    protected string? Failure { get; private set; }

    /// <summary>What came of the last deed; null: nothing was done yet.</summary>
    protected string? Message { get; private set; }

    /// <summary>The last deed failed.</summary>
    protected bool IsError { get; private set; }

    /// <summary>Something that the page shows is under way.</summary>
    protected abstract bool IsMoving { get; }

    [Inject]
    protected JobRunner Runner { get; set; } = default!;

    [Inject]
    protected JobActions Actions { get; set; } = default!;

    [Inject]
    protected JobText Text { get; set; } = default!;

    [Inject]
    protected IStringLocalizer<JobTexts> T { get; set; } = default!;

    [Inject]
    private CurrentActor Current { get; set; } = default!;

    public void Dispose()
    {
        _watch?.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _watch = new PageWatch(look => Runner.Changed += look, look => Runner.Changed -= look, LookAgainAsync, _idle);
        }
    }

    /// <summary>Reads what the page shows.</summary>
    protected abstract Task ReadAsync();

    protected async Task LoadAsync()
    {
        try
        {
            await Current.DemandAsync(Role.Admin, CancellationToken.None);
            await ReadAsync();
            Failure = null;
        }
        catch (Exception e) when (Reason(e) is not null)
        {
            Failure = Reason(e);
        }
    }

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

        await LoadAsync();
        _watch?.Look();
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

    private string? Reason(Exception e) => e switch
    {
        DbException => e.Message,
        SchedulerException => e.GetBaseException().Message,
        UnauthorizedAccessException => T["Denied"],
        ScheduleNotStartedException => T["NotStarted"],
        _ => null,
    };

    private async Task<bool> LookAgainAsync()
    {
        await InvokeAsync(async () =>
        {
            await LoadAsync();
            StateHasChanged();
        });
        return Failure is not null || IsMoving;
    }
}
