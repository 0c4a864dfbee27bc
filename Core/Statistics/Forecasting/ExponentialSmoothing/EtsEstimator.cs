namespace Octoplus.Core.Statistics.Forecasting.ExponentialSmoothing;

/// <summary>A form with its variables and how well it fits.</summary>
/// <param name="Variables">As <see cref="EtsLayout"/> has them, for values ÷ scale.</param>
/// <param name="Value">−2 log likelihood without constant, of the scaled values.</param>
internal readonly record struct EtsEstimate(EtsForm Form, double[] Variables, double Value)
{
    /// <summary>Akaike's criterion for small samples (Hyndman et al. 2008, chapter 7), the variance counted among the parameters.</summary>
    public double Aicc(int count, int season)
    {
        double estimated = Form.Estimated(season) + 1;
        return Value + (2 * estimated) + (2 * estimated * (estimated + 1) / (count - estimated - 1));
    }
}

/// <summary>Estimates forms for one series, in one working memory.</summary>
internal readonly ref struct EtsEstimator
{
    private const int MostVariables = 6 + EtsMethod.LongestSeason;

    private readonly ReadOnlySpan<double> _y;
    private readonly int _season;
    private readonly Span<double> _work;

    /// <param name="y">Values ÷ their mean magnitude.</param>
    /// <param name="season">At most <see cref="EtsMethod.LongestSeason"/>.</param>
    public EtsEstimator(ReadOnlySpan<double> y, int season)
    {
        _y = y;
        _season = season;
        _work = new double[EtsLikelihood.WorkSize(y.Length, season) + QuasiNewton.WorkSize(MostVariables) + (3 * MostVariables)];
    }

    public int Count => _y.Length;

    public int Season => _season;

    /// <summary>Whether there are values enough and of the right sign.</summary>
    public bool Applies(EtsForm form) =>
        _y.Length > form.Estimated(_season) + 2 &&
        (!form.HasSeason || (_season > 1 && _y.Length >= 2 * _season)) &&
        (form.Error == EtsError.Additive || IsPositive());

    /// <summary>From guessed states and the best of the guessed smoothing parameters.</summary>
    public EtsEstimate Estimate(EtsForm form, int mostSteps, double tolerance)
    {
        var layout = new EtsLayout(form, _season);
        var x = new double[layout.Count];
        EtsStart.GuessStates(layout, _y, x);
        var best = 0;
        var least = double.PositiveInfinity;
        var likelihood = Likelihood(layout);
        for (var guess = 0; guess < EtsStart.Count; guess++)
        {
            EtsStart.SetSmoothing(layout, guess, x);
            var value = likelihood.Evaluate(x);
            (best, least) = value < least ? (guess, value) : (best, least);
        }

        EtsStart.SetSmoothing(layout, best, x);
        return Improve(new EtsEstimate(form, x, least), mostSteps, tolerance);
    }

    /// <summary>From each of the guessed smoothing parameters; the best.</summary>
    public EtsEstimate EstimateThoroughly(EtsForm form, int mostSteps, double tolerance)
    {
        var layout = new EtsLayout(form, _season);
        var best = new EtsEstimate(form, [], double.PositiveInfinity);
        for (var guess = 0; guess < EtsStart.Count; guess++)
        {
            var x = new double[layout.Count];
            EtsStart.GuessStates(layout, _y, x);
            EtsStart.SetSmoothing(layout, guess, x);
            var estimate = Improve(new EtsEstimate(form, x, double.PositiveInfinity), mostSteps, tolerance);
            best = estimate.Value < best.Value ? estimate : best;
        }

        return best;
    }

    /// <summary>From earlier variables, or from guessed states with the earlier smoothing parameters where these fit better: the values may begin elsewhere now.</summary>
    public EtsEstimate Continue(EtsForm form, double[] earlier, int mostSteps, double tolerance)
    {
        var layout = new EtsLayout(form, _season);
        var guessed = earlier.AsSpan().ToArray();
        EtsStart.GuessStates(layout, _y, guessed);
        var likelihood = Likelihood(layout);
        var start = likelihood.Evaluate(guessed) < likelihood.Evaluate(earlier) ? guessed : earlier;
        return Improve(new EtsEstimate(form, start, 0), mostSteps, tolerance);
    }

    /// <summary>Goes on from an estimate, changing its variables.</summary>
    public EtsEstimate Improve(EtsEstimate estimate, int mostSteps, double tolerance)
    {
        var layout = new EtsLayout(estimate.Form, _season);
        var x = estimate.Variables.AsSpan();
        var likelihood = Likelihood(layout);
        if (!double.IsFinite(likelihood.Evaluate(x)))
        {
            return estimate with { Value = double.PositiveInfinity };
        }

        var work = _work[EtsLikelihood.WorkSize(_y.Length, _season)..];
        var low = work[..layout.Count];
        var high = work.Slice(MostVariables, layout.Count);
        var steps = work.Slice(2 * MostVariables, layout.Count);
        layout.Bound(low, high);
        EtsStart.Steps(layout, Deviation(likelihood.Errors), x, steps);
        var search = new QuasiNewton(low, high, steps, work[(3 * MostVariables)..]);
        return estimate with { Value = search.Minimise(ref likelihood, x, mostSteps, tolerance) };
    }

    public EtsLikelihood Likelihood(EtsLayout layout) => new(layout, _y, _work);

    private static double Deviation(ReadOnlySpan<double> errors)
    {
        var squares = 0.0;
        foreach (var error in errors)
        {
            squares += error * error;
        }

        return Math.Max(Math.Sqrt(squares / errors.Length), 1e-8);
    }

    private bool IsPositive()
    {
        foreach (var value in _y)
        {
            if (value <= 0)
            {
                return false;
            }
        }

        return true;
    }
}

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
