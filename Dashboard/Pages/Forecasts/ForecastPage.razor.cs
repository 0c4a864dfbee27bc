using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Forecasts;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Pages.Forecasts;

/// <summary>What is ahead of one series: published forecasts are read, those with the reader's own settings computed now.</summary>
public sealed partial class ForecastPage : AddressedPage
{
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(20);

    private ForecastPageState _state = new();
    private IReadOnlyList<ForecastMeasure>? _measures;
    private IReadOnlyList<ComboOption> _measureOptions = [];
    private IReadOnlyList<ComboOption> _territoryOptions = [];
    private IReadOnlyList<string> _forces = [];
    private ForecastMeasure? _measure;
    private ForecastScreen? _screen;
    private ForecastNarration? _narration;
    private string? _missing;
    private Exception? _failure;
    private bool _simulating;
    private string? _simulationFailure;

    [Inject]
    private ForecastQueries Queries { get; set; } = default!;

    [Inject]
    private ForecastPreview Preview { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private IStringLocalizer<ForecastTexts> T { get; set; } = default!;

    [Inject]
    private IStringLocalizer<DataTexts> DataTexts { get; set; } = default!;

    [Inject]
    private ILogger<ForecastPage> Log { get; set; } = default!;

    protected override string Path => ForecastPageState.Address;

    protected override void Take(string query) => _state = ForecastPageState.Parse(query);

    protected override async Task LoadAsync()
    {
        var state = _state;
        try
        {
            var found = await ForecastLookup.FindAsync(Queries, state, CancellationToken.None);
            if (!ReferenceEquals(state, _state))
            {
                return; // a later choice is under way
            }

            _failure = null;
            Show(found, state);
            if (_screen is { } published && state.IsPersonal)
            {
                await SimulateAsync(published, state);
            }
        }
        catch (DbException e)
        {
            LogFailure(Log, e);
            _failure = e;
        }
    }

    private void Show(ForecastLookup found, ForecastPageState state)
    {
        (_measures, _measure) = (found.Measures, found.Measure);
        (_screen, _narration) = (null, null);
        (_simulating, _simulationFailure) = (false, null);
        if (found.Panel is not { } panel)
        {
            return;
        }

        string[] codes = [.. found.Territories.Select(t => t.Territory).Distinct(StringComparer.Ordinal)];
        _measureOptions = MeasureNames.Options(T, DataTexts, found.Measures);
        _territoryOptions = TerritoryNames.Options(T, codes);
        _forces = [.. found.Territories.Where(t => t.Territory == panel.Key.Territory).Select(t => t.ForceCode)];
        _missing = state.Territory is { } wanted && wanted != panel.Key.Territory ? TerritoryNames.Of(T, wanted) : null;
        _screen = new ForecastScreen(panel, state with { Force = panel.Key.ForceCode }, IsSimulation: false, DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime), codes);
        _narration = new ForecastNarration(T, _screen);
    }

    /// <summary>Shows the published forecast until the one asked for is computed.</summary>
    private async Task SimulateAsync(ForecastScreen published, ForecastPageState state)
    {
        using var patience = new CancellationTokenSource(_longest);
        _simulating = true;
        StateHasChanged();
        ForecastScreen? simulated = null;
        string? failure = null;
        try
        {
            var panel = await ForecastSimulation.RunAsync(Preview, published, state, patience.Token);
            simulated = panel is null ? null : published with { Panel = panel, IsSimulation = true };
            failure = panel is null ? T["Simulation.Failed"].Value : null;
        }
        catch (Exception e) when (e is DbException or OperationCanceledException)
        {
            LogSimulationFailure(Log, e);
            failure = T["Simulation.Failed"];
        }

        if (ReferenceEquals(state, _state))
        {
            (_simulating, _simulationFailure) = (false, failure);
            _screen = simulated ?? _screen;
            _narration = new ForecastNarration(T, _screen!);
        }
    }

    private void Go(ForecastPageState state) => Navigation.NavigateTo(ForecastPageState.Address + state.ToQuery(), new NavigationOptions());

    [LoggerMessage(LogLevel.Error, "The forecast could not be read")]
    private static partial void LogFailure(ILogger logger, Exception failure);

    [LoggerMessage(LogLevel.Warning, "A simulation did not succeed")]
    private static partial void LogSimulationFailure(ILogger logger, Exception failure);
}
