using Octoplus.Core.Statistics.Forecasting.ExponentialSmoothing;

namespace Octoplus.Core.Tests.Statistics.Forecasting.ExponentialSmoothing;

/// <summary>Paths of a form from its states, written from the book's equations without sharing code with what is tested.</summary>
internal sealed class EtsSimulation(EtsMoments from, int seed)
{
    private readonly Random _random = new(seed);

    public (double[] Means, double[] Deviations) Moments(int horizon, int paths)
    {
        var (sums, squares) = (new double[horizon], new double[horizon]);
        for (var path = 0; path < paths; path++)
        {
            var values = Path(horizon);
            for (var step = 0; step < horizon; step++)
            {
                sums[step] += values[step] / paths;
                squares[step] += values[step] * values[step] / paths;
            }
        }

        return (sums, [.. squares.Select((square, step) => Math.Sqrt(square - (sums[step] * sums[step])))]);
    }

    public double[] Path(int horizon)
    {
        var (level, slope) = (from.Level, from.Slope);
        var seasons = new Queue<double>(from.Seasons);
        var values = new double[horizon];
        for (var step = 0; step < horizon; step++)
        {
            var base0 = level + (from.Phi * slope);
            var season = seasons.Count > 0 ? seasons.Dequeue() : from.Form.Season == EtsSeason.Multiplicative ? 1 : 0;
            var mean = from.Form.Season == EtsSeason.Multiplicative ? base0 * season : base0 + season;
            var shock = Normal() * Math.Sqrt(from.Variance);
            var error = from.Form.Error == EtsError.Multiplicative ? mean * shock : shock;
            values[step] = mean + error;
            var ofLevel = from.Form.Season == EtsSeason.Multiplicative ? error / season : error;
            var ofSeason = from.Form.Season == EtsSeason.Multiplicative ? error / base0 : error;
            level = base0 + (from.Alpha * ofLevel);
            slope = (from.Phi * slope) + (from.Beta * ofLevel);
            if (from.Form.Season != EtsSeason.None)
            {
                seasons.Enqueue(season + (from.Gamma * ofSeason));
            }
        }

        return values;
    }

    // Box and Muller (1958, doi:10.1214/aoms/1177706645).
    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
