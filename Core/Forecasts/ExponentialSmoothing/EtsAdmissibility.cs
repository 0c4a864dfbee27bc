namespace Octoplus.Core.Forecasts.ExponentialSmoothing;

/// <summary>
/// Whether old values lose their weight: roots of the moving-average polynomial of the reduced form lie outside the unit circle (Hyndman,
/// Akram and Archibald 2008, doi:10.1007/s10463-006-0109-x). Usual parameters of forms without season always do.
/// </summary>
internal static class EtsAdmissibility
{
    // Parameters at their lower bound put roots onto the circle; a root this near to it grows by half in a thousand periods.
    private const double Radius = 0.9995;

    /// <summary>
    /// Forms with a season. With U = 1 + L + … + L^(m−1), the polynomial is (1 − φL)(1 − L^m) + L(α + φβ − αφL)U + γL^m(1 − φL) with a
    /// trend and 1 − L^m + αLU + γL^m without; that its roots are outside is seen by stepping down its order (Schur and Cohn).
    /// </summary>
    /// <param name="work">At least season + 2.</param>
    public static bool Holds(double alpha, double beta, double gamma, double phi, bool hasTrend, int season, Span<double> work)
    {
        var order = season + (hasTrend ? 1 : 0);
        var p = work[..(order + 1)];
        p.Clear();
        p[0] = 1;
        p[season] = gamma - 1;
        for (var k = 1; k <= season; k++)
        {
            p[k] += alpha + (phi * beta * (hasTrend ? 1 : 0));
        }

        // Without a trend the last coefficient has α as well: L U reaches L^m.
        if (hasTrend)
        {
            p[1] -= phi;
            p[season + 1] += phi * (1 - gamma);
            for (var k = 2; k <= season + 1; k++)
            {
                p[k] -= alpha * phi;
            }
        }

        return IsInvertible(p);
    }

    private static bool IsInvertible(Span<double> p)
    {
        var power = 1.0;
        for (var k = 1; k < p.Length; k++)
        {
            power *= Radius;
            p[k] *= power;
        }

        for (var order = p.Length - 1; order > 0; order--)
        {
            var reflection = p[order];
            if (!(Math.Abs(reflection) < 1))
            {
                return false;
            }

            var scale = 1 / (1 - (reflection * reflection));
            for (int i = 1, j = order - 1; i <= j; i++, j--)
            {
                (p[i], p[j]) = (scale * (p[i] - (reflection * p[j])), scale * (p[j] - (reflection * p[i])));
            }
        }

        return true;
    }
}
