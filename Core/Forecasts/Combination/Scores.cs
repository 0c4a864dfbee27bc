namespace Octoplus.Core.Forecasts.Combination;

/// <summary>Sums up forecasts at past origins, over some steps ahead.</summary>
internal sealed class Scores(string method, int firstStep, int lastStep)
{
    private int _count;
    private int _banded;
    private int _in80;
    private int _in95;
    private double _absolute;
    private double _squares;
    private double _scaled;
    private double _relative;
    private double _bias;
    private double _mean;
    private double _spread;

    /// <param name="value">What came true.</param>
    /// <param name="forecast">What was forecast.</param>
    /// <param name="naiveError">Mean absolute error of the seasonal naïve in what was known.</param>
    public void Add(double value, double forecast, double naiveError)
    {
        var error = forecast - value;
        _count++;
        _absolute += Math.Abs(error);
        _squares += error * error;
        _bias += error;
        _scaled += error == 0 ? 0 : Math.Abs(error) / naiveError;
        _relative += error == 0 ? 0 : 200 * Math.Abs(error) / (Math.Abs(value) + Math.Abs(forecast));
        var from = value - _mean;
        _mean += from / _count;
        _spread += from * (value - _mean);
    }

    /// <summary>Counts one within its bands or not.</summary>
    public void AddBand(bool within80, bool within95)
    {
        _banded++;
        _in80 += within80 ? 1 : 0;
        _in95 += within95 ? 1 : 0;
    }

    /// <summary>Null without any.</summary>
    public BacktestScore? Result() => _count == 0
        ? null
        : new BacktestScore(
            method, firstStep, lastStep, _count, _absolute / _count, Math.Sqrt(_squares / _count), _scaled / _count, _relative / _count,
            _count > 1 && _spread > 0 ? 1 - (_squares / _spread) : null,
            _banded > 0 ? (double)_in80 / _banded : null, _banded > 0 ? (double)_in95 / _banded : null, _bias / _count);
}
