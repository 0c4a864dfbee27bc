using Octoplus.Core.Statistics.Forecasting.Baselines;

namespace Octoplus.Core.Statistics.Forecasting.ExponentialSmoothing;

/// <summary>How much is spent on the estimates.</summary>
public enum EtsEffort
{
    /// <summary>All forms roughly, then the best few to the end.</summary>
    Quick,

    /// <summary>All forms to the end, from several starts: about ten times the cost.</summary>
    Full,
}

/// <summary>Options of <see cref="EtsMethod"/>.</summary>
public sealed record EtsOptions
{
    /// <summary>Default: <see cref="EtsEffort.Quick"/>.</summary>
    public EtsEffort Effort { get; init; } = EtsEffort.Quick;

    /// <summary>Forms to choose from; default: all 15.</summary>
    public IReadOnlyList<EtsForm> Forms { get; init; } = EtsForm.All;
}

/// <summary>
/// Exponential smoothing in innovations state-space form, with automatic choice of error, trend and season (Hyndman, Koehler, Ord and
/// Snyder 2008, doi:10.1007/978-3-540-71918-2): maximum likelihood of smoothing parameters and initial states in the usual and admissible
/// region (0 &lt; β &lt; α &lt; 1, 0 &lt; γ &lt; 1 − α, 0.8 ≤ φ ≤ 0.98), the form of least AICc, means and variances by the formulas of
/// chapter 6. Forms such as <c>ETS(M,Ad,M)</c>.
/// </summary>
/// <remarks>
/// Seasons beyond <see cref="LongestSeason"/> have too many states to estimate: take such a season out first (STL), fit the rest with
/// season 1 and add it again. Series shorter than two seasons get forms without season; so does season 1. Multiplicative forms need
/// positive values. Series of one value repeated get ETS(A,N,N) without error.
/// </remarks>
public sealed class EtsMethod(EtsOptions options) : IForecastMethod
{
    /// <summary>Fewest values.</summary>
    public const int LeastCount = 5;

    /// <summary>Longest season that is modelled.</summary>
    public const int LongestSeason = 24;

    private const int FirstSteps = 12;
    private const double FirstTolerance = 0.05;
    private const int Finalists = 3;
    private const int LastSteps = 60;
    private const double LastTolerance = 1e-3;
    private const int FullSteps = 500;
    private const double FullTolerance = 1e-8;

    /// <summary>With the options' defaults.</summary>
    public EtsMethod()
        : this(new EtsOptions())
    {
    }

    /// <inheritdoc/>
    public string Key => "ets";

    /// <inheritdoc/>
    /// <returns>
    /// Null below <see cref="LeastCount"/> values, for a season beyond <see cref="LongestSeason"/>, for magnitudes beyond 1e100, and where
    /// none of the options' forms applies.
    /// </returns>
    public IFittedForecast? Fit(ReadOnlySpan<double> values, int season)
    {
        if (values.Length < LeastCount || season > LongestSeason || !SeriesRange.Holds(values))
        {
            return null;
        }

        if (SeriesRange.IsConstant(values))
        {
            return EtsForecast.Constant(values, season);
        }

        var scale = SeriesRange.Scale(values);
        var estimator = new EtsEstimator(EtsForecast.Divide(values, scale), Math.Max(season, 1));
        return Best(estimator) is { } best ? EtsForecast.Build(estimator, best, scale, Math.Max(season, 1)) : null;
    }

    private EtsEstimate? Best(EtsEstimator estimator)
    {
        var estimates = new List<EtsEstimate>(options.Forms.Count);
        foreach (var form in options.Forms)
        {
            if (estimator.Applies(form))
            {
                estimates.Add(options.Effort == EtsEffort.Full
                    ? estimator.EstimateThoroughly(form, FullSteps, FullTolerance)
                    : estimator.Estimate(form, FirstSteps, FirstTolerance));
            }
        }

        var (count, season) = (estimator.Count, estimator.Season);
        int ByAicc(EtsEstimate left, EtsEstimate right) => left.Aicc(count, season).CompareTo(right.Aicc(count, season));
        estimates.RemoveAll(estimate => !double.IsFinite(estimate.Value));
        estimates.Sort(ByAicc);
        var finalists = options.Effort == EtsEffort.Full ? 0 : Math.Min(Finalists, estimates.Count);
        for (var i = 0; i < finalists; i++)
        {
            estimates[i] = estimator.Improve(estimates[i], LastSteps, LastTolerance);
        }

        estimates.Sort(ByAicc);
        return estimates.Count > 0 ? estimates[0] : null;
    }
}
