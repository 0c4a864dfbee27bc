using System.Globalization;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Core.Statistics.Forecasting.Baselines;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Pages.Forecasts;

/// <summary>How good the forecasts of a series have been, in words.</summary>
public sealed class BacktestWords(IStringLocalizer<ForecastTexts> texts, ForecastScreen screen, ForecastFigures figures)
{
    private const double NoDifferencePercent = 1;

    // Where many values are zero, a relative error says nothing.
    private const double MostTellingPercent = 60;

    public ForecastFigures Figures => figures;

    /// <summary>The mean error over the steps nearest to those shown, beside the seasonal naïve, and what the bands held.</summary>
    public string Sentence
    {
        get
        {
            if (BacktestTableRow.Nearest(screen.Result, ForecastResult.Combination, screen.Horizon) is not { } score)
            {
                return texts["Backtest.None"];
            }

            var ahead = Capital(Ahead(score.FirstStep, score.LastStep));
            var sentence = score.Smape <= MostTellingPercent
                ? texts["Backtest.Error", ahead, figures.Percent(score.Smape, score.Smape < 10 ? 1 : 0), Error(score.Mae)].Value
                : texts["Backtest.Error.Absolute", ahead, Error(score.Mae)].Value;
            return string.Join(' ', new[] { sentence, Gain(score), Coverage(score) }.Where(s => s.Length > 0));
        }
    }

    /// <summary>What became of the forecasts that were published; null before any period of theirs is known.</summary>
    public string? Recent => screen.Panel.RecentMase is { } mase
        ? texts["Backtest.Recent", figures.Score(mase), figures.Score(screen.Panel.RecentR2), figures.Score(screen.Panel.TrackingSignal, 1)].Value
        : null;

    /// <summary><c>à 1 mois</c>.</summary>
    public string Ahead(int step) => texts["Backtest.At", figures.Periods(step)];

    /// <summary><c>de 1 à 12 mois</c>.</summary>
    public string Ahead(int first, int last) => first == last ? Ahead(last) : texts["Backtest.FromTo", first, figures.Periods(last)];

    /// <summary>In the unit of the measure, with as many decimals as its size asks for.</summary>
    public string Error(double value) => FigureText.Number(value, Math.Abs(value) switch { >= 100 => 0, >= 10 => 1, _ => 2 });

    private static string Capital(string text) => char.ToUpper(text[0], CultureInfo.CurrentCulture) + text[1..];

    private string Gain(BacktestScore score)
    {
        var naive = screen.Result.Backtest.FirstOrDefault(s => s.Method == SeasonalNaiveMethod.Yardstick && s.FirstStep == score.FirstStep && s.LastStep == score.LastStep);
        if (naive is not { Mae: > 0 })
        {
            return "";
        }

        var gain = 100 * (1 - (score.Mae / naive.Mae));
        return Math.Abs(gain) < NoDifferencePercent ? texts["Backtest.Same"]
            : texts[gain > 0 ? "Backtest.Better" : "Backtest.Worse", figures.Percent(Math.Abs(gain), 0)];
    }

    private string Coverage(BacktestScore score)
        => score.Coverage80 is { } at80 && score.Coverage95 is { } at95 ? texts["Backtest.Coverage", figures.Share(at80), figures.Share(at95)].Value : "";
}
