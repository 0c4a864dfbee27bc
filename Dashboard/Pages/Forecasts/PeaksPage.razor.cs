using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Forecasts;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Pages.Forecasts;

/// <summary>How likely a peak is in the next week, territory by territory, and how good such probabilities have been.</summary>
public sealed partial class PeaksPage : AddressedPage
{
    private string? _measure;
    private IReadOnlyList<PeakMeasure>? _measures;
    private IReadOnlyList<ComboOption> _options = [];
    private PeakScreen? _screen;
    private Exception? _failure;

    [Inject]
    private PeakQueries Queries { get; set; } = default!;

    [Inject]
    private IStringLocalizer<ForecastTexts> T { get; set; } = default!;

    [Inject]
    private IStringLocalizer<PeakTexts> P { get; set; } = default!;

    [Inject]
    private IStringLocalizer<DataTexts> DataTexts { get; set; } = default!;

    [Inject]
    private ILogger<PeaksPage> Log { get; set; } = default!;

    protected override string Path => ForecastNav.Peaks;

    protected override void Take(string query) => _measure = ForecastPageState.Parse(query).Measure;

    protected override async Task LoadAsync()
    {
        var asked = _measure;
        try
        {
            var measures = await Queries.MeasuresAsync(CancellationToken.None);
            var named = measures.Select(PeakScreen.Named).ToList();
            var chosen = measures.Count == 0 ? null : measures[named.IndexOf(MeasureNames.Choose(named, asked)!)];
            var series = chosen is null ? [] : await Queries.SeriesAsync(chosen.Dataset, chosen.Measure, CancellationToken.None);
            if (asked == _measure)
            {
                (_failure, _measures) = (null, measures);
                _options = MeasureNames.Options(T, DataTexts, named);
                _screen = chosen is null ? null : new PeakScreen(chosen, series, T, P, DataTexts);
            }
        }
        catch (DbException e)
        {
            LogFailure(Log, e);
            _failure = e;
        }
    }

    private void Go(string measure) => Navigation.NavigateTo(ForecastNav.Peaks + AddressQuery.Write(("mesure", measure)));

    [LoggerMessage(LogLevel.Error, "The peaks could not be read")]
    private static partial void LogFailure(ILogger logger, Exception failure);
}
