namespace Octoplus.Core.Forecasts.Combination;

/// <summary>
/// Theta by Hyndman and Billah 2003 (doi:10.1016/S0169-2070(01)00143-1: simple exponential smoothing with half the slope of the straight
/// line as drift) on the values less their shrunk season (<see cref="SeasonFactors"/>). O(n) for each of some twenty smoothing constants.
/// </summary>
internal sealed class ShrunkTheta : IForecastMethod
{
    private const double Least = 0.02;
    private const double Most = 0.99;

    /// <inheritdoc/>
    public string Key => "shrunk-theta";

    /// <inheritdoc/>
    public IFittedForecast? Fit(ReadOnlySpan<double> values, int season) => values.Length < LearningSeries.MinPoints ? null : Fitting.Of(values, season);

    private sealed class Fitting : IFittedForecast
    {
        private readonly int _season;
        private readonly int _count;
        private readonly SeasonFactors _factors;
        private readonly double _level;
        private readonly double _alpha;
        private readonly double _drift;
        private readonly double _deviation;
        private readonly double[] _fitted;

        private Fitting(int season, SeasonFactors factors, double[] adjusted, double alpha, double slope)
        {
            (_season, _factors, _alpha, _count) = (season, factors, alpha, adjusted.Length);
            _drift = slope / 2;
            _fitted = new double[_count];
            var level = Start(adjusted);
            var squares = 0.0;
            for (var i = 0; i < _count; i++)
            {
                var oneStep = level + (_drift * (1 - Math.Pow(1 - alpha, i)) / alpha);
                _fitted[i] = factors.Add(oneStep, i);
                squares += (adjusted[i] - oneStep) * (adjusted[i] - oneStep);
                level += alpha * (adjusted[i] - level);
            }

            _level = level;
            _deviation = Math.Sqrt(squares / Math.Max(1, _count - 2));
        }

        public string Form => _factors.IsMultiplicative ? "Theta(M)" : "Theta(A)";

        public IReadOnlyList<double> Fitted => _fitted;

        public static Fitting Of(ReadOnlySpan<double> values, int season)
        {
            var factors = SeasonFactors.Of(values, season);
            var adjusted = new double[values.Length];
            for (var i = 0; i < adjusted.Length; i++)
            {
                adjusted[i] = factors.Remove(values[i], i);
            }

            return new Fitting(season, factors, adjusted, Alpha(adjusted), Slope(adjusted));
        }

        public MethodForecast Forecast(int horizon)
        {
            var means = new double[horizon];
            var deviations = new double[horizon];
            for (var h = 1; h <= horizon; h++)
            {
                var mean = _level + (_drift * (h - 1 + ((1 - Math.Pow(1 - _alpha, _count)) / _alpha)));
                means[h - 1] = _factors.Add(mean, _count + h - 1);
                deviations[h - 1] = _deviation * Math.Sqrt(1 + ((h - 1) * _alpha * _alpha))
                    * (_factors.IsMultiplicative ? _factors.Factors[(_count + h - 1) % _season] : 1);
            }

            return new MethodForecast(means, deviations);
        }

        public IFittedForecast? Refit(ReadOnlySpan<double> values) => values.Length < LearningSeries.MinPoints ? null : Of(values, _season);

        // Golden section: the squared one-step errors have one valley in practice.
        private static double Alpha(double[] adjusted)
        {
            var golden = (Math.Sqrt(5) - 1) / 2;
            var (low, high) = (Least, Most);
            var (a, b) = (high - (golden * (high - low)), low + (golden * (high - low)));
            var (atA, atB) = (SquaredErrors(adjusted, a), SquaredErrors(adjusted, b));
            while (high - low > 0.005)
            {
                if (atA <= atB)
                {
                    (high, b, atB) = (b, a, atA);
                    a = high - (golden * (high - low));
                    atA = SquaredErrors(adjusted, a);
                }
                else
                {
                    (low, a, atA) = (a, b, atB);
                    b = low + (golden * (high - low));
                    atB = SquaredErrors(adjusted, b);
                }
            }

            return (low + high) / 2;
        }

        private static double SquaredErrors(double[] adjusted, double alpha)
        {
            var (level, sum) = (Start(adjusted), 0.0);
            foreach (var value in adjusted)
            {
                var e = value - level;
                sum += e * e;
                level += alpha * e;
            }

            return sum;
        }

        private static double Start(double[] adjusted) => (adjusted[0] + adjusted[1] + adjusted[2]) / 3;

        private static double Slope(double[] adjusted)
        {
            var (middle, sum, squares) = ((adjusted.Length - 1) / 2.0, 0.0, 0.0);
            for (var i = 0; i < adjusted.Length; i++)
            {
                sum += (i - middle) * adjusted[i];
                squares += (i - middle) * (i - middle);
            }

            return sum / squares;
        }
    }
}
