using Octoplus.Core.Statistics.Forecasting.Baselines;

namespace Octoplus.Core.Statistics.Forecasting.ExponentialSmoothing;

/// <summary>A fitted form of exponential smoothing. Immutable.</summary>
public sealed class EtsForecast : IFittedForecast
{
    private const int RefitSteps = 40;
    private const double RefitTolerance = 1e-3;

    private readonly double[] _fitted;
    private readonly EtsMoments _moments;
    private readonly int _season;

    // As EtsLayout has them, in the unit of the values.
    private readonly double[] _variables;

    private EtsForecast(EtsForm form, int season, double[] variables, double[] fitted, EtsMoments moments)
    {
        (Ets, _season, _variables, _fitted, _moments) = (form, season, variables, fitted, moments);
    }

    /// <summary>Error, trend and season.</summary>
    public EtsForm Ets { get; }

    /// <inheritdoc/>
    public string Form => Ets.ToString();

    /// <inheritdoc/>
    public IReadOnlyList<double> Fitted => _fitted;

    /// <summary>Logarithm of the likelihood without its constant, as R's package forecast has it; infinite for a constant series.</summary>
    public double LogLikelihood { get; private init; }

    /// <summary>Akaike's criterion for small samples.</summary>
    public double Aicc { get; private init; }

    /// <summary>Of the level, 0 to 1.</summary>
    public double Alpha => _moments.Alpha;

    /// <summary>Of the slope, 0 to α; 0 without trend.</summary>
    public double Beta => _moments.Beta;

    /// <summary>Of the season, 0 to 1 − α; 0 without season.</summary>
    public double Gamma => _moments.Gamma;

    /// <summary>Damping of the slope, 0.8 to 0.98; 1 for a trend that is not damped.</summary>
    public double Phi => _moments.Phi;

    /// <summary>Variance of the errors, relative ones for a multiplicative error, with the estimated parameters taken off the count.</summary>
    public double ErrorVariance => _moments.Variance;

    /// <inheritdoc/>
    public MethodForecast Forecast(int horizon) => _moments.Forecast(horizon);

    /// <inheritdoc/>
    /// <returns>Null where the form does not apply: too few values, values that are not positive for a multiplicative form, or one value repeated for a form with more than a level.</returns>
    public IFittedForecast? Refit(ReadOnlySpan<double> values)
    {
        if (values.Length < EtsMethod.LeastCount || !SeriesRange.Holds(values))
        {
            return null;
        }

        var scale = SeriesRange.Scale(values);
        var estimator = new EtsEstimator(Divide(values, scale), _season);
        if (!estimator.Applies(Ets))
        {
            return null;
        }

        if (SeriesRange.IsConstant(values))
        {
            return Ets.ToString() == EtsMoments.OfConstant ? Constant(values, _season) : null;
        }

        var variables = _variables.AsSpan().ToArray();
        Rescale(new EtsLayout(Ets, _season), variables, 1 / scale);
        var again = estimator.Continue(Ets, variables, RefitSteps, RefitTolerance);
        return double.IsFinite(again.Value) ? Build(estimator, again, scale, _season) : null;
    }

    internal static double[] Divide(ReadOnlySpan<double> values, double scale)
    {
        var scaled = new double[values.Length];
        for (var t = 0; t < scaled.Length; t++)
        {
            scaled[t] = values[t] / scale;
        }

        return scaled;
    }

    internal static EtsForecast Constant(ReadOnlySpan<double> values, int season)
    {
        var form = new EtsForm(EtsError.Additive, EtsTrend.None, EtsSeason.None);
        var fitted = new double[values.Length];
        Array.Fill(fitted, values[0]);
        var moments = new EtsMoments(form, 0.5, 0, 0, 1, 0, values[0], 0, []);
        return new EtsForecast(form, Math.Max(season, 1), [0.5, values[0]], fitted, moments)
        {
            LogLikelihood = double.PositiveInfinity,
            Aicc = double.NegativeInfinity,
        };
    }

    internal static EtsForecast Build(EtsEstimator estimator, EtsEstimate estimate, double scale, int season)
    {
        var layout = new EtsLayout(estimate.Form, season);
        var x = estimate.Variables;
        Normalise(layout, x);
        var likelihood = estimator.Likelihood(layout);
        likelihood.Evaluate(x);
        var squares = 0.0;
        var fitted = new double[estimator.Count];
        for (var t = 0; t < fitted.Length; t++)
        {
            fitted[t] = likelihood.Forecast(t) * scale;
            squares += likelihood.Errors[t] * likelihood.Errors[t];
        }

        var unit = estimate.Form.Error == EtsError.Multiplicative ? 1 : scale;
        var variance = squares / (estimator.Count - estimate.Form.Estimated(season)) * unit * unit;
        var lastSeason = likelihood.LastSeason.ToArray();
        for (var j = 0; j < lastSeason.Length && estimate.Form.Season == EtsSeason.Additive; j++)
        {
            lastSeason[j] *= scale;
        }

        var moments = new EtsMoments(
            estimate.Form, layout.Alpha(x), layout.Beta(x), layout.Gamma(x), layout.Phi(x), variance,
            likelihood.LastLevel(x) * scale, likelihood.LastSlope * scale, lastSeason);
        var shift = 2 * estimator.Count * Math.Log(scale);
        Rescale(layout, x, scale);
        return new EtsForecast(estimate.Form, season, x, fitted, moments)
        {
            LogLikelihood = -0.5 * (estimate.Value + shift),
            Aicc = estimate.Aicc(estimator.Count, season) + shift,
        };
    }

    private static void Rescale(EtsLayout layout, Span<double> x, double factor)
    {
        var last = layout.Form.Season == EtsSeason.Multiplicative ? layout.FirstSeason : layout.Count;
        foreach (ref var state in x[layout.Level..last])
        {
            state *= factor;
        }
    }

    // The likelihood does not tell a higher level from a higher season: the mean of the season is 0 (or 1) by convention.
    private static void Normalise(EtsLayout layout, Span<double> x)
    {
        if (layout.Season == 0)
        {
            return;
        }

        var indices = x.Slice(layout.FirstSeason, layout.Season);
        var mean = 0.0;
        foreach (var index in indices)
        {
            mean += index / indices.Length;
        }

        var isMultiplied = layout.Form.Season == EtsSeason.Multiplicative;
        foreach (ref var index in indices)
        {
            index = isMultiplied ? index / mean : index - mean;
        }

        foreach (ref var state in x[layout.Level..layout.FirstSeason])
        {
            state *= isMultiplied ? mean : 1;
        }

        x[layout.Level] += isMultiplied ? 0 : mean;
    }
}
