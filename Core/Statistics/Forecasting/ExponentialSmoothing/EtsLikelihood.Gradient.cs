namespace Octoplus.Core.Statistics.Forecasting.ExponentialSmoothing;

/// <content>The gradient: derivatives of the sum by each state, from the last point to the first (Griewank and Walther 2008, chapter 3).</content>
internal readonly ref partial struct EtsLikelihood
{
    public void Differentiate(ReadOnlySpan<double> x, Span<double> gradient)
    {
        gradient.Clear();
        var (alpha, beta, gamma) = _layout.Form.Season == EtsSeason.Multiplicative ? ReturnMultiplied(x, gradient) : ReturnAdded(x, gradient);

        // From β and γ to their shares.
        gradient[0] = alpha;
        if (_layout.Trend >= 0)
        {
            gradient[0] += beta * x[_layout.Trend];
            gradient[_layout.Trend] = beta * x[0];
        }

        if (_layout.Seasonal >= 0)
        {
            gradient[0] -= gamma * x[_layout.Seasonal];
            gradient[_layout.Seasonal] = gamma * (1 - x[0]);
            _adjoints[.._layout.Season].CopyTo(gradient[_layout.FirstSeason..]);
        }
    }

    // 2n / Σe²: what the derivative by an error is to that error.
    private double Weight()
    {
        var squares = 0.0;
        foreach (var error in _errors)
        {
            squares += error * error;
        }

        return 2 * _y.Length / Math.Max(squares, _y.Length * LeastMeanSquare);
    }

    private (double Alpha, double Beta, double Gamma) ReturnAdded(ReadOnlySpan<double> x, Span<double> gradient)
    {
        var (alpha, beta, gamma, phi) = (_layout.Alpha(x), _layout.Beta(x), _layout.Gamma(x), _layout.Phi(x));
        var (season, relative, weight, n) = (_layout.Season, IsRelative, Weight(), _y.Length);
        var levels = _levels[..n];
        var slopes = _slopes[..n];
        var errors = _errors[..n];
        var seasons = _seasons;
        var adjoints = _adjoints;
        adjoints[n..].Clear();
        double byAlpha = 0, byBeta = 0, byGamma = 0, byPhi = 0, byLevel = 0, bySlope = 0;
        for (var t = n - 1; t >= 0; t--)
        {
            var later = season > 0 ? adjoints[t + season] : 0;
            var error = errors[t];
            var (residual, byForecast) = (error, -weight * error);
            if (relative)
            {
                var forecast = season > 0 ? levels[t] + seasons[t] : levels[t];
                residual = error * forecast;
                byForecast = ((byForecast * (1 + error)) + 2) / forecast;
            }

            byAlpha += byLevel * residual;
            byBeta += bySlope * residual;
            byGamma += later * residual;
            byForecast -= (alpha * byLevel) + (beta * bySlope) + (gamma * later);
            if (season > 0)
            {
                adjoints[t] = later + byForecast;
            }

            byLevel += byForecast;
            bySlope += byLevel;
            byPhi += bySlope * slopes[t];
            bySlope *= phi;
        }

        Store(gradient, byLevel, bySlope, byPhi);
        return (byAlpha, byBeta, byGamma);
    }

    private (double Alpha, double Beta, double Gamma) ReturnMultiplied(ReadOnlySpan<double> x, Span<double> gradient)
    {
        var (alpha, beta, gamma, phi) = (_layout.Alpha(x), _layout.Beta(x), _layout.Gamma(x), _layout.Phi(x));
        var (season, weight, n) = (_layout.Season, Weight(), _y.Length);
        var levels = _levels[..n];
        var slopes = _slopes[..n];
        var errors = _errors[..n];
        var seasons = _seasons;
        var adjoints = _adjoints;
        adjoints[n..].Clear();
        double byAlpha = 0, byBeta = 0, byGamma = 0, byPhi = 0, byLevel = 0, bySlope = 0;
        for (var t = n - 1; t >= 0; t--)
        {
            var later = adjoints[t + season];
            var (error, level, index) = (errors[t], levels[t], seasons[t]);
            var move = error * level;
            var perLevel = 1 / level;
            byAlpha += byLevel * move;
            byBeta += bySlope * move;
            byGamma += later * index * error;
            var byError = (weight * error) + (later * index * gamma);
            var byMove = (alpha * byLevel) + (beta * bySlope) + (byError * perLevel);
            adjoints[t] = (later * (1 + (gamma * error))) + ((2 - (byMove * (move + level))) / index);
            byLevel += ((2 - (byError * error)) * perLevel) - byMove;
            bySlope += byLevel;
            byPhi += bySlope * slopes[t];
            bySlope *= phi;
        }

        Store(gradient, byLevel, bySlope, byPhi);
        return (byAlpha, byBeta, byGamma);
    }

    private void Store(Span<double> gradient, double byLevel, double bySlope, double byPhi)
    {
        gradient[_layout.Level] = byLevel;
        if (_layout.Slope >= 0)
        {
            gradient[_layout.Slope] = bySlope;
        }

        if (_layout.Damping >= 0)
        {
            gradient[_layout.Damping] = byPhi;
        }
    }
}
