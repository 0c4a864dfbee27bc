using System.Globalization;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Core.Statistics.Forecasting.Combination;

namespace Octoplus.Benchmarks;

/// <summary>Scores forecasts of many series: means over series of sMAPE and MASE, coverage over all points.</summary>
internal sealed class ForecastScores
{
    private readonly List<double> _smape = [];
    private readonly List<double> _mase = [];
    private double _points;
    private double _in80;
    private double _in95;

    /// <summary>Mean over series; those whose history repeats itself each year have none.</summary>
    public double Mase => _mase.Average();

    /// <param name="history">What was known.</param>
    /// <param name="values">What came.</param>
    /// <param name="means">What was forecast.</param>
    /// <param name="bands">Low 80, high 80, low 95, high 95 by step; null without.</param>
    public void Add(IReadOnlyList<double?> history, IReadOnlyList<double> values, IReadOnlyList<double> means, IReadOnlyList<double[]>? bands = null)
    {
        var naive = Enumerable.Range(12, history.Count - 12).Average(i => Math.Abs(history[i]!.Value - history[i - 12]!.Value));
        var (smape, absolute) = (0.0, 0.0);
        for (var h = 0; h < values.Count; h++)
        {
            var error = Math.Abs(values[h] - means[h]);
            absolute += error / values.Count;
            smape += error == 0 ? 0 : 200 * error / (Math.Abs(values[h]) + Math.Abs(means[h])) / values.Count;
            _points++;
            _in80 += bands is not null && values[h] >= bands[h][0] && values[h] <= bands[h][1] ? 1 : 0;
            _in95 += bands is not null && values[h] >= bands[h][2] && values[h] <= bands[h][3] ? 1 : 0;
        }

        _smape.Add(smape);
        if (naive > 0)
        {
            _mase.Add(absolute / naive);
        }
    }

    /// <summary>A row of a table.</summary>
    public string Row(string method, bool hasBands = false)
        => string.Create(CultureInfo.InvariantCulture, $"| {method} | {_smape.Average():0.00} | {_mase.Average():0.000} |")
            + (hasBands ? string.Create(CultureInfo.InvariantCulture, $" {100 * _in80 / _points:0.0} % · {100 * _in95 / _points:0.0} % |") : " |");

    /// <summary>Each method alone, fitted to the histories as they are.</summary>
    public static IEnumerable<(string Method, ForecastScores Scores)> OfEachMethod(IReadOnlyList<ForecastInput> inputs, Func<string, IReadOnlyList<double>> values)
    {
        foreach (var candidate in Candidate.All)
        {
            var scores = new ForecastScores();
            foreach (var input in inputs)
            {
                var came = values(input.Id);
                var series = LearningSeries.Of(input, new ForecastOptions { HandlesBreaks = false, HandlesOutliers = false, UsesCalendar = false });
                var fit = candidate.Method.Fit(series.Values, series.Season) ?? new ShrunkTheta().Fit(series.Values, series.Season)!;
                scores.Add(input.Values, came, [.. fit.Forecast(came.Count).Means.Select(m => (series.IsNonNegative ? Math.Max(0, m) : m) * series.Scale)]);
            }

            yield return (candidate.Method.Key, scores);
        }
    }
}
