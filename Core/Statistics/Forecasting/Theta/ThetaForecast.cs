using Octoplus.Core.Statistics.Forecasting.ExponentialSmoothing;

namespace Octoplus.Core.Statistics.Forecasting.Theta;

internal sealed class ThetaForecast : IFittedForecast
{
    private const double LeastAlpha = 1e-4;

    // A freer line must not also explain what the level does: below this, forecasts of held-out months get worse.
    private const double LeastAlphaOfOptimised = 0.1;
    private const double LargestAlpha = 0.9999;

    private readonly ThetaVariant _variant;
    private readonly ThetaSeason _season;
    private readonly double[] _indices;
    private readonly double[] _fitted;
    private readonly ThetaState _last;
    private readonly double _variance;

    private ThetaForecast(
        ThetaVariant variant, ThetaSeason season, double[] indices, double[] fitted, ThetaState last, double alpha, double weight, double variance)
    {
        (_variant, _season, _indices, _fitted, _last, Alpha, Weight, _variance) = (variant, season, indices, fitted, last, alpha, weight, variance);
    }

    public string Form => $"{_variant switch { ThetaVariant.Standard => "Theta", ThetaVariant.Optimised => "OTM", _ => "DOTM" }}({_season.Kind})";

    public IReadOnlyList<double> Fitted => _fitted;

    /// <summary>Smoothing parameter.</summary>
    public double Alpha { get; }

    /// <summary>1 − 1/θ.</summary>
    public double Weight { get; }

    public double InitialLevel { get; private init; }

    public static ThetaForecast? Estimate(ReadOnlySpan<double> values, ThetaSeason season, ThetaVariant variant)
    {
        if (season.Indices(values) is not { } indices)
        {
            return null;
        }

        var adjusted = values.ToArray();
        for (var t = 0; t < adjusted.Length && indices.Length > 0; t++)
        {
            var index = indices[t % indices.Length];
            adjusted[t] = season.Kind == 'M' ? adjusted[t] / index : adjusted[t] - index;
        }

        var intercepts = new double[adjusted.Length];
        var slopes = new double[adjusted.Length];
        var line = DrawLines(adjusted, intercepts, slopes, variant);
        var equations = new ThetaEquations(adjusted, intercepts, slopes, variant);
        var alpha = ScalarMinimum.Find(ref equations, variant == ThetaVariant.Standard ? LeastAlpha : LeastAlphaOfOptimised, LargestAlpha);
        var variance = Math.Max(equations.Evaluate(alpha), 0) / Math.Max(equations.Count - (variant == ThetaVariant.Standard ? 2 : 3), 1);
        var (initial, weight) = (equations.InitialLevel, equations.Weight);
        var fitted = OneStep(adjusted, intercepts, slopes, alpha, initial, weight, variant);
        for (var t = 0; t < fitted.Length && indices.Length > 0; t++)
        {
            fitted[t] = Season(season, fitted[t], indices[t % indices.Length]);
        }

        var last = Run(adjusted, alpha, initial);
        (last.Intercept, last.Slope) = variant == ThetaVariant.Dynamic ? (last.Intercept, last.Slope) : line;
        return new ThetaForecast(variant, season, indices, fitted, last, alpha, weight, variance) { InitialLevel = initial };
    }

    public MethodForecast Forecast(int horizon)
    {
        var means = new double[horizon];
        var deviations = new double[horizon];
        var count = _fitted.Length;
        if (_variant == ThetaVariant.Dynamic)
        {
            Continue(_last, count, means);
            AddShocks(count, deviations);
        }
        else
        {
            ContinueLine(count, means, deviations);
        }

        for (var step = 0; step < horizon && _indices.Length > 0; step++)
        {
            var index = _indices[(count + step) % _indices.Length];
            means[step] = Season(_season, means[step], index);
            deviations[step] *= _season.Kind == 'M' ? index : 1;
        }

        return new MethodForecast(means, deviations);
    }

    public IFittedForecast? Refit(ReadOnlySpan<double> values) =>
        values.Length < ThetaMethod.LeastCount || !Baselines.SeriesRange.Holds(values) ? null : Estimate(values, _season, _variant);

    private static double Season(ThetaSeason season, double value, double index) => season.Kind == 'M' ? value * index : value + index;

    // The lines known before each point; returns the one through all.
    private static (double Intercept, double Slope) DrawLines(double[] values, double[] intercepts, double[] slopes, ThetaVariant variant)
    {
        var state = default(ThetaState);
        for (var t = 0; t < values.Length; t++)
        {
            (intercepts[t], slopes[t]) = (state.Intercept, state.Slope);
            state.Add(values[t], t + 1, 0);
        }

        if (variant != ThetaVariant.Dynamic)
        {
            Array.Fill(intercepts, state.Intercept);
            Array.Fill(slopes, state.Slope);
        }

        return (state.Intercept, state.Slope);
    }

    private static double[] OneStep(
        double[] values, double[] intercepts, double[] slopes, double alpha, double initial, double weight, ThetaVariant variant)
    {
        var fitted = new double[values.Length];
        var (decay, level) = (1.0, initial);
        for (var t = 0; t < values.Length; t++)
        {
            fitted[t] = level + (weight * ThetaEquations.Line(intercepts[t], slopes[t], alpha, decay));
            level += alpha * (values[t] - level);
            decay = decay > 1e-100 ? decay * (1 - alpha) : 0;
        }

        if (variant == ThetaVariant.Dynamic)
        {
            fitted[0] = fitted[1] = double.NaN;
        }

        return fitted;
    }

    private static ThetaState Run(double[] values, double alpha, double initial)
    {
        var state = new ThetaState { Level = initial };
        for (var t = 0; t < values.Length; t++)
        {
            state.Add(values[t], t + 1, alpha);
        }

        return state;
    }

    // Hyndman and Billah (2003) with half the drift; Fiorucci et al. (2016), OTM, with θ.
    private void ContinueLine(int count, double[] means, double[] deviations)
    {
        var weight = _variant == ThetaVariant.Standard ? 0.5 : Weight;
        var decay = Math.Pow(1 - Alpha, count);
        var intercept = _variant == ThetaVariant.Standard ? 0 : decay * _last.Intercept;
        var past = (1 - (_variant == ThetaVariant.Standard ? decay : decay * (1 - Alpha))) / Alpha;
        for (var step = 0; step < means.Length; step++)
        {
            means[step] = _last.Level + (weight * (intercept + ((step + past) * _last.Slope)));
            deviations[step] = Math.Sqrt(_variance * (1 + (step * Alpha * Alpha)));
        }
    }

    // Each mean is taken for the value that is not known yet.
    private void Continue(ThetaState state, int count, Span<double> means)
    {
        var decay = Math.Pow(1 - Alpha, count);
        for (var step = 0; step < means.Length; step++)
        {
            means[step] = state.Level + (Weight * ThetaEquations.Line(state.Intercept, state.Slope, Alpha, decay));
            state.Add(means[step], count + step + 1, Alpha);
            decay *= 1 - Alpha;
        }
    }

    // The model is linear: the variance is the sum of the squared responses to one shock at each earlier step.
    private void AddShocks(int count, double[] deviations)
    {
        var responses = new double[deviations.Length];
        Array.Fill(deviations, 1);
        for (var shock = 0; shock < deviations.Length - 1; shock++)
        {
            var state = default(ThetaState);
            state.Add(1, count + shock + 1, Alpha);
            var later = responses.AsSpan(shock + 1);
            Continue(state, count + shock + 1, later);
            for (var step = shock + 1; step < deviations.Length; step++)
            {
                deviations[step] += responses[step] * responses[step];
            }
        }

        for (var step = 0; step < deviations.Length; step++)
        {
            deviations[step] = Math.Sqrt(_variance * deviations[step]);
        }
    }
}
