using Microsoft.AspNetCore.Components;
using Octoplus.Core.Jobs;
using Octoplus.Core.Upkeep;
using Octoplus.Dashboard.Shared;
using Octoplus.Dashboard.Shared.Actions;

namespace Octoplus.Dashboard.Pages.Admin.Jobs;

/// <summary>One job: how it stands, when it runs, its last runs, and the log of one of them.</summary>
public sealed partial class JobPage : JobWatchingPage
{
    private const int RunsShown = 20;
    private const int LinesShown = 200;

    private JobRow? _row;
    private IReadOnlyList<JobRun> _runs = [];
    private bool _hasMoreRuns;
    private int _runsWanted = RunsShown;
    private JobRun? _run;
    private IReadOnlyList<JobLogLine> _lines = [];
    private bool _hasMoreLines;
    private int _linesWanted = LinesShown;
    private IReadOnlyList<QueryTime> _times = [];
    private (string? Name, long? RunId) _shown;
    private ElementReference _told;
    private bool _takesFocus;

    [Parameter]
    public string Name { get; set; } = "";

    [Parameter]
    public long? RunId { get; set; }

    protected override bool IsMoving => !Board.IsScheduleStarted || _row?.IsRunning == true || _run?.State == JobState.Running;

    [Inject]
    private JobBoard Board { get; set; } = default!;

    [Inject]
    private JobRunQueries Runs { get; set; } = default!;

    [Inject]
    private QueryTimes Times { get; set; } = default!;

    protected override async Task OnParametersSetAsync()
    {
        if (_shown != (Name, RunId))
        {
            _row = _shown.Name == Name ? _row : null;
            _shown = (Name, RunId);
            (_runsWanted, _linesWanted) = (RunsShown, LinesShown);
            await LoadAsync();
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_takesFocus)
        {
            _takesFocus = false;
            await _told.FocusAsync();
        }
    }

    protected override async Task ReadAsync()
    {
        var row = (await Board.ReadAsync(CancellationToken.None)).FirstOrDefault(r => r.Name == Name);
        if (row is null)
        {
            return;
        }

        // One more than is shown says whether there are more.
        var runs = await Runs.RunsAsync(Name, _runsWanted + 1, 0, CancellationToken.None);
        (_runs, _hasMoreRuns) = ([.. runs.Take(_runsWanted)], runs.Count > _runsWanted);
        _times = Name == MeasureQueriesJob.Key ? await Times.LastAsync(CancellationToken.None) : [];
        if (RunId is { } id)
        {
            _run = await Runs.FindAsync(id, CancellationToken.None) is { } run && run.Job == Name ? run : null;
            var lines = _run is null ? [] : await Runs.LinesAsync(id, _linesWanted + 1, CancellationToken.None);
            (_lines, _hasMoreLines) = ([.. lines.Take(_linesWanted)], lines.Count > _linesWanted);
        }

        _row = row;
    }

    private Task MoreRunsAsync()
    {
        _runsWanted += RunsShown;
        return LoadAsync();
    }

    private Task MoreLinesAsync()
    {
        _linesWanted += LinesShown;
        return LoadAsync();
    }

    private async Task ScheduleAsync(CronSchedule cron)
    {
        await DoAsync(async actor =>
        {
            await Actions.ScheduleAsync(Name, cron, actor, CancellationToken.None);
            return (T["Schedule.Done", Text.Schedule(cron.Expression)], false);
        });
        _takesFocus = true; // the form was drawn anew, and what came of it stands above
        StateHasChanged();
    }
}
