using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Views;
using Octoplus.Dashboard.Charts;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared;
using Octoplus.Ingest.Imports;

namespace Octoplus.Dashboard.Pages.Map;

/// <summary>Holds the state of the map page: read from the address, changed by going to another address.</summary>
public sealed partial class MapPage : AddressedPage
{
    private readonly CancellationTokenSource _leaving = new();
    private FirstDataWatch? _watch;
    private MapState _asked = new();
    private MapPanel? _panel;
    private AtlasSet _atlases = AtlasSet.Shipped;
    private MapScreen? _screen;
    private MapNarration? _narration;
    private Exception? _failure;
    private bool _isLoading;
    private bool _isComparing;

    [Inject]
    private MapPanelQueries Queries { get; set; } = default!;

    [Inject]
    private AtlasSource AtlasSource { get; set; } = default!;

    [Inject]
    private FirstDataProgress Progress { get; set; } = default!;

    [Inject]
    private IStringLocalizer<MapTexts> T { get; set; } = default!;

    [Inject]
    private ILogger<MapPage> Log { get; set; } = default!;

    protected override string Path => "/";

    protected override void Leave()
    {
        _watch?.Dispose();
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override Task OnInitializedAsync()
    {
        _watch = new FirstDataWatch(Progress, InvokeAsync, () => Progress.IsDone ? RetryAsync() : Task.CompletedTask);
        return base.OnInitializedAsync();
    }

    protected override void Take(string query) => _asked = MapState.Parse(query);

    protected override Task LoadAsync() => ShowAsync(mayReuse: true);

    /// <param name="change">Replaces the address where a slider passes through years that nobody wants to come back to.</param>
    private void Go((MapState State, bool Replaces) change)
        => Navigation.NavigateTo("/" + change.State.ToQuery(), new NavigationOptions { ReplaceHistoryEntry = change.Replaces });

    private void Pick(MapPick pick) => Go((_screen!.State.Pick(pick.Code, pick.Add || _isComparing), false));

    private Task RetryAsync() => ShowAsync(mayReuse: false);

    private async Task ShowAsync(bool mayReuse)
    {
        var state = _asked;
        _failure = null;
        if (!mayReuse || _panel is null || !IsShownBy(_panel, state))
        {
            _isLoading = true;
            try
            {
                var panel = await Queries.LoadAsync(new MapPanelRequest(state.Measure, state.Level, state.Year, state.Selected), _leaving.Token);
                var atlases = panel is null ? _atlases : await AtlasSource.OfBuildAsync(panel.BuildId, _leaving.Token);
                if (!ReferenceEquals(state, _asked))
                {
                    return; // a later change is under way
                }

                (_panel, _atlases) = (panel, atlases);
                _isLoading = false;
            }
            catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // whatever the database does, the page tells it and offers to try again
            catch (Exception failure)
#pragma warning restore CA1031
            {
                LogFailure(Log, failure);
                _failure = failure;
                _isLoading = false;
                _panel = null;
            }
        }

        _screen = _panel is null ? null : new MapScreen(_panel, state) { Atlases = _atlases };
        _narration = _screen is null ? null : new MapNarration(T, _screen);
        StateHasChanged();
    }

    private static bool IsShownBy(MapPanel panel, MapState state)
        => panel.Measure == state.Measure
        && panel.Level == state.Level
        && panel.Year == (state.Year ?? panel.Years[^1])
        && panel.Selected.SequenceEqual(state.Selected, StringComparer.Ordinal);

    [LoggerMessage(LogLevel.Error, "The map could not be loaded")]
    private static partial void LogFailure(ILogger logger, Exception failure);
}
