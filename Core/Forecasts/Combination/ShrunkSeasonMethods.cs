namespace Octoplus.Core.Forecasts.Combination;

/// <summary>Theta on the series without its shrunk season, in logarithms.</summary>
internal sealed class ShrunkTheta() : ShrunkSeasonMethod("shrunk-theta", "Theta")
{
    /// <inheritdoc/>
    protected override Func<int, double[]> Project(double[] values, int season, double[] fitted) => Smoothing.Theta(values, 0.5, fitted);
}

/// <summary>The same on the values themselves.</summary>
internal sealed class ShrunkLinearTheta() : ShrunkSeasonMethod("linear-theta", "Theta", inLogs: false)
{
    /// <inheritdoc/>
    protected override Func<int, double[]> Project(double[] values, int season, double[] fitted) => Smoothing.Theta(values, 0.5, fitted);
}

/// <summary>Damped trend on the series without its shrunk season, in logarithms.</summary>
internal sealed class ShrunkDampedTrend() : ShrunkSeasonMethod("damped-trend", "Damped")
{
    /// <inheritdoc/>
    protected override Func<int, double[]> Project(double[] values, int season, double[] fitted) => Smoothing.Damped(values, fitted);
}

/// <summary>
/// Theta on means of 1, 2, 3, 4, 6 and 12 periods, averaged: temporal aggregation shows slow movements that noise hides (Kourentzes,
/// Petropoulos and Trapero 2014, doi:10.1016/j.ijforecast.2013.09.006). One-step fits are those of the periods themselves.
/// </summary>
internal sealed class AggregateTheta() : ShrunkSeasonMethod("aggregate-theta", "Aggregates")
{
    /// <inheritdoc/>
    protected override Func<int, double[]> Project(double[] values, int season, double[] fitted)
        => Aggregates.Mean(values, Aggregates.DivisorsOf(season), Smoothing.Theta(values, 0.5, fitted), means => Smoothing.Theta(means, 0.5, null));
}

/// <summary>Damped trends on means of 1, 3, 6 and 12 periods, averaged: as <see cref="AggregateTheta"/>.</summary>
internal sealed class AggregateDamped() : ShrunkSeasonMethod("aggregate-damped", "Aggregates")
{
    /// <inheritdoc/>
    protected override Func<int, double[]> Project(double[] values, int season, double[] fitted)
        => Aggregates.Mean(
            values, [.. Aggregates.DivisorsOf(season).Where(d => d > 2 && d != 4)], Smoothing.Damped(values, fitted), means => Smoothing.Damped(means, null));
}
