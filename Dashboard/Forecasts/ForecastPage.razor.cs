using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Forecasts;
using Octoplus.Dashboard.Components;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Forecasts;

/// <summary>What is ahead of one series: published forecasts are read, those with the reader's own settings computed now.</summary>
public sealed partial class ForecastPage : AddressedPage
{
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

    private void Go(ForecastPageState state) => Navigation.NavigateTo(ForecastPageState.Address + state.ToQuery(), new NavigationOptions());

    [LoggerMessage(LogLevel.Error, "The forecast could not be read")]
    private static partial void LogFailure(ILogger logger, Exception failure);
}
