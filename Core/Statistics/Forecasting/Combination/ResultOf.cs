using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting.Baselines;

namespace Octoplus.Core.Statistics.Forecasting.Combination;

/// <summary>Puts together what is told of one series.</summary>
internal static class ResultOf
{
    private const int FewestEventsAMonth = 30;

    public static ForecastResult Series(SeriesTraining training, PastErrors errors, BandShape shape, double[] totals, ForecastOptions options)
    {
        var series = training.Series;
        var specification = options.Kept ?? Specification(training, errors, shape, totals);
        var backtest = Backtest.Of(training, errors, shape);
        return new ForecastResult
        {
            Id = series.Input.Id,
            Origin = series.Origin,
            Steps = Bands.Steps(training, specification, options.Horizon),
            History = History(training),
            Interventions = series.Interventions,
            CalendarEffects = series.Calendar.Effects,
            SeasonalProfile = SeasonProfile.Of(series),
            Predictability = PredictabilityOf(series, backtest),
            Specification = specification,
            Backtest = backtest,
        };
    }

    private static ForecastSpecification Specification(SeriesTraining training, PastErrors errors, BandShape shape, double[] totals)
    {
        var multiplier = errors.Multiplier(shape, training.Series.Values.Length);
        var weights = new List<MethodWeight>();
        for (var c = 0; c < Candidate.All.Count; c++)
        {
            if (training.Weights[c] > 0)
            {
                weights.Add(new MethodWeight(Candidate.All[c].Method.Key, training.Fits[c]!.Form, training.Weights[c]));
            }
        }

        var scales = new double[totals.Length];
        for (var h = 0; h < scales.Length; h++)
        {
            scales[h] = multiplier * shape.Growth(h);
        }

        return new ForecastSpecification(weights, scales) { IntervalEnds = shape.Quantiles, TotalRatios = totals };
    }

    private static HistoryStep[] History(SeriesTraining training)
    {
        var series = training.Series;
        var trend = SeasonProfile.Trend(series);
        var factors = series.Calendar.Factors(0, series.Values.Length);
        var history = new HistoryStep[series.Values.Length];
        var period = PeriodSteps.Add(series.Input.Grain, series.Origin, 1 - history.Length);
        for (var i = 0; i < history.Length; i++)
        {
            history[i] = new HistoryStep(
                period,
                series.Known(i),
                Fitted(training, i) is { } fitted ? series.AsGiven(i, fitted * factors[i]) : null,
                trend is null ? null : series.AsGiven(i, trend[i]));
            period = PeriodSteps.Add(series.Input.Grain, period, 1);
        }

        return history;
    }

    private static double? Fitted(SeriesTraining training, int index)
    {
        var (sum, total) = (0.0, 0.0);
        for (var c = 0; c < training.Weights.Length; c++)
        {
            if (training.Weights[c] > 0 && training.Fits[c]!.Fitted[index] is var fitted && double.IsFinite(fitted))
            {
                sum += training.Weights[c] * fitted;
                total += training.Weights[c];
            }
        }

        var mean = sum / total;
        return total > 0 && double.IsFinite(mean) ? mean : null;
    }

    private static Predictability PredictabilityOf(LearningSeries series, IReadOnlyList<BacktestScore> backtest)
    {
        if (series.Input.IsCount)
        {
            var seasons = Math.Min(series.Values.Length, 3 * PeriodSteps.SeasonOf(series.Input.Grain));
            var mean = series.Values.TakeLast(seasons).Average() * series.Scale;
            var months = series.Input.Grain switch { PeriodGrain.Year => 12.0, PeriodGrain.Quarter => 3.0, PeriodGrain.Week => 12 / 52.1775, PeriodGrain.Day => 12 / 365.2425, _ => 1 };
            if (mean < FewestEventsAMonth * months)
            {
                return Predictability.TooFewEvents;
            }
        }

        double? MaeOf(string method) => backtest.Where(s => string.Equals(s.Method, method, StringComparison.Ordinal)).MaxBy(s => s.LastStep - s.FirstStep)?.Mae;
        return (MaeOf(ForecastResult.Combination), MaeOf(SeasonalNaiveMethod.Yardstick)) switch
        {
            ({ } own, { } naive) => own < naive ? Predictability.Good : Predictability.NoGain,
            _ => Predictability.Untested,
        };
    }
}

/// <summary>Season and level as people look at them.</summary>
internal static class SeasonProfile
{
    /// <summary>Mean factor of each position in the calendar's season, 1 being the mean; empty without a season or two of them.</summary>
    public static double[] Of(LearningSeries series)
    {
        var season = series.Season;
        if (season < 2 || series.Values.Length < 2 * season)
        {
            return [];
        }

        var level = series.Values.Average();
        var isLog = series.Values.All(v => v > 0);
        if (!isLog && level == 0)
        {
            return [];
        }

        var factors = ShrunkSeason.Of(isLog ? Array.ConvertAll(series.Values, Math.Log) : series.Values, season, 1, 0.8);
        var profile = new double[season];
        var first = PeriodSteps.Add(series.Input.Grain, series.Origin, 1 - series.Values.Length);
        for (var p = 0; p < season; p++)
        {
            var position = PeriodSteps.Position(series.Input.Grain, PeriodSteps.Add(series.Input.Grain, first, p), season);
            profile[position] = isLog ? Math.Exp(factors[p]) : 1 + (factors[p] / level);
        }

        // Weeks: a year of 53 may leave a position without a week of its own.
        for (var p = 1; p < season; p++)
        {
            profile[p] = profile[p] == 0 ? profile[p - 1] : profile[p];
        }

        return profile;
    }

    /// <summary>Moving mean over a season of the values without their season; null without a season.</summary>
    public static double[]? Trend(LearningSeries series)
    {
        if (series.Season < 2 || series.Values.Length < 2 * series.Season)
        {
            return null;
        }

        var adjusted = AdjustedSeries.Of(series.Values, series.Season, inLogs: true);
        var trend = new double[adjusted.Values.Length];
        var half = series.Season / 2;
        for (var i = 0; i < trend.Length; i++)
        {
            // Towards the ends the window narrows, but for a quarter of a season.
            var reach = Math.Max(Math.Max(1, half / 2), Math.Min(half, Math.Min(i, trend.Length - 1 - i)));
            var (from, to) = (Math.Max(0, i - reach), Math.Min(trend.Length - 1, i + reach));
            var mean = Smoothing.Mean(adjusted.Values.AsSpan(from, to - from + 1));
            trend[i] = adjusted.IsLog ? Math.Exp(mean) : mean;
        }

        return trend;
    }
}
