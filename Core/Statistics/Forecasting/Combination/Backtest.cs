namespace Octoplus.Core.Statistics.Forecasting.Combination;

/// <summary>Scores of the combination, the yardstick and every candidate at the past origins of a series.</summary>
internal static class Backtest
{
    private static readonly (int First, int Last)[] _ranges = [(1, 1), (3, 3), (6, 6), (12, 12), (1, 12), (1, 18), (1, 24)];

    public static IReadOnlyList<BacktestScore> Of(SeriesTraining training, PastErrors errors, BandShape shape)
    {
        var horizon = training.Past.Count == 0 ? 0 : training.Past.Max(p => p.Means.Max(m => m?.Length ?? 0));
        var ranges = _ranges.Where(r => r.Last <= horizon).Append((1, horizon)).Distinct().Where(r => r.Item2 > 0);
        var factors = training.Series.Calendar.Factors(0, training.Series.Values.Length);
        var naive = training.Past.ToDictionary(p => p.Length, p => NaiveError(training.Series, p.Length));
        var scores = new List<BacktestScore?>();
        foreach (var (first, last) in ranges)
        {
            scores.Add(OfCombination(training, errors, shape, factors, naive, first, last));
            for (var c = 0; c < Candidate.All.Count; c++)
            {
                scores.Add(OfCandidate(training, factors, naive, c, first, last));
            }
        }

        return [.. scores.OfType<BacktestScore>()];
    }

    private static BacktestScore? OfCombination(
        SeriesTraining training, PastErrors errors, BandShape shape, double[] factors, Dictionary<int, double> naive, int first, int last)
    {
        var scores = new Scores(ForecastResult.Combination, first, last);
        foreach (var origin in errors.Origins)
        {
            var multiplier = errors.Multiplier(shape, origin.Length);
            for (var h = first - 1; h < Math.Min(last, origin.Forecast.Length); h++)
            {
                if (Add(scores, training.Series, factors, origin.Length + h, origin.Forecast[h], naive[origin.Length]))
                {
                    var (within80, within95) = origin.Counts is null
                        ? Within(origin.Errors[h] / (multiplier * shape.Growth(h)), shape)
                        : Within(origin, h, training.Series.Scored[origin.Length + h], training.Series.Scale * factors[origin.Length + h]);
                    scores.AddBand(within80, within95);
                }
            }
        }

        return scores.Result();
    }

    private static (bool Within80, bool Within95) Within(double error, BandShape shape)
        => (error >= shape.Quantiles[1] && error <= shape.Quantiles[2], error >= shape.Quantiles[0] && error <= shape.Quantiles[3]);

    // As published: whole ends that hold the whole forecast.
    private static (bool Within80, bool Within95) Within(PastErrors.Origin origin, int step, double value, double unit)
    {
        var (mean, count) = (origin.Forecast[step] * unit, Math.Round(value * unit));
        var ends = origin.Counts!.Ends(step, mean);
        var own = Math.Round(mean, MidpointRounding.AwayFromZero);
        return (count >= Math.Min(ends[1], own) && count <= Math.Max(ends[2], own), count >= Math.Min(ends[0], own) && count <= Math.Max(ends[3], own));
    }

    private static BacktestScore? OfCandidate(SeriesTraining training, double[] factors, Dictionary<int, double> naive, int candidate, int first, int last)
    {
        var scores = new Scores(Candidate.All[candidate].Method.Key, first, last);
        foreach (var run in training.Past)
        {
            if (run.Means[candidate] is { } means)
            {
                for (var h = first - 1; h < Math.Min(last, means.Length); h++)
                {
                    Add(scores, training.Series, factors, run.Length + h, means[h], naive[run.Length]);
                }
            }
        }

        return scores.Result();
    }

    // A gap that was filled is no value to be right about.
    private static bool Add(Scores scores, LearningSeries series, double[] factors, int index, double forecast, double naive)
    {
        if (series.Known(index) is null)
        {
            return false;
        }

        var unit = series.Scale * factors[index];
        scores.Add(series.Scored[index] * unit, forecast * unit, naive * unit);
        return true;
    }

    /// <summary>Mean absolute error of the seasonal naïve within the first values; where it is none, that of a hundredth of their size.</summary>
    public static double NaiveError(LearningSeries series, int length)
    {
        var (sum, size, lag) = (0.0, 0.0, length > series.Season ? series.Season : 1);
        for (var i = 0; i < length; i++)
        {
            sum += i >= lag ? Math.Abs(series.Values[i] - series.Values[i - lag]) : 0;
            size += Math.Abs(series.Values[i]) / length;
        }

        return sum > 0 ? sum / (length - lag) : Math.Max(size / 100, 1e-12);
    }
}

/// <summary>Sums up forecasts at past origins, over some steps ahead.</summary>
internal sealed class Scores(string method, int firstStep, int lastStep)
{
    private int _count;
    private int _banded;
    private int _in80;
    private int _in95;
    private double _absolute;
    private double _squares;
    private double _scaled;
    private double _relative;
    private double _bias;
    private double _mean;
    private double _spread;

    /// <param name="value">What came true.</param>
    /// <param name="forecast">What was forecast.</param>
    /// <param name="naiveError">Mean absolute error of the seasonal naïve in what was known.</param>
    public void Add(double value, double forecast, double naiveError)
    {
        var error = forecast - value;
        _count++;
        _absolute += Math.Abs(error);
        _squares += error * error;
        _bias += error;
        _scaled += error == 0 ? 0 : Math.Abs(error) / naiveError;
        _relative += error == 0 ? 0 : 200 * Math.Abs(error) / (Math.Abs(value) + Math.Abs(forecast));
        var from = value - _mean;
        _mean += from / _count;
        _spread += from * (value - _mean);
    }

    /// <summary>Counts one within its bands or not.</summary>
    public void AddBand(bool within80, bool within95)
    {
        _banded++;
        _in80 += within80 ? 1 : 0;
        _in95 += within95 ? 1 : 0;
    }

    /// <summary>Null without any.</summary>
    public BacktestScore? Result() => _count == 0
        ? null
        : new BacktestScore(
            method, firstStep, lastStep, _count, _absolute / _count, Math.Sqrt(_squares / _count), _scaled / _count, _relative / _count,
            _count > 1 && _spread > 0 ? 1 - (_squares / _spread) : null,
            _banded > 0 ? (double)_in80 / _banded : null, _banded > 0 ? (double)_in95 / _banded : null, _bias / _count);
}
