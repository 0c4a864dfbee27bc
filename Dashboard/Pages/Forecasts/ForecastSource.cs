using Microsoft.Extensions.Localization;
using Octoplus.Core.Forecasts;
using Octoplus.Core.Reference;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Pages.Forecasts;

/// <summary>Where a forecast comes from and what to beware of: said under every chart and on top of every export.</summary>
public sealed class ForecastSource(IStringLocalizer<ForecastTexts> texts, IStringLocalizer<DataTexts> dataTexts)
{
    /// <summary>Source, vintage, origin, model, caveat of one forecast.</summary>
    public IReadOnlyList<string> Sentences(ForecastScreen screen)
    {
        ArgumentNullException.ThrowIfNull(screen);
        var panel = screen.Panel;
        var sentences = new List<string> { Data(panel.Measure, panel.Vintage, panel.IsDemonstration) };
        if (!screen.IsRefused)
        {
            sentences.Add(screen.IsSimulation
                ? texts["Source.Simulation", PeriodWords.Label(screen.Grain, screen.Result.Origin), MethodNames.OfModel(texts, panel.Model)]
                : texts["Source.Forecast", LocalTime.Text(panel.MadeAt, "d"), PeriodWords.Label(screen.Grain, screen.Result.Origin), MethodNames.OfModel(texts, panel.Model)]);
        }

        sentences.Add(Caveat(panel.Measure));
        return sentences;
    }

    public string Data(ForecastMeasure measure, string vintage, bool isDemonstration)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return texts[isDemonstration ? "Source.Demonstration" : "Source", DatasetName.Of(dataTexts, measure.Dataset), vintage];
    }

    /// <summary>Bands hold if things go on as before; recorded crime is not crime.</summary>
    public string Caveat(ForecastMeasure measure)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return texts[measure.Kind == MeasureKind.Count ? "Source.Caveat" : "Source.Caveat.Value"];
    }
}
