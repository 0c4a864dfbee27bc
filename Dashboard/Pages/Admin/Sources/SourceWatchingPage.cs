using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Accounts;
using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Sources;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared;
using Octoplus.Dashboard.Shared.Text;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Sources;

namespace Octoplus.Dashboard.Pages.Admin.Sources;

/// <summary>A page about sources: follows the run that asks them, wherever it goes on, and says what became of what someone did.</summary>
public abstract class SourceWatchingPage : WatchingPage
{
    private long? _followed;

    /// <summary>The last run, or the one under way.</summary>
    protected JobRun? Run { get; private set; }

    /// <summary>A run is under way.</summary>
    protected bool IsRunning => Run?.State == JobState.Running;

    protected override bool IsMoving => IsRunning || _followed is not null;

    [Inject]
    protected ImportQueue Queue { get; set; } = default!;

    [Inject]
    protected SourceQueries Sources { get; set; } = default!;

    [Inject]
    protected SourceStore Store { get; set; } = default!;

    [Inject]
    protected SourceRuns Runs { get; set; } = default!;

    [Inject]
    protected JobRunQueries Log { get; set; } = default!;

    [Inject]
    protected SourceText Text { get; set; } = default!;

    [Inject]
    protected MessageText Messages { get; set; } = default!;

    [Inject]
    protected IStringLocalizer<SourceTexts> S { get; set; } = default!;

    protected override string Denied => S["Denied"];

    // What a source brings goes through the queue.
    protected override void Join(Action look) => Queue.Changed += look;

    protected override void Leave(Action look) => Queue.Changed -= look;

    protected override async Task ReadAsync()
    {
        Run = (await Log.LatestAsync(CancellationToken.None)).GetValueOrDefault(RefreshSourcesJob.Key);
        if (_followed is { } id && (Run?.Id == id ? Run : await Log.FindAsync(id, CancellationToken.None)) is { State: not JobState.Running } over)
        {
            _followed = null;
            (Message, IsError) = (over.Message is { } message ? Messages.Of(message) : null, over.State is JobState.Failed or JobState.Died);
        }

        await ReadSourcesAsync();
    }

    /// <summary>Reads the sources that the page shows.</summary>
    protected abstract Task ReadSourcesAsync();

    // While one is under way the button says so, and keeps the keyboard's focus, which one that is disabled would lose.
    /// <summary>Has a source asked now, or all that are on; nothing while a run is under way.</summary>
    protected Task SyncAsync(Source? source) => IsRunning ? Task.CompletedTask : DoOnceAsync(async actor =>
    {
        _followed = await Runs.StartAsync(source, actor);
        return _followed is null ? (S["Run.Elsewhere"], true) : (null, false);
    });

    protected Task TurnAsync(Source source, bool isOn) => DoOnceAsync(async actor =>
    {
        ArgumentNullException.ThrowIfNull(source);
        return await Store.TurnAsync(source.Id, isOn, actor, CancellationToken.None)
            ? (S[isOn ? "Done.On" : "Done.Off", source.Name], false)
            : (S["Done.Already", source.Name], true);
    });

    /// <summary>One thing after the other: nothing while something is being done.</summary>
    protected Task DoOnceAsync(Func<AuditActor, Task<(string? Text, bool IsError)>> act) => IsBusy ? Task.CompletedTask : DoAsync(act);
}
