using Microsoft.Extensions.Localization;
using Octoplus.Core.Forecasts;
using Octoplus.Core.Reference;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Pages.Forecasts;

/// <summary>Figures of forecasts as words of the reader's language.</summary>
public sealed class ForecastFigures(IStringLocalizer<ForecastTexts> texts, ForecastMeasure measure)
{
    private readonly bool _isCount = measure.Kind == MeasureKind.Count;

    private string Unit => measure.Unit is "%" ? texts["Unit.Percent"] : "";

    public string None => texts["None"];

    /// <summary>Whole events; else with as many decimals as its size asks for, and its unit where that is short.</summary>
    public string Value(double? value)
        => value is not { } known ? None : _isCount ? FigureText.Number(Math.Round(known)) : FigureText.Number(known, Decimals(known)) + Unit;

    /// <summary>With three digits that count, for sentences.</summary>
    public string Rounded(double value)
    {
        if (!_isCount || Math.Abs(value) < 1000)
        {
            return Value(value);
        }

        var unit = Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(value))) - 2);
        return FigureText.Number(Math.Round(value / unit) * unit);
    }

    /// <summary>Both ends, told apart even where rounding would make them one.</summary>
    public (string Low, string High) RoundedRange(double low, double high)
        => Rounded(low) == Rounded(high) ? (Value(low), Value(high)) : (Rounded(low), Rounded(high));

    public string Range(double low, double high) => texts["Range", Value(low), Value(high)];

    /// <summary>A part of 1 in whole per cent; the ends never claim certainty.</summary>
    public string Chance(double chance) => chance switch
    {
        < 0.01 => texts["Chance.Least"],
        > 0.99 => texts["Chance.Most"],
        _ => texts["Percent", FigureText.Number(Math.Round(100 * chance))],
    };

    public string Share(double? part, int decimals = 0) => part is { } known ? texts["Percent", FigureText.Number(100 * known, decimals)] : None;

    public string Percent(double? value, int decimals = 1) => value is { } known ? texts["Percent", FigureText.Number(known, decimals)] : None;

    /// <summary>With its sign.</summary>
    public string Change(double? percent) => percent is { } known
        ? texts["Percent", (Math.Round(known, 1) > 0 ? "+" : "") + FigureText.Number(known, 1)]
        : None;

    /// <summary>Of counts in per cent, of all else in the unit of the measure: a rate that changes by so many points.</summary>
    public string Difference(double value, double? before)
    {
        if (before is not { } known || (_isCount && known <= 0))
        {
            return None;
        }

        var difference = Math.Round(value - known, Decimals(value));
        return _isCount ? Change(100 * ((value / known) - 1))
            : (difference > 0 ? "+" : "") + FigureText.Number(difference, Decimals(value)) + (Unit.Length > 0 ? texts["Unit.Points"].Value : "");
    }

    public string Score(double? value, int decimals = 2) => value is { } known && double.IsFinite(known) ? FigureText.Number(known, decimals) : None;

    /// <summary><c>12 mois</c>, <c>1 trimestre</c>.</summary>
    public string Periods(int count) => texts[$"Periods.{measure.Grain.Code()}{(count == 1 ? ".One" : "")}", count];

    private static int Decimals(double value) => Math.Abs(value) switch
    {
        >= 1000 => 0,
        >= 1 => 1,
        _ => 2,
    };
}
