using System.Globalization;

namespace Octoplus.Core.Statistics.Forecasting.Arima;

/// <summary>
/// Orders of a seasonal ARIMA(p,d,q)(P,D,Q)[m]: φ(B) Φ(B^m) (1 − B)^d (1 − B^m)^D y = θ(B) Θ(B^m) e, moving-average signs being those of R
/// (1 + θB).
/// </summary>
/// <param name="Ar">p.</param>
/// <param name="Differences">d.</param>
/// <param name="Ma">q.</param>
/// <param name="SeasonalAr">P.</param>
/// <param name="SeasonalDifferences">D.</param>
/// <param name="SeasonalMa">Q.</param>
/// <param name="Season">m, 1 for none.</param>
/// <param name="HasConstant">A mean where nothing is differenced, a drift where one difference is; not with more.</param>
public readonly record struct ArimaOrder(
    int Ar, int Differences, int Ma, int SeasonalAr = 0, int SeasonalDifferences = 0, int SeasonalMa = 0, int Season = 1, bool HasConstant = false)
{
    /// <summary>Coefficients of the ARMA part.</summary>
    public int Coefficients => Ar + Ma + SeasonalAr + SeasonalMa;

    /// <summary>Values lost by differencing.</summary>
    public int Lost => Differences + (Season * SeasonalDifferences);

    /// <summary>Largest lag of the autoregressive part.</summary>
    internal int ArLags => Ar + (Season * SeasonalAr);

    /// <summary>Largest lag of the moving-average part.</summary>
    internal int MaLags => Ma + (Season * SeasonalMa);

    /// <summary>As the field writes it, such as <c>ARIMA(0,1,1)(0,1,1)[12]</c>, with <c> with mean</c> or <c> with drift</c>.</summary>
    public override string ToString()
    {
        var seasonal = Season > 1 && SeasonalAr + SeasonalDifferences + SeasonalMa > 0
            ? string.Create(CultureInfo.InvariantCulture, $"({SeasonalAr},{SeasonalDifferences},{SeasonalMa})[{Season}]")
            : "";
        var constant = !HasConstant ? "" : Differences + SeasonalDifferences == 0 ? " with mean" : " with drift";
        return string.Create(CultureInfo.InvariantCulture, $"ARIMA({Ar},{Differences},{Ma}){seasonal}{constant}");
    }
}

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
