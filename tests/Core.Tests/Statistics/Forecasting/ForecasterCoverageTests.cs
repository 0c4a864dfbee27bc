using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Core.Statistics.Forecasting.Combination;

namespace Octoplus.Core.Tests.Statistics.Forecasting;

/// <summary>Bands on simulated series, whose next values are known, hold what they say.</summary>
public sealed class ForecasterCoverageTests
{
    private const int Horizon = 12;

    [Fact]
    public void ForecastAll_LocalLevelWithSeason_BandsCoverWhatTheySay()
    {
        var (c80, c95, _, _) = Coverage(Enumerable.Range(0, 120).Select(i => Path(i, 96 + Horizon)).ToList());

        Assert.InRange(c80, 0.74, 0.86);
        Assert.InRange(c95, 0.92, 0.98);
    }

    [Fact]
    public void ForecastAll_Sums_LieWithinTheirDeviations()
    {
        var (_, _, total80, total95) = Coverage(Enumerable.Range(500, 120).Select(i => Path(i, 96 + Horizon)).ToList());

        Assert.InRange(total80, 0.70, 0.92);
        Assert.InRange(total95, 0.88, 1);
    }

    [Fact]
    public void Forecast_SeriesAlone_BandsCoverNearlyWhatTheySay()
    {
        var paths = Enumerable.Range(1000, 40).Select(i => Path(i, 96 + Horizon)).ToList();
        var within = paths.Average(path =>
        {
            var result = Forecaster.Forecast(Input("x", path), new ForecastOptions { Horizon = Horizon });
            return Enumerable.Range(0, Horizon).Average(h => path[96 + h] >= result.Steps[h].Low95 && path[96 + h] <= result.Steps[h].High95 ? 1.0 : 0);
        });

        Assert.InRange(within, 0.88, 1);
    }

    private static (double C80, double C95, double Total80, double Total95) Coverage(List<double[]> paths)
    {
        var results = Forecaster.ForecastAll([.. paths.Select((p, i) => Input($"{i}", p))], new ForecastOptions { Horizon = Horizon });
        var (in80, in95, total80, total95) = (0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < paths.Count; i++)
        {
            var (sum, expected) = (0.0, 0.0);
            for (var h = 0; h < Horizon; h++)
            {
                var (step, value) = (results[i].Steps[h], paths[i][96 + h]);
                in80 += value >= step.Low80 && value <= step.High80 ? 1 : 0;
                in95 += value >= step.Low95 && value <= step.High95 ? 1 : 0;
                (sum, expected) = (sum + value, expected + step.Mean);
            }

            var deviations = Math.Abs(sum - expected) / results[i].Steps[^1].TotalDeviation;
            total80 += deviations <= 1.2816 ? 1 : 0;
            total95 += deviations <= 1.96 ? 1 : 0;
        }

        return (in80 / paths.Count / Horizon, in95 / paths.Count / Horizon, total80 / paths.Count, total95 / paths.Count);
    }

    private static ForecastInput Input(string id, double[] path)
        => new(id, PeriodGrain.Month, 201001, [.. path.Take(96).Select(v => (double?)v)], IsCount: false);

    private static double[] Path(int seed, int count)
    {
        var random = new Random(seed);
        var (level, path) = (Math.Log(300), new double[count]);
        for (var i = 0; i < count; i++)
        {
            level += 0.03 * ForecasterTests.Normal(random);
            path[i] = Math.Exp(level + (0.15 * Math.Sin(i * Math.PI / 6)) + (0.06 * ForecasterTests.Normal(random)));
        }

        return path;
    }
}
