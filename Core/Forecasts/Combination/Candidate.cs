using Octoplus.Core.Forecasts.Arima;
using Octoplus.Core.Forecasts.Baselines;
using Octoplus.Core.Forecasts.ExponentialSmoothing;
using Octoplus.Core.Forecasts.Theta;

namespace Octoplus.Core.Forecasts.Combination;

/// <summary>A method that may have a part in the combination.</summary>
/// <param name="Weight">Its part, in comparison with the others: how it was found stands in docs/forecasts.md. 0: only a yardstick.</param>
/// <param name="Refits">Backtests keep the form that the whole series got: choosing it again at each origin would cost most of the time.</param>
internal sealed record Candidate(IForecastMethod Method, double Weight, bool Refits = false)
{
    /// <summary>Key of the yardstick.</summary>
    public const string Naive = "naive";

    /// <summary>All, in a fixed order.</summary>
    public static IReadOnlyList<Candidate> All { get; } =
    [
        new(new ShrunkTheta(), 1),
        new(new AggregateTheta(), 1),
        new(new AggregateDamped(), 1),
        new(new ShrunkDampedTrend(), 1),
        new(new ShrunkLinearTheta(), 1),
        new(new ShrunkAutoregression(), 1),
        new(new EtsMethod(), 1, Refits: true),
        new(new InLogs(new ArimaMethod()), 1, Refits: true),
        new(new InLogs(new ThetaMethod()), 1),
        new(new SeasonalNaiveMethod(), 0.5),
    ];

    /// <summary>Place of the yardstick in <see cref="All"/>.</summary>
    public static int NaiveIndex { get; } = All.ToList().FindIndex(c => string.Equals(c.Method.Key, Naive, StringComparison.Ordinal));
}
