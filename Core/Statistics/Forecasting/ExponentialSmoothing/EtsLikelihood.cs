namespace Octoplus.Core.Statistics.Forecasting.ExponentialSmoothing;

/// <summary>
/// −2 log likelihood of a form without its constant, n log Σe² + 2 Σ log |f| (Hyndman et al. 2008, chapter 5; the second sum only for
/// multiplicative errors, e being relative then), with the variance at its best, and its gradient.
/// </summary>
/// <remarks>
/// One-step forecasts are the same for both errors given the parameters: with forecast f and r = y − f, the level moves by αr, the slope
/// by βr, the season by γr (r divided by season or level for a multiplicative season; chapter 2, tables 2.2 and 2.3). So there is one
/// pass for seasons that are added (or absent) and one for those that multiply. The gradient is the same pass backwards (reverse
/// accumulation), which gives all variables for the price of about two evaluations.
/// </remarks>
internal readonly ref partial struct EtsLikelihood : IDifferentiableFunction
{
    // Below this part of the mean magnitude, a forecast is no scale for its error.
    private const double LeastForecast = 1e-35;

    // A perfect fit would have no logarithm.
    private const double LeastMeanSquare = 1e-20;

    private readonly EtsLayout _layout;
    private readonly ReadOnlySpan<double> _y;
    private readonly Span<double> _levels;
    private readonly Span<double> _slopes;
    private readonly Span<double> _errors;
    private readonly Span<double> _seasons;
    private readonly Span<double> _adjoints;

    /// <param name="y">Values ÷ their mean magnitude.</param>
    /// <param name="work">At least <see cref="WorkSize"/>; holds the states of the last evaluation.</param>
    public EtsLikelihood(EtsLayout layout, ReadOnlySpan<double> y, Span<double> work)
    {
        _layout = layout;
        _y = y;
        var n = y.Length;
        _levels = work[..n];
        _slopes = work.Slice(n, n + 1);
        _errors = work.Slice((2 * n) + 1, n);
        _seasons = work.Slice((3 * n) + 1, n + layout.Season);
        _adjoints = work.Slice((4 * n) + 1 + layout.Season, n + layout.Season);
    }

    public static int WorkSize(int count, int season) => (5 * count) + (2 * season) + 1;

    private bool IsRelative => _layout.Form.Error == EtsError.Multiplicative;

    /// <summary>Errors of the last evaluation: y − f, or relative to f.</summary>
    public ReadOnlySpan<double> Errors => _errors;

    /// <summary>States after the last value: the slope.</summary>
    public double LastSlope => _slopes[^1];

    /// <summary>The next season's, in the order of the next values.</summary>
    public ReadOnlySpan<double> LastSeason => _seasons[_y.Length..];

    /// <summary>The level after the last value.</summary>
    public double LastLevel(ReadOnlySpan<double> x)
    {
        var last = _y.Length - 1;
        var error = _layout.Form.Season == EtsSeason.Multiplicative ? _errors[last] * _levels[last]
            : IsRelative ? _errors[last] * Forecast(last) : _errors[last];
        return _levels[last] + (_layout.Alpha(x) * error);
    }

    /// <summary>One-step forecast of the last evaluation.</summary>
    public double Forecast(int t) => _layout.Form.Season switch
    {
        EtsSeason.None => _levels[t],
        EtsSeason.Additive => _levels[t] + _seasons[t],
        _ => _levels[t] * _seasons[t],
    };

    public double Evaluate(ReadOnlySpan<double> x)
    {
        if (_layout.Season > 0)
        {
            Span<double> polynomial = stackalloc double[_layout.Season + 2];
            if (!EtsAdmissibility.Holds(
                _layout.Alpha(x), _layout.Beta(x), _layout.Gamma(x), _layout.Phi(x), _layout.Form.HasTrend, _layout.Season, polynomial))
            {
                return double.PositiveInfinity;
            }

            x.Slice(_layout.FirstSeason, _layout.Season).CopyTo(_seasons);
        }

        var value = _layout.Form.Season == EtsSeason.Multiplicative ? RunMultiplied(x) : RunAdded(x);
        return double.IsNaN(value) ? double.PositiveInfinity : value;
    }

    private double RunAdded(ReadOnlySpan<double> x)
    {
        var (alpha, beta, gamma, phi) = (_layout.Alpha(x), _layout.Beta(x), _layout.Gamma(x), _layout.Phi(x));
        var (level, slope) = (x[_layout.Level], _layout.Slope < 0 ? 0 : x[_layout.Slope]);
        var (season, relative) = (_layout.Season, IsRelative);
        var y = _y;
        var levels = _levels[..y.Length];
        var slopes = _slopes[..y.Length];
        var errors = _errors[..y.Length];
        var seasons = _seasons;
        double squares = 0, logarithms = 0, product = 1;
        for (var t = 0; t < y.Length; t++)
        {
            slopes[t] = slope;
            slope *= phi;
            level += slope;
            levels[t] = level;
            var forecast = season > 0 ? level + seasons[t] : level;
            var residual = y[t] - forecast;
            level += alpha * residual;
            slope += beta * residual;
            if (season > 0)
            {
                seasons[t + season] = seasons[t] + (gamma * residual);
            }

            if (relative)
            {
                if (!(forecast > LeastForecast))
                {
                    return double.PositiveInfinity;
                }

                residual /= forecast;
                product *= forecast;
                if ((t & 7) == 7)
                {
                    logarithms += Math.Log(product);
                    product = 1;
                }
            }

            errors[t] = residual;
            squares += residual * residual;
        }

        _slopes[y.Length] = slope;
        return Value(squares, logarithms + Math.Log(product));
    }

    // With a = y/s and relative error e: level q(1 + αe), slope + βqe, season s(1 + γe), and qe = a − q.
    private double RunMultiplied(ReadOnlySpan<double> x)
    {
        var (alpha, beta, gamma, phi) = (_layout.Alpha(x), _layout.Beta(x), _layout.Gamma(x), _layout.Phi(x));
        var (level, slope) = (x[_layout.Level], _layout.Slope < 0 ? 0 : x[_layout.Slope]);
        var season = _layout.Season;
        var y = _y;
        var levels = _levels[..y.Length];
        var slopes = _slopes[..y.Length];
        var errors = _errors[..y.Length];
        var seasons = _seasons;
        double squares = 0, logarithms = 0, product = 1;
        for (var t = 0; t < y.Length; t++)
        {
            slopes[t] = slope;
            slope *= phi;
            level += slope;
            levels[t] = level;
            var index = seasons[t];
            var forecast = level * index;
            if (!(forecast > LeastForecast) || !(index > 0))
            {
                return double.PositiveInfinity;
            }

            var move = (y[t] / index) - level;
            var error = move / level;
            level += alpha * move;
            slope += beta * move;
            seasons[t + season] = index * (1 + (gamma * error));
            errors[t] = error;
            squares += error * error;
            product *= forecast;
            if ((t & 7) == 7)
            {
                logarithms += Math.Log(product);
                product = 1;
            }
        }

        _slopes[y.Length] = slope;
        return Value(squares, logarithms + Math.Log(product));
    }

    private double Value(double squares, double logarithms) =>
        (_y.Length * Math.Log(Math.Max(squares, _y.Length * LeastMeanSquare))) + (2 * logarithms);
}
