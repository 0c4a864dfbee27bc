namespace Octoplus.Core.Forecasts.ExponentialSmoothing;

/// <summary>
/// Forms of one series averaged by their Akaike weights (Burnham and Anderson 2002, section 2.9); variances as those of a mixture: the mean of
/// the variances and what the means differ by.
/// </summary>
internal sealed class EtsAverage : IFittedForecast
{
    private readonly List<EtsForecast> _members;
    private readonly double[] _weights;
    private readonly double[] _fitted;

    private EtsAverage(List<EtsForecast> members, double[] weights)
    {
        (_members, _weights) = (members, weights);
        _fitted = new double[members[0].Fitted.Count];
        for (var i = 0; i < weights.Length; i++)
        {
            for (var t = 0; t < _fitted.Length; t++)
            {
                _fitted[t] += weights[i] * members[i].Fitted[t];
            }
        }
    }

    public string Form => "ETS(avg)";

    public IReadOnlyList<double> Fitted => _fitted;

    public static EtsAverage Of(List<EtsForecast> members)
    {
        var best = members.Min(member => member.Aicc);
        var weights = new double[members.Count];
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            // Two series without error are alike: infinity less infinity has no weight of its own.
            weights[i] = double.IsInfinity(best) ? 1 : Math.Exp(0.5 * (best - members[i].Aicc));
            sum += weights[i];
        }

        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] /= sum;
        }

        return new EtsAverage(members, weights);
    }

    public MethodForecast Forecast(int horizon)
    {
        var means = new double[horizon];
        var variances = new double[horizon];
        var forecasts = _members.ConvertAll(member => member.Forecast(horizon));
        for (var step = 0; step < horizon; step++)
        {
            for (var i = 0; i < _weights.Length; i++)
            {
                means[step] += _weights[i] * forecasts[i].Means[step];
            }

            for (var i = 0; i < _weights.Length; i++)
            {
                var (difference, deviation) = (forecasts[i].Means[step] - means[step], forecasts[i].Deviations[step]);
                variances[step] += _weights[i] * ((deviation * deviation) + (difference * difference));
            }

            variances[step] = Math.Sqrt(variances[step]);
        }

        return new MethodForecast(means, variances);
    }

    public IFittedForecast? Refit(ReadOnlySpan<double> values)
    {
        var members = new List<EtsForecast>(_members.Count);
        foreach (var member in _members)
        {
            if (member.Refit(values) is EtsForecast again)
            {
                members.Add(again);
            }
        }

        return members.Count == 0 ? null : Of(members);
    }
}
