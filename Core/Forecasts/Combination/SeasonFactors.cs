namespace Octoplus.Core.Forecasts.Combination;

/// <summary>
/// Seasonal factors by ratios (or differences) to the centred moving mean, shrunk towards none as far as their own noise asks: the
/// James–Stein estimator of Miller and Williams 2003, doi:10.1016/S0169-2070(02)00077-8. Classical factors follow the noise of a few
/// years; on rolling origins of monthly series shrinking them gains more than the choice of the model does.
/// </summary>
internal sealed class SeasonFactors
{
    private SeasonFactors(bool isMultiplicative, double[] factors) => (IsMultiplicative, Factors) = (isMultiplicative, factors);

    public bool IsMultiplicative { get; }

    /// <summary>One per position (index modulo season), mean 1 or 0.</summary>
    public double[] Factors { get; }

    /// <summary>Factors of a series; none (all 1 or 0) with fewer than two seasons.</summary>
    public static SeasonFactors Of(ReadOnlySpan<double> values, int season)
    {
        var isMultiplicative = true;
        foreach (var value in values)
        {
            isMultiplicative &= value > 0;
        }

        var factors = new double[season];
        var none = isMultiplicative ? 1.0 : 0.0;
        Array.Fill(factors, none);
        if (season < 2 || values.Length < 2 * season)
        {
            return new SeasonFactors(isMultiplicative, factors);
        }

        var (first, ratios) = Ratios(values, season, isMultiplicative);
        var counts = new int[season];
        var means = new double[season];
        for (var i = 0; i < ratios.Length; i++)
        {
            var p = (first + i) % season;
            means[p] += (ratios[i] - means[p]) / ++counts[p];
        }

        var mean = means.Average();
        var (squares, freedom) = (0.0, 0);
        for (var i = 0; i < ratios.Length; i++)
        {
            var e = ratios[i] - means[(first + i) % season];
            squares += e * e;
        }

        freedom = Math.Max(1, ratios.Length - season);
        var between = 0.0;
        for (var p = 0; p < season; p++)
        {
            factors[p] = isMultiplicative ? means[p] / mean : means[p] - mean;
            between += (factors[p] - none) * (factors[p] - none);
        }

        var own = squares / freedom * season / ratios.Length;
        var weight = season > 3 && ratios.Length > season && between > 0 ? Math.Clamp((season - 3) * own / between, 0, 1) : ratios.Length > season ? 0 : 0.5;
        for (var p = 0; p < season; p++)
        {
            factors[p] = none + ((1 - weight) * (factors[p] - none));
        }

        return new SeasonFactors(isMultiplicative, factors);
    }

    /// <summary>The value without its season.</summary>
    public double Remove(double value, int index)
        => IsMultiplicative ? value / Factors[index % Factors.Length] : value - Factors[index % Factors.Length];

    /// <summary>The value with its season.</summary>
    public double Add(double value, int index)
        => IsMultiplicative ? value * Factors[index % Factors.Length] : value + Factors[index % Factors.Length];

    private static (int First, double[] Ratios) Ratios(ReadOnlySpan<double> values, int season, bool isMultiplicative)
    {
        var half = season / 2;
        var ratios = new double[values.Length - (2 * half)];
        for (var i = 0; i < ratios.Length; i++)
        {
            var sum = season % 2 == 0 ? 0.5 * (values[i] + values[i + season]) : values[i];
            for (var j = 1; j < season; j++)
            {
                sum += values[i + j];
            }

            var level = sum / season;
            ratios[i] = isMultiplicative ? values[i + half] / level : values[i + half] - level;
        }

        return (half, ratios);
    }
}
