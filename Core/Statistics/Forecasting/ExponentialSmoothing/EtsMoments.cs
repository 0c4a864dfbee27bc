namespace Octoplus.Core.Statistics.Forecasting.ExponentialSmoothing;

/// <summary>Final states and parameters of a form, and the means and variances of what follows.</summary>
/// <param name="Variance">Of the errors.</param>
/// <param name="Seasons">The next season's indices, in order; empty without.</param>
internal sealed record EtsMoments(
    EtsForm Form, double Alpha, double Beta, double Gamma, double Phi, double Variance, double Level, double Slope, double[] Seasons)
{
    public const string OfConstant = "ETS(A,N,N)";

    // Explosive variances of badly fitting multiplicative forms end here.
    private const double Largest = 1e200;
    private const double LargestMean = 1e100;

    public MethodForecast Forecast(int horizon)
    {
        var means = new double[horizon];
        var deviations = new double[horizon];
        if (Form.Season == EtsSeason.Multiplicative)
        {
            ForecastProducts(means, deviations);
        }
        else
        {
            ForecastSums(means, deviations);
        }

        for (var step = 0; step < horizon; step++)
        {
            means[step] = Math.Clamp(means[step], -LargestMean, LargestMean);
            deviations[step] = Math.Sqrt(Math.Clamp(deviations[step], 0, Largest));
        }

        return new MethodForecast(means, deviations);
    }

    // Classes 1 and 2 (Hyndman et al. 2008, chapter 6), exact. With c_j the part of an error that stays j steps later, the variance is
    // σ²(1 + Σc²) for additive errors; for multiplicative ones (1 + σ²)θ_h − μ_h², where θ_h = μ_h² + σ² Σ c_j² θ_(h−j).
    private void ForecastSums(double[] means, double[] variances)
    {
        var horizon = means.Length;
        var stays = new double[horizon];
        var squares = new double[horizon];
        double damped = 0, power = 1, sum = 0;
        for (var step = 0; step < horizon; step++)
        {
            power *= Phi;
            damped += power;
            var season = Seasons.Length > 0 ? Seasons[step % Seasons.Length] : 0;
            means[step] = Level + (damped * Slope) + season;
            stays[step] = Alpha + (Beta * damped) + (Seasons.Length > 0 && (step + 1) % Seasons.Length == 0 ? Gamma : 0);
            if (Form.Error == EtsError.Additive)
            {
                variances[step] = Variance * (1 + sum);
                sum += stays[step] * stays[step];
                continue;
            }

            squares[step] = means[step] * means[step];
            var spread = 0.0;
            for (var j = 0; j < step; j++)
            {
                spread += stays[j] * stays[j] * squares[step - 1 - j];
            }

            squares[step] = Math.Min(squares[step] + (Variance * spread), Largest);
            variances[step] = (Variance * spread) + (Variance * squares[step]);
        }
    }

    // Class 3: level and slope x with x' = Fx + g(w'x)e, g = (α, β), w = (1, φ), and the index of the step's own position in
    // the season, which moves by 1 + γe once a season. First and second moments of x times that index are carried step by step, which is
    // exact for normal errors (E e⁴ = 3σ⁴), also beyond a season, where the index and the level share an error.
    private void ForecastProducts(double[] means, double[] variances)
    {
        var season = Seasons.Length;
        for (var step = 0; step < means.Length; step++)
        {
            var moments = new Moments(Level, Slope);
            for (var t = 0; t < step; t++)
            {
                moments.Advance(this, (step - t) % season == 0 ? Gamma : 0);
            }

            var index = Seasons[step % season];
            var (mean, square) = moments.Level(Phi);
            means[step] = index * mean;
            variances[step] = Math.Min(index * index * ((square * (1 + Variance)) - (mean * mean)), Largest);
        }
    }

    /// <summary>Moments of (level, slope) times the moves of one index so far: E l, E b, E l², E lb, E b².</summary>
    private struct Moments(double level, double slope)
    {
        private double _l = level;
        private double _b = slope;
        private double _ll = level * level;
        private double _lb = level * slope;
        private double _bb = slope * slope;

        /// <summary>First two moments of w'x.</summary>
        public readonly (double Mean, double Square) Level(double phi) =>
            (_l + (phi * _b), _ll + (2 * phi * _lb) + (phi * phi * _bb));

        public void Advance(EtsMoments form, double gamma)
        {
            var (alpha, beta, phi, variance) = (form.Alpha, form.Beta, form.Phi, form.Variance);
            var (mean, square) = Level(phi);

            // E of Fx(w'x), which pairs with one error of the index.
            var (crossLevel, crossSlope) = (square, phi * (_lb + (phi * _bb)));
            var (once, twice) = (2 * gamma * variance, variance * (1 + (3 * gamma * gamma * variance)));
            var still = 1 + (gamma * gamma * variance);
            _l = Math.Clamp(mean + (gamma * variance * alpha * mean), -LargestMean, LargestMean);
            _b = Math.Clamp((phi * _b) + (gamma * variance * beta * mean), -LargestMean, LargestMean);
            _ll = Cap((still * square) + (2 * once * alpha * crossLevel) + (twice * alpha * alpha * square));
            _lb = Cap((still * crossSlope) + (once * ((alpha * crossSlope) + (beta * crossLevel))) + (twice * alpha * beta * square));
            _bb = Cap((still * phi * phi * _bb) + (2 * once * beta * crossSlope) + (twice * beta * beta * square));
        }

        private static double Cap(double value) => Math.Clamp(value, -Largest, Largest);
    }
}
