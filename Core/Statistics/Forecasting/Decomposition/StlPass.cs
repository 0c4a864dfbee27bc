namespace Octoplus.Core.Statistics.Forecasting.Decomposition;

/// <summary>The inner loop of <see cref="Stl"/> (§2.2 of its paper) with its buffers.</summary>
internal sealed class StlPass
{
    private readonly double[] _values;
    private readonly int _season;
    private readonly Loess _seasonLoess;
    private readonly Loess _trendLoess;
    private readonly Loess _lowPassLoess;
    private readonly double[] _detrended;
    private readonly double[] _cycles;
    private readonly double[] _lowPass;
    private readonly double[] _scratch;
    private readonly double[] _subseries;
    private readonly double[] _subweights;
    private readonly double[] _smooth;

    public StlPass(ReadOnlySpan<double> values, int season, Loess seasonLoess, Loess trendLoess, Loess lowPassLoess)
    {
        var count = values.Length;
        (_values, _season) = (values.ToArray(), season);
        (_seasonLoess, _trendLoess, _lowPassLoess) = (seasonLoess, trendLoess, lowPassLoess);
        _detrended = new double[count];
        _cycles = new double[count + (2 * season)];
        _lowPass = new double[count + (2 * season)];
        _scratch = new double[count + (2 * season)];
        var longest = ((count - 1) / season) + 1;
        _subseries = new double[longest];
        _subweights = new double[longest];
        _smooth = new double[longest + 2];
        Trend = new double[count];
        Season = new double[count];
    }

    public double[] Trend { get; }

    public double[] Season { get; }

    /// <summary>One round: season from what the trend leaves, then trend from what the season leaves.</summary>
    /// <param name="weights">Of each value, or empty.</param>
    public void Inner(double[] weights)
    {
        var count = _values.Length;
        for (var i = 0; i < count; i++)
        {
            _detrended[i] = _values[i] - Trend[i];
        }

        SmoothCycles(weights);
        LowPass();
        for (var i = 0; i < count; i++)
        {
            Season[i] = _cycles[_season + i] - _detrended[i];
        }

        for (var i = 0; i < count; i++)
        {
            _detrended[i] = _values[i] - Season[i];
        }

        _trendLoess.Smooth(_detrended, weights, Trend, _scratch);
    }

    // All Januaries, then all Februaries…; each subseries one place longer at both ends.
    private void SmoothCycles(double[] weights)
    {
        for (var position = 0; position < _season; position++)
        {
            var length = ((_values.Length - 1 - position) / _season) + 1;
            var values = _subseries.AsSpan(0, length);
            var ownWeights = _subweights.AsSpan(0, weights.Length == 0 ? 0 : length);
            for (var i = 0; i < length; i++)
            {
                values[i] = _detrended[position + (i * _season)];
            }

            for (var i = 0; i < ownWeights.Length; i++)
            {
                ownWeights[i] = weights[position + (i * _season)];
            }

            var smooth = _smooth.AsSpan(0, length + 2);
            _seasonLoess.Smooth(values, ownWeights, smooth[1..^1], _scratch);
            smooth[0] = _seasonLoess.At(0, values, ownWeights, _scratch) ?? smooth[1];
            smooth[^1] = _seasonLoess.At(length + 1, values, ownWeights, _scratch) ?? smooth[^2];
            for (var i = 0; i < smooth.Length; i++)
            {
                _cycles[position + (i * _season)] = smooth[i];
            }
        }
    }

    // Moving means of a season, a season and 3 periods, then local regression: leaves what is no season, in _detrended.
    private void LowPass()
    {
        var count = _values.Length;
        MovingMean(_cycles, _lowPass.AsSpan(0, count + _season + 1), _season);
        MovingMean(_lowPass.AsSpan(0, count + _season + 1), _scratch.AsSpan(0, count + 2), _season);
        MovingMean(_scratch.AsSpan(0, count + 2), _lowPass.AsSpan(0, count), 3);
        _lowPassLoess.Smooth(_lowPass.AsSpan(0, count), [], _detrended, _scratch);
    }

    private static void MovingMean(ReadOnlySpan<double> values, Span<double> means, int length)
    {
        var sum = 0.0;
        for (var i = 0; i < length; i++)
        {
            sum += values[i];
        }

        means[0] = sum / length;
        for (var i = 1; i < means.Length; i++)
        {
            sum += values[i + length - 1] - values[i - 1];
            means[i] = sum / length;
        }
    }
}
