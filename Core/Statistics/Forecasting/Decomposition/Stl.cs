namespace Octoplus.Core.Statistics.Forecasting.Decomposition;

/// <summary>
/// Seasonal-trend decomposition by local regression (Cleveland, Cleveland, McRae and Terpenning 1990, <i>Journal of Official Statistics</i>
/// 6, 3–73), with the defaults of R's <c>stl</c>. Immutable and safe for concurrent use. 264 months take some 30 µs, robust 15 times that.
/// </summary>
public sealed record Stl
{
    private const int PeriodicWindowFactor = 10;

    /// <summary>Years over which the season may change: an odd number from 7; null: the season is the same throughout.</summary>
    public int? SeasonWindow { get; init; }

    /// <summary>Periods of the trend's window, odd; null: the smallest odd one from 1.5 season ÷ (1 − 1.5 ÷ season window).</summary>
    public int? TrendWindow { get; init; }

    /// <summary>Outliers weigh less: 15 outer rounds of one inner one, instead of two inner ones.</summary>
    public bool IsRobust { get; init; }

    /// <summary>Takes a series apart.</summary>
    /// <param name="values">n ≥ 1 finite values, oldest first.</param>
    /// <param name="season">Periods in a season; with 1, or where there are no two whole seasons and a value, the season is all 0.</param>
    public StlDecomposition Decompose(ReadOnlySpan<double> values, int season)
    {
        var isSeasonal = season > 1 && values.Length > 2 * season;
        return isSeasonal ? Seasonal(values, season) : TrendOnly(values);
    }

    private StlDecomposition Seasonal(ReadOnlySpan<double> values, int season)
    {
        var seasonWindow = SeasonWindow is { } window ? Math.Max(7, NextOdd(window)) : (PeriodicWindowFactor * values.Length) + 1;
        var trendWindow = NextOdd(TrendWindow ?? (int)Math.Ceiling(1.5 * season / (1 - (1.5 / seasonWindow))));
        var pass = new StlPass(values, season, Smoother(seasonWindow, 0), Smoother(trendWindow, 1), Smoother(NextOdd(season), 1));
        var rounds = Rounds(values, pass.Trend, pass.Season, pass.Inner);
        if (SeasonWindow is null)
        {
            Repeat(pass.Season, season);
        }

        return Result(values, pass.Trend, pass.Season, rounds);
    }

    private StlDecomposition TrendOnly(ReadOnlySpan<double> values)
    {
        var copy = values.ToArray();
        var trend = new double[values.Length];
        var scratch = new double[values.Length];
        var loess = Smoother(NextOdd(Math.Max(3, TrendWindow ?? Math.Max(7, values.Length / 4))), 1);
        var season = new double[values.Length];
        var weights = Rounds(values, trend, season, given => loess.Smooth(copy, given, trend, scratch), innerRounds: 1);
        return Result(values, trend, season, weights);
    }

    private double[] Rounds(ReadOnlySpan<double> values, double[] trend, double[] season, Action<double[]> inner, int? innerRounds = null)
    {
        var scratch = new double[values.Length];
        var weights = Array.Empty<double>();
        for (var round = 0; round <= (IsRobust ? 15 : 0); round++)
        {
            if (round > 0)
            {
                weights = weights.Length == 0 ? new double[values.Length] : weights;
                RobustWeights(values, trend, season, weights, scratch);
            }

            for (var i = 0; i < (innerRounds ?? (IsRobust ? 1 : 2)); i++)
            {
                inner(weights);
            }
        }

        if (weights.Length == 0)
        {
            weights = new double[values.Length];
            Array.Fill(weights, 1);
        }

        return weights;
    }

    // Bisquare of the remainder over six times its median size (§2.4 of the paper).
    private static void RobustWeights(ReadOnlySpan<double> values, double[] trend, double[] season, double[] weights, double[] scratch)
    {
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = scratch[i] = Math.Abs(values[i] - trend[i] - season[i]);
        }

        Array.Sort(scratch);
        var limit = 3 * (scratch[weights.Length / 2] + scratch[weights.Length - 1 - (weights.Length / 2)]);
        for (var i = 0; i < weights.Length; i++)
        {
            var size = weights[i];
            var part = limit > 0 ? size / limit : 0;
            weights[i] = size <= 0.001 * limit ? 1 : size <= 0.999 * limit ? (1 - (part * part)) * (1 - (part * part)) : 0;
        }
    }

    private static void Repeat(double[] values, int season)
    {
        for (var position = 0; position < season; position++)
        {
            var (sum, count) = (0.0, 0);
            for (var i = position; i < values.Length; i += season)
            {
                sum += values[i];
                count++;
            }

            for (var i = position; i < values.Length; i += season)
            {
                values[i] = sum / count;
            }
        }
    }

    private static StlDecomposition Result(ReadOnlySpan<double> values, double[] trend, double[] season, double[] weights)
    {
        var remainder = new double[values.Length];
        for (var i = 0; i < remainder.Length; i++)
        {
            remainder[i] = values[i] - trend[i] - season[i];
        }

        return new(trend, season, remainder, weights);
    }

    private static Loess Smoother(int window, int degree) => new(window, degree, (window + 9) / 10);

    private static int NextOdd(int value) => value % 2 == 0 ? value + 1 : value;
}

/// <summary>A series taken apart: value = trend + season + remainder, each of n values. Immutable.</summary>
/// <param name="Weights">Of each value in the robust fit, 0 (an outlier) to 1; all 1 where not robust.</param>
public sealed record StlDecomposition(
    IReadOnlyList<double> Trend, IReadOnlyList<double> Season, IReadOnlyList<double> Remainder, IReadOnlyList<double> Weights)
{
    /// <summary>
    /// How much of the variation around the season is trend, 0 to 1: 1 − Var(remainder) ÷ Var(trend + remainder) (Wang, Smith and
    /// Hyndman 2006, doi:10.1007/s10618-005-0039-x).
    /// </summary>
    public double TrendStrength => Strength(Trend, Remainder);

    /// <summary>How much of the variation around the trend is season, 0 to 1 (same source).</summary>
    public double SeasonStrength => Strength(Season, Remainder);

    private static double Strength(IReadOnlyList<double> part, IReadOnlyList<double> remainder)
    {
        var (both, alone) = (Variance(part, remainder), Variance(null, remainder));
        return both > 0 && double.IsFinite(both) ? Math.Clamp(1 - (alone / both), 0, 1) : 0;
    }

    private static double Variance(IReadOnlyList<double>? part, IReadOnlyList<double> remainder)
    {
        var mean = 0.0;
        for (var i = 0; i < remainder.Count; i++)
        {
            mean += remainder[i] + (part?[i] ?? 0);
        }

        mean /= remainder.Count;
        var sum = 0.0;
        for (var i = 0; i < remainder.Count; i++)
        {
            var deviation = remainder[i] + (part?[i] ?? 0) - mean;
            sum += deviation * deviation;
        }

        return sum;
    }
}
