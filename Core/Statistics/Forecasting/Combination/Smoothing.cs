namespace Octoplus.Core.Statistics.Forecasting.Combination;

/// <summary>Smoothing of values without season, its constants the best of a grid by squared one-step errors: no search that could go astray on short series.</summary>
internal static class Smoothing
{
    private static readonly double[] _alphas = [0.03, 0.07, 0.12, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.98];
    private static readonly double[] _betas = [0, 0.01, 0.03, 0.08, 0.15, 0.3];
    private static readonly double[] _dampings = [0.8, 0.9, 0.95, 0.98];

    /// <summary>Simple exponential smoothing with a drift that is a part of the slope of the straight line (half of it: Theta by Hyndman and Billah 2003, doi:10.1016/S0169-2070(01)00143-1).</summary>
    public static Func<int, double[]> Theta(double[] values, double partOfSlope, double[]? fitted)
    {
        var (alpha, start) = (BestAlpha(values), Start(values));
        var drift = partOfSlope * Slope(values);
        var level = start;
        var left = 1.0;
        for (var i = 0; i < values.Length; i++)
        {
            if (fitted is not null)
            {
                fitted[i] = level + (drift * (1 - left) / alpha);
            }

            level += alpha * (values[i] - level);
            left *= 1 - alpha;
        }

        var end = (1 - left) / alpha;
        return horizon =>
        {
            var means = new double[horizon];
            for (var h = 0; h < horizon; h++)
            {
                means[h] = level + (drift * (h + end));
            }

            return means;
        };
    }

    /// <summary>Damped additive trend: Gardner and McKenzie 1985, doi:10.1287/mnsc.31.10.1237.</summary>
    public static Func<int, double[]> Damped(double[] values, double[]? fitted)
    {
        var beginning = values.AsSpan(0, Math.Min(12, values.Length));
        var slope = Slope(beginning);
        var start = Mean(beginning) - (slope * (beginning.Length + 1) / 2);
        var (best, least) = ((Alpha: 0.3, Beta: 0.0, Phi: 0.9), double.PositiveInfinity);
        foreach (var alpha in _alphas)
        {
            foreach (var beta in _betas)
            {
                for (var p = 0; beta <= alpha && p < _dampings.Length; p++)
                {
                    var (error, _, _) = Run(values, start, slope, alpha, beta, _dampings[p], null, least);
                    (best, least) = error < least ? ((alpha, beta, _dampings[p]), error) : (best, least);
                }
            }
        }

        var (_, level, trend) = Run(values, start, slope, best.Alpha, best.Beta, best.Phi, fitted, double.PositiveInfinity);
        return horizon =>
        {
            var means = new double[horizon];
            var (sum, power) = (0.0, 1.0);
            for (var h = 0; h < horizon; h++)
            {
                power *= best.Phi;
                sum += power;
                means[h] = level + (sum * trend);
            }

            return means;
        };
    }

    /// <summary>Slope of the straight line through the values, per period.</summary>
    public static double Slope(ReadOnlySpan<double> values)
    {
        var (middle, sum, squares) = ((values.Length - 1) / 2.0, 0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            sum += (i - middle) * values[i];
            squares += (i - middle) * (i - middle);
        }

        return squares > 0 ? sum / squares : 0;
    }

    /// <summary>Their mean.</summary>
    public static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    private static (double Error, double Level, double Trend) Run(
        double[] values, double level, double trend, double alpha, double beta, double phi, double[]? fitted, double enough)
    {
        var error = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            trend *= phi;
            var oneStep = level + trend;
            if (fitted is not null)
            {
                fitted[i] = oneStep;
            }

            var e = values[i] - oneStep;
            error += e * e;
            level = oneStep + (alpha * e);
            trend += beta * e;
            if ((i & 15) == 15 && error >= enough)
            {
                break;
            }
        }

        return (error, level, trend);
    }

    private static double BestAlpha(double[] values)
    {
        var (best, least, start) = (_alphas[0], double.PositiveInfinity, Start(values));
        foreach (var alpha in _alphas)
        {
            var (level, error) = (start, 0.0);
            foreach (var value in values)
            {
                var e = value - level;
                error += e * e;
                level += alpha * e;
            }

            (best, least) = error < least ? (alpha, error) : (best, least);
        }

        return best;
    }

    private static double Start(double[] values) => Mean(values.AsSpan(0, Math.Min(3, values.Length)));
}

/// <summary>Forecasts by way of means over several periods.</summary>
internal static class Aggregates
{
    private const int FewestMeans = 4;

    /// <summary>Lengths over which means are taken: divisors of the season up to 12; without season 2 and 3.</summary>
    public static int[] DivisorsOf(int season)
        => season < 2 ? [2, 3] : [.. Enumerable.Range(2, Math.Min(season, 13) - 1).Where(d => season % d == 0)];

    /// <summary>Mean of the forecast of the periods and those by way of means; these are joined by straight lines between their middles.</summary>
    public static Func<int, double[]> Mean(
        double[] values, IReadOnlyList<int> lengths, Func<int, double[]> ofPeriods, Func<double[], Func<int, double[]>> ofMeans)
    {
        var levels = new List<(int Length, Func<int, double[]> Project)>();
        foreach (var length in lengths)
        {
            if (values.Length / length >= FewestMeans)
            {
                levels.Add((length, ofMeans(Means(values, length))));
            }
        }

        return horizon =>
        {
            var sum = ofPeriods(horizon);
            foreach (var (length, project) in levels)
            {
                var means = project((horizon / length) + 2);
                for (var h = 0; h < horizon; h++)
                {
                    var place = (h + 1 - ((length + 1) / 2.0)) / length;
                    var i = (int)Math.Max(0, Math.Floor(place));
                    sum[h] += place <= 0 ? means[0] : means[i] + ((place - i) * (means[i + 1] - means[i]));
                }
            }

            for (var h = 0; h < horizon; h++)
            {
                sum[h] /= levels.Count + 1;
            }

            return sum;
        };
    }

    // The newest periods count: what is left over is the oldest.
    private static double[] Means(double[] values, int length)
    {
        var means = new double[values.Length / length];
        var first = values.Length - (means.Length * length);
        for (var i = 0; i < means.Length; i++)
        {
            means[i] = Smoothing.Mean(values.AsSpan(first + (i * length), length));
        }

        return means;
    }
}
