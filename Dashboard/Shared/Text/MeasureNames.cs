using Microsoft.Extensions.Localization;
using Octoplus.Core.Forecasts;
using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Shared.Text;

/// <summary>Names of measures that have forecasts.</summary>
public static class MeasureNames
{
    /// <summary>As an address names a measure: <c>dataset/measure</c>.</summary>
    public static string Key(ForecastMeasure measure)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return $"{measure.Dataset}/{measure.Measure}";
    }

    /// <summary>In the reader's language where that is known, else as published.</summary>
    public static string Of(IStringLocalizer<ForecastTexts> texts, ForecastMeasure measure)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(measure);
        return measure.Dataset == Datasets.Etat4001 && Nomenclature.FindMeasure(measure.Measure) is { } known ? known.Label(FigureText.IsFrench)
            : texts[$"Measure.{measure.Dataset}.{measure.Measure}"] is { ResourceNotFound: false } named ? named.Value
            : measure.Label;
    }

    /// <summary>By dataset, in the order given.</summary>
    public static IReadOnlyList<ComboOption> Options(IStringLocalizer<ForecastTexts> texts, IStringLocalizer<DataTexts> dataTexts, IReadOnlyList<ForecastMeasure> measures)
    {
        ArgumentNullException.ThrowIfNull(measures);
        return [.. measures.GroupBy(m => m.Dataset).SelectMany(g => g.Select(m => new ComboOption(Key(m), Of(texts, m), DatasetName.Of(dataTexts, m.Dataset))))];
    }

    /// <summary>The measure that an address names; else thefts by month, else the first one.</summary>
    public static ForecastMeasure? Choose(IReadOnlyList<ForecastMeasure> measures, string? key)
    {
        ArgumentNullException.ThrowIfNull(measures);
        return measures.FirstOrDefault(m => Key(m) == key) ?? measures.FirstOrDefault(m => Key(m) == Datasets.Etat4001Monthly + "/vols") ?? (measures.Count > 0 ? measures[0] : null);
    }
}
