using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Accounts;
using Octoplus.Core.Jobs;
using Octoplus.Core.Sources;
using Octoplus.Dashboard.Components;
using Octoplus.Dashboard.Jobs;
using Octoplus.Dashboard.Resources;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Sources;

namespace Octoplus.Dashboard.Sources;

/// <summary>A page about sources: follows the run that asks them, wherever it goes on, and says what became of what someone did.</summary>
public abstract class SourceWatchingPage : WatchingPage
{
    private long? _followed;

    /// <summary>The last run, or the one under way.</summary>
    protected JobRun? Run { get; private set; }

    /// <summary>A run is under way.</summary>
    protected bool IsRunning => Run?.State == JobState.Running;

    protected override bool IsMoving => IsRunning || _followed is not null;

    protected string? Notice { get; private set; }

    protected bool IsError { get; private set; }

    protected bool IsBusy { get; private set; }

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
            (Notice, IsError) = (over.Message is { } message ? Messages.Of(message) : null, over.State is JobState.Failed or JobState.Died);
        }

        await ReadSourcesAsync();
    }

    /// <summary>Reads the sources that the page shows.</summary>
    protected abstract Task ReadSourcesAsync();

    // While one is under way the button says so, and keeps the keyboard's focus, which one that is disabled would lose.
    /// <summary>Has a source asked now, or all that are on; nothing while a run is under way.</summary>
    protected Task SyncAsync(Source? source) => IsRunning ? Task.CompletedTask : DoAsync(async () =>
    {
        _followed = await Runs.StartAsync(source, await Current.GetAsync());
        return _followed is null ? (S["Run.Elsewhere"], true) : (null, false);
    });

    protected Task TurnAsync(Source source, bool isOn) => DoAsync(async () =>
    {
        ArgumentNullException.ThrowIfNull(source);
        return await Store.TurnAsync(source.Id, isOn, await Current.GetAsync(), CancellationToken.None)
            ? (S[isOn ? "Done.On" : "Done.Off", source.Name], false)
            : (S["Done.Already", source.Name], true);
    });

    /// <summary>Does something that an administrator may, says what became of it and reads anew.</summary>
    /// <param name="act">Returns what to say, or null, and whether it is an error.</param>
    protected async Task DoAsync(Func<Task<(string? Said, bool IsError)>> act)
    {
        if (IsBusy)
        {
            return;
        }

        IsBusy = true;
        try
        {
            await Current.DemandAsync(Role.Admin, CancellationToken.None);
            (Notice, IsError) = await act();
        }
        catch (Exception e) when (Reason(e) is not null)
        {
            (Notice, IsError) = (Reason(e), true);
        }
        finally
        {
            IsBusy = false;
        }

        await LookAsync();
    }
}
