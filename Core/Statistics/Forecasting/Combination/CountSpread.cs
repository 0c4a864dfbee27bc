using Octoplus.Core.Statistics.Forecasting.Counts;

namespace Octoplus.Core.Statistics.Forecasting.Combination;

/// <summary>How counts of few events scatter about their forecast: bands of whole events and the deviation of sums.</summary>
/// <param name="Dispersion">Variance ÷ mean by chance alone.</param>
/// <param name="Levels">By step: deviation of the level, as a part of it.</param>
internal sealed record CountSpread(double Dispersion, double[] Levels)
{
    // The level is not known exactly, nor does it stay: chosen on held-out years, docs/forecasts.md.
    private const double Drift = 0.12;
    private const double DriftOfStep = 0.04;
    private const double DriftOfTotal = 0.055;

    public static CountSpread Of(CountForecast forecast, int horizon)
    {
        var said = forecast.Forecast(horizon);
        var levels = new double[horizon];
        for (var h = 0; h < horizon; h++)
        {
            var chance = forecast.Dispersion * said.Means[h];
            levels[h] = said.Means[h] > 0 ? Math.Sqrt(Math.Max(0, (said.Deviations[h] * said.Deviations[h]) - chance)) / said.Means[h] : 0;
        }

        return new CountSpread(forecast.Dispersion, levels);
    }

    /// <summary>Distribution of the count of a step, given its expected value.</summary>
    public NegativeBinomial At(int step, double mean)
    {
        var level = Square(Levels[step]) + Square(Drift) + (Square(DriftOfStep) * step);
        return new NegativeBinomial(mean, Dispersion + (level * mean));
    }

    /// <summary>
    /// Low 95 %, low 80 %, high 80 %, high 95 %: whole numbers whose probability comes nearest to what the band says. What cannot be left out below
    /// zero is left out above.
    /// </summary>
    public double[] Ends(int step, double mean)
    {
        var distribution = At(step, mean);
        var (low80, high80) = Band(distribution, 0.8);
        var (low95, high95) = Band(distribution, 0.95);
        return [Math.Min(low95, low80), low80, high80, Math.Max(high95, high80)];
    }

    /// <summary>Deviation of the sum up to a step of counts with these expected values: chance cancels, errors of the level do not.</summary>
    public double TotalDeviation(ReadOnlySpan<double> means)
    {
        var (chance, level, sum) = (0.0, 0.0, 0.0);
        for (var h = 0; h < means.Length; h++)
        {
            chance += Dispersion * means[h];
            level += Levels[h] * means[h];
            sum += means[h];
        }

        return Math.Sqrt(chance + Square(level) + (Square(DriftOfTotal * sum) * means.Length));
    }

    private static (double Low, double High) Band(NegativeBinomial distribution, double coverage)
    {
        var low = Nearest(distribution, (1 - coverage) / 2) + 1;
        var high = Nearest(distribution, coverage + distribution.Cumulative(low - 1));
        return (low, Math.Max(low, high));
    }

    // The count, or -1, at or below which this probability most nearly lies.
    private static double Nearest(NegativeBinomial distribution, double probability)
    {
        var above = distribution.Quantile(Math.Clamp(probability, 1e-9, 1 - 1e-9));
        return distribution.Cumulative(above) - probability <= probability - distribution.Cumulative(above - 1) ? above : above - 1;
    }

    private static double Square(double value) => value * value;
}
