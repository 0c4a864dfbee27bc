using Octoplus.Core.Statistics.Forecasting.Baselines;

namespace Octoplus.Core.Statistics.Forecasting.Theta;

/// <summary>The Theta models.</summary>
public enum ThetaVariant
{
    /// <summary>
    /// The Theta method of the M3 competition (Assimakopoulos and Nikolopoulos 2000, doi:10.1016/S0169-2070(00)00066-2) as simple
    /// exponential smoothing with half the drift of a straight line (Hyndman and Billah 2003, doi:10.1016/S0169-2070(01)00143-1).
    /// </summary>
    Standard,

    /// <summary>OTM: θ is estimated; one straight line through the whole series (Fiorucci et al. 2016, doi:10.1016/j.ijforecast.2016.02.005).</summary>
    Optimised,

    /// <summary>DOTM: θ is estimated; the straight line is drawn anew at each point (Fiorucci et al. 2016).</summary>
    Dynamic,
}

/// <summary>Options of <see cref="ThetaMethod"/>.</summary>
public sealed record ThetaOptions
{
    /// <summary>Default: <see cref="ThetaVariant.Dynamic"/>, the most exact of the three on the M3 competition by its authors.</summary>
    public ThetaVariant Variant { get; init; } = ThetaVariant.Dynamic;
}

/// <summary>
/// Theta: a line through the series and exponential smoothing, added. Where the autocorrelation of the seasonal lag differs from 0 at
/// 90 %, the series is first divided by the indices of the classical decomposition (of series that are not wholly positive, they are
/// subtracted), and forecasts multiplied by them again. Forms: <c>Theta(M)</c>, <c>OTM(N)</c>, <c>DOTM(A)</c>; the letter is the season's.
/// </summary>
/// <remarks>
/// Deviations follow from the model with its parameters taken as known, in the unit of the step: they too are multiplied by the
/// index (R's <c>thetaf</c> leaves them in the unit of the adjusted series). Cost: about 40 passes over the values.
/// </remarks>
public sealed class ThetaMethod(ThetaOptions options) : IForecastMethod
{
    /// <summary>Fewest values.</summary>
    public const int LeastCount = 5;

    /// <summary>With the options' defaults.</summary>
    public ThetaMethod()
        : this(new ThetaOptions())
    {
    }

    /// <inheritdoc/>
    public string Key => "theta";

    /// <inheritdoc/>
    /// <returns>Null below <see cref="LeastCount"/> values and for magnitudes beyond 1e100.</returns>
    public IFittedForecast? Fit(ReadOnlySpan<double> values, int season) =>
        values.Length < LeastCount || !SeriesRange.Holds(values)
            ? null
            : ThetaForecast.Estimate(values, ThetaSeason.Choose(values, season), options.Variant);
}
