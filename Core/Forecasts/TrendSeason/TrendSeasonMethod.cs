namespace Octoplus.Core.Forecasts.TrendSeason;

/// <summary>
/// The decomposable model of Taylor and Letham (2018, doi:10.1080/00031305.2017.1380080): a trend of straight pieces whose slope changes at few
/// of many potential places, a season of sines and cosines that adds to it or multiplies it, and regressors. Estimated at the mode of its
/// posterior with their priors; not by their program, so without its random starts: deterministic, some 0.3 ms for 264 months.
/// </summary>
public sealed class TrendSeasonMethod : IForecastMethod
{
    /// <summary>Potential changes of slope, evenly over the first 80 % of the history (§3.1.3).</summary>
    public int PotentialChanges { get; init; } = 25;

    /// <summary>Scale τ of the Laplace prior of the changes: larger bends more.</summary>
    public double ChangeScale { get; init; } = 0.05;

    /// <summary>Pairs of sine and cosine; half a season at most, beyond which they repeat themselves.</summary>
    public int FourierOrder { get; init; } = 10;

    /// <summary>Whether season and regressors multiply the trend; null: where all values are positive, what has the higher posterior.</summary>
    public bool? IsMultiplicative { get; init; } = null;

    /// <inheritdoc/>
    public string Key => "trend-season";

    /// <inheritdoc/>
    public IFittedForecast? Fit(ReadOnlySpan<double> values, int season) => Fit(values, season, []);

    /// <summary>With regressors, such as working days, whose coefficients have a normal prior of deviation 10 (standardised).</summary>
    /// <param name="regressors">k columns, each at least as long as the values.</param>
    /// <returns>Null for less than 3 values.</returns>
    public FittedTrendSeason? Fit(ReadOnlySpan<double> values, int season, IReadOnlyList<double[]> regressors)
    {
        if (values.Length < 3)
        {
            return null;
        }

        var isPositive = values.IndexOfAnyExceptInRange(double.Epsilon, double.MaxValue) < 0;
        if (IsMultiplicative is { } chosen)
        {
            return FittedTrendSeason.Of(this, values, season, regressors, chosen && isPositive);
        }

        var sum = FittedTrendSeason.Of(this, values, season, regressors, isMultiplicative: false);
        if (!isPositive || !sum.HasSeason)
        {
            return sum;
        }

        var product = FittedTrendSeason.Of(this, values, season, regressors, isMultiplicative: true);
        return product.LogPosterior > sum.LogPosterior ? product : sum;
    }
}
