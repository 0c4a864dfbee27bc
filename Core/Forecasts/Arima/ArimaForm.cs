namespace Octoplus.Core.Forecasts.Arima;

/// <summary>A model with its parameters: what a search found, or what is fitted again.</summary>
/// <param name="Parameters">Unbounded, see <see cref="ArmaPolynomials"/>.</param>
internal sealed record ArimaForm(ArimaOrder Order, double[] Parameters)
{
    /// <summary>The same parameters where two models share them, 0 elsewhere: a start for the other.</summary>
    public double[] ParametersFor(ArimaOrder other)
    {
        var result = new double[other.Coefficients];
        var (from, to) = (0, 0);
        Copy(Order.Ar, other.Ar);
        Copy(Order.Ma, other.Ma);
        Copy(Order.SeasonalAr, other.SeasonalAr);
        Copy(Order.SeasonalMa, other.SeasonalMa);
        return result;

        void Copy(int own, int others)
        {
            // A start near the edge of stationarity keeps the search there.
            for (var i = 0; i < Math.Min(own, others); i++)
            {
                result[to + i] = Math.Clamp(Parameters[from + i], -2, 2);
            }

            from += own;
            to += others;
        }
    }
}
