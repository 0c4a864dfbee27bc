using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Forecasts;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Core.Vintages;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Pages.Forecasts;

/// <summary>All départements of a measure beside each other, the one that rises most first.</summary>
public sealed partial class OverviewPage : AddressedPage
{
    private OverviewState _state = new();
    private IReadOnlyList<ForecastMeasure>? _measures;
    private IReadOnlyList<ComboOption> _options = [];
    private ForecastMeasure? _measure;
    private IReadOnlyList<OverviewTile> _tiles = [];
    private ForecastFigures? _figures;
    private string _source = "";
    private bool _isCount;
    private Exception? _failure;

    [Inject]
    private ForecastQueries Queries { get; set; } = default!;

    [Inject]
    private IStringLocalizer<ForecastTexts> T { get; set; } = default!;

    [Inject]
    private IStringLocalizer<DataTexts> DataTexts { get; set; } = default!;

    [Inject]
    private ILogger<OverviewPage> Log { get; set; } = default!;

    protected override string Path => OverviewState.Address;

    private string Title => T["Overview.Title", MeasureNames.Of(T, _measure!), _state.Region is { } region ? TerritoryNames.Of(T, region) : T["Overview.AllRegions"].Value, Stretch];

    private string Answer => T["Overview.Answer", _tiles.Count(t => t.Direction == "up"), _tiles.Count(t => t.Direction == "down"), _tiles.Count(t => t.Direction is null && t.ChanceAbove is not null)];

    private string Stretch
    {
        get
        {
            var tile = _tiles.FirstOrDefault(t => t.Overview.Means.Count > 0);
            return tile is null ? "" : PeriodWords.In(
                _measure!.Grain,
                PeriodSteps.Add(_measure.Grain, tile.Overview.Origin, 1),
                PeriodSteps.Add(_measure.Grain, tile.Overview.Origin, tile.Overview.Means.Count));
        }
    }

    protected override void Take(string query) => _state = OverviewState.Parse(query);

    protected override async Task LoadAsync()
    {
        var state = _state;
        try
        {
            var measures = await Queries.MeasuresAsync(CancellationToken.None);
            var measure = MeasureNames.Choose(measures, state.Measure);
            var rows = measure is null ? [] : await Queries.OverviewAsync(measure.Dataset, measure.Measure, CancellationToken.None);
            if (ReferenceEquals(state, _state))
            {
                _failure = null;
                Show(measures, measure, rows);
            }
        }
        catch (DbException e)
        {
            LogFailure(Log, e);
            _failure = e;
        }
    }

    private void Show(IReadOnlyList<ForecastMeasure> measures, ForecastMeasure? measure, IReadOnlyList<ForecastOverview> rows)
    {
        (_measures, _measure) = (measures, measure);
        _options = MeasureNames.Options(T, DataTexts, measures);
        if (measure is null)
        {
            return;
        }

        _isCount = measure.Kind == MeasureKind.Count;
        _figures = new ForecastFigures(T, measure);
        var source = new ForecastSource(T, DataTexts);
        _source = rows is [var any, ..] ? string.Join(" · ", source.Data(measure, any.Vintage, any.IsDemonstration), T["Source.Origin", PeriodWords.Label(measure.Grain, any.Origin)], source.Caveat(measure)) : "";

        // Small geographies of other files have no régions: they are shown as they are.
        var all = rows.Where(r => r.ForceCode.Length == 0).ToList();
        var departments = all.Where(r => TerritoryNames.IsDepartment(r.Territory)).ToList();
        var shown = departments.Count > 0 ? departments.Where(r => _state.Region is null || TerritoryNames.RegionOf(r.Territory) == _state.Region) : all.Where(_ => _state.Region is null);
        _tiles = OverviewTile.Sort(shown.Select(r => OverviewTile.Of(r, TerritoryNames.Of(T, r.Territory), _isCount)), _state.Order);
    }

    private void Go(OverviewState state) => Navigation.NavigateTo(OverviewState.Address + state.ToQuery());

    [LoggerMessage(LogLevel.Error, "The forecasts could not be read")]
    private static partial void LogFailure(ILogger logger, Exception failure);
}
