using System.Globalization;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Forecasts;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting.Peaks;
using Octoplus.Core.Vintages;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Pages.Forecasts;

/// <summary>The peaks of a measure as the page says them.</summary>
public sealed class PeakScreen(
    PeakMeasure measure, IReadOnlyList<PeakSeries> series, IStringLocalizer<ForecastTexts> forecastTexts, IStringLocalizer<PeakTexts> peakTexts, IStringLocalizer<DataTexts> dataTexts)
{
    /// <summary>Twice the base rate is worth a look.</summary>
    private const double Notable = 2;

    public PeakMeasure Measure => measure;

    /// <summary>The most likely peaks first, those without a probability last.</summary>
    public IReadOnlyList<PeakSeries> Rows { get; } =
        [.. series.OrderBy(s => s.Refusal != PeakRefusal.None).ThenByDescending(s => s.Probability).ThenBy(s => s.Territory, StringComparer.Ordinal)];

    public string Key => MeasureNames.Key(Named(measure));

    public string Title
    {
        get
        {
            var notable = Rows.Count(IsNotable);
            var week = PeriodWords.In(PeriodGrain.Week, measure.Week);
            var name = MeasureNames.Of(forecastTexts, Named(measure));
            return notable switch
            {
                _ when Rows.All(r => r.Refusal != PeakRefusal.None) => peakTexts["Title.Refused", name, week],
                0 => peakTexts["Title.None", name, week],
                1 => peakTexts["Title.One", name, week],
                _ => peakTexts["Title.Many", name, week, notable],
            };
        }
    }

    public string Answer
    {
        get
        {
            var first = Rows.Count > 0 && Rows[0].Refusal == PeakRefusal.None ? Rows[0] : null;
            var usual = BaseRate is { } rate ? peakTexts["Answer.Usual", Chance(rate)].Value : "";
            return first is null ? usual
                : !measure.IsLearnt ? peakTexts["Answer.NotLearnt", Chance(first.Probability)]
                : string.Join(' ', peakTexts["Answer.First", TerritoryNames.Of(forecastTexts, first.Territory), Chance(first.Probability), FigureText.Number(Math.Floor(first.Threshold))].Value, usual);
        }
    }

    /// <summary>Of how long ago the last settled week is.</summary>
    public string Reading => measure.Ahead > 1 ? peakTexts["Reading.Ahead", measure.Ahead] : peakTexts["Reading"];

    public string Source => string.Join(
        " · ",
        forecastTexts[measure.IsDemonstration ? "Source.Demonstration" : "Source", DatasetName.Of(dataTexts, measure.Dataset), measure.Vintage],
        peakTexts["Source.Made", LocalTime.Text(measure.MadeAt, "d")],
        peakTexts["Source.Caveat"]);

    private double? BaseRate => measure.Backtest?.BaseRate;

    /// <summary>In whole per cent; below one per cent as that.</summary>
    public string Chance(double probability)
        => probability < 0.005 ? peakTexts["Chance.Below"] : probability > 0.995 ? peakTexts["Chance.Above"] : peakTexts["Percent", FigureText.Number(100 * probability)];

    /// <summary>The picture of recent weeks in words.</summary>
    public string Recent(PeakSeries row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var known = row.Recent.OfType<double>().ToList();
        var above = row.Recent.Take(row.Recent.Count - row.Provisional).OfType<double>().Count(c => c > row.Threshold);
        return known.Count == 0 ? peakTexts["Recent.None"] : peakTexts["Recent", known.Count, FigureText.Number(known.Min()), FigureText.Number(known.Max()), above, row.Provisional];
    }

    /// <summary>As names and choices of measures ask for it.</summary>
    public static ForecastMeasure Named(PeakMeasure measure)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return new(measure.Dataset, measure.Measure, measure.Label, "", PeriodGrain.Week, MeasureKind.Count);
    }

    /// <summary>A number in an SVG.</summary>
    public static string Coordinate(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private bool IsNotable(PeakSeries row) => row.Refusal == PeakRefusal.None && row.Probability >= Notable * (BaseRate ?? 0.1);
}
