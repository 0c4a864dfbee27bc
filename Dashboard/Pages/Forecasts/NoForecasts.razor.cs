using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Forecasts;
using Octoplus.Core.Jobs;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Pages.Forecasts;

/// <summary>In place of forecasts until there are some: says whether they are being made, and tells its page when the first are there.</summary>
public sealed partial class NoForecasts : ComponentBase, IDisposable
{
    private static readonly TimeSpan _look = TimeSpan.FromSeconds(4);

    private readonly CancellationTokenSource _gone = new();
    private bool _isRunning;

    /// <summary>There are forecasts now.</summary>
    [Parameter]
    public EventCallback OnFilled { get; set; }

    [Inject]
    private ForecastQueries Queries { get; set; } = default!;

    [Inject]
    private JobRunQueries Runs { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private IStringLocalizer<ForecastTexts> T { get; set; } = default!;

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override Task OnInitializedAsync() => ReadAsync(_gone.Token);

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _ = WatchAsync(_gone.Token);
        }
    }

    private async Task WatchAsync(CancellationToken gone)
    {
        using var timer = new PeriodicTimer(_look, Time);
        try
        {
            while (await timer.WaitForNextTickAsync(gone))
            {
                await InvokeAsync(() => LookAsync(gone));
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left, or filled.
        }
    }

    private async Task LookAsync(CancellationToken gone)
    {
        gone.ThrowIfCancellationRequested();
        if (await ReadAsync(gone))
        {
            await OnFilled.InvokeAsync();
            return;
        }

        StateHasChanged();
    }

    /// <returns>Something is forecast.</returns>
    private async Task<bool> ReadAsync(CancellationToken gone)
    {
        try
        {
            _isRunning = await Runs.RunsAsync(TrainForecastsJob.Key, 1, 0, gone) is [{ State: JobState.Running }];
            return (await Queries.MeasuresAsync(gone)).Count > 0;
        }
        catch (DbException)
        {
            return false; // a database that is away comes back: the next look tries again
        }
    }
}
