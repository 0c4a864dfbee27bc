namespace Octoplus.Core.Statistics.Forecasting.Arima;

/// <summary>
/// The coefficients of a stationary and invertible ARMA model from unbounded parameters: each factor's partial autocorrelations are tanh of
/// the parameters (Jones 1980, doi:10.1080/00401706.1980.10486181; Monahan 1984, doi:10.1093/biomet/71.2.403). A factor one longer, its new
/// parameter being 0, is the same model: so searches start warm.
/// </summary>
internal sealed class ArmaPolynomials
{
    /// <summary>tanh of it is 0.99999.</summary>
    public const double Bound = 6.1;

    private readonly ArimaOrder _order;
    private readonly double[] _ar;
    private readonly double[] _ma;
    private readonly double[] _seasonalAr;
    private readonly double[] _seasonalMa;

    public ArmaPolynomials(ArimaOrder order)
    {
        _order = order;
        (_ar, _ma) = (new double[order.Ar], new double[order.Ma]);
        (_seasonalAr, _seasonalMa) = (new double[order.SeasonalAr], new double[order.SeasonalMa]);
        (Ar, Ma) = (new double[order.ArLags], new double[order.MaLags]);
        (ArLags, MaLags) = (Lags(order.Ar, order.SeasonalAr), Lags(order.Ma, order.SeasonalMa));
    }

    /// <summary>φ of lag 1 and more, factors multiplied: y = Σ φ y + …</summary>
    public double[] Ar { get; }

    /// <summary>θ of lag 1 and more, factors multiplied: … + Σ θ e.</summary>
    public double[] Ma { get; }

    /// <summary>Lags of <see cref="Ar"/> that are not 0 by construction, rising.</summary>
    public int[] ArLags { get; }

    /// <summary>Lags of <see cref="Ma"/> that are not 0 by construction, rising.</summary>
    public int[] MaLags { get; }

    /// <param name="parameters">Of φ, θ, Φ and Θ in this order.</param>
    public void Set(ReadOnlySpan<double> parameters)
    {
        Factor(parameters[.._order.Ar], _ar);
        Factor(parameters.Slice(_order.Ar, _order.Ma), _ma);
        Factor(parameters.Slice(_order.Ar + _order.Ma, _order.SeasonalAr), _seasonalAr);
        Factor(parameters[^_order.SeasonalMa..], _seasonalMa);
        Multiply(_ar, _seasonalAr, Ar);
        Multiply(_ma, _seasonalMa, Ma);
        for (var i = 0; i < Ma.Length; i++)
        {
            Ma[i] = -Ma[i];
        }
    }

    /// <summary>φ, θ, Φ and Θ in this order.</summary>
    public double[] Coefficients() =>
        [.. _ar, .. Array.ConvertAll(_ma, value => -value), .. _seasonalAr, .. Array.ConvertAll(_seasonalMa, value => -value)];

    /// <summary>Whether all roots are at least this far from 0: those of φ(B) and θ(B), and as many B of Φ(B^m) and Θ(B^m).</summary>
    public bool HasRootsBeyond(double modulus) =>
        IsStationary(_ar, modulus) && IsStationary(_ma, modulus)
        && IsStationary(_seasonalAr, Math.Pow(modulus, _order.Season)) && IsStationary(_seasonalMa, Math.Pow(modulus, _order.Season));

    // Durbin and Levinson's recursion from partial autocorrelations to coefficients.
    private static void Factor(ReadOnlySpan<double> parameters, Span<double> coefficients)
    {
        Span<double> before = stackalloc double[coefficients.Length];
        for (var k = 0; k < coefficients.Length; k++)
        {
            var partial = Math.Tanh(parameters[k]);
            coefficients[..k].CopyTo(before);
            for (var j = 0; j < k; j++)
            {
                coefficients[j] = before[j] - (partial * before[k - 1 - j]);
            }

            coefficients[k] = partial;
        }
    }

    // (1 − Σ a B^i)(1 − Σ s B^(m j)) = 1 − Σ product
    private void Multiply(double[] factor, double[] seasonal, double[] product)
    {
        Array.Clear(product);
        for (var i = 0; i < factor.Length; i++)
        {
            product[i] += factor[i];
        }

        for (var j = 0; j < seasonal.Length; j++)
        {
            var lag = _order.Season * (j + 1);
            product[lag - 1] += seasonal[j];
            for (var i = 0; i < factor.Length; i++)
            {
                product[lag + i] -= seasonal[j] * factor[i];
            }
        }
    }

    private int[] Lags(int factor, int seasonal)
    {
        var lags = new SortedSet<int>();
        for (var j = 0; j <= seasonal; j++)
        {
            for (var i = 0; i <= factor; i++)
            {
                lags.Add((j * _order.Season) + i);
            }
        }

        lags.Remove(0);
        return [.. lags];
    }

    // Step-down recursion on coefficients scaled so that the modulus becomes 1.
    private static bool IsStationary(ReadOnlySpan<double> coefficients, double modulus)
    {
        Span<double> now = stackalloc double[coefficients.Length];
        Span<double> next = stackalloc double[coefficients.Length];
        var scale = 1.0;
        for (var i = 0; i < coefficients.Length; i++)
        {
            scale *= modulus;
            now[i] = coefficients[i] * scale;
        }

        for (var k = coefficients.Length - 1; k >= 0; k--)
        {
            var partial = now[k];
            if (Math.Abs(partial) >= 1)
            {
                return false;
            }

            for (var j = 0; j < k; j++)
            {
                next[j] = (now[j] + (partial * now[k - 1 - j])) / (1 - (partial * partial));
            }

            next[..k].CopyTo(now);
        }

        return true;
    }
}
