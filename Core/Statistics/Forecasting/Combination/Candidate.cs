using Octoplus.Core.Statistics.Forecasting.Arima;
using Octoplus.Core.Statistics.Forecasting.Baselines;
using Octoplus.Core.Statistics.Forecasting.Counts;
using Octoplus.Core.Statistics.Forecasting.ExponentialSmoothing;
using Octoplus.Core.Statistics.Forecasting.Theta;

namespace Octoplus.Core.Statistics.Forecasting.Combination;

/// <summary>A method that may have a part in the combination.</summary>
/// <param name="Weight">Its part, in comparison with the others: how it was found stands in docs/forecasts.md. 0: only a yardstick.</param>
/// <param name="LongWeight">The same with a long history: slow movements are told from noise by means then.</param>
/// <param name="FewWeight">The same with few events; null: as with many.</param>
/// <param name="Refits">Backtests keep the form that was chosen at their oldest or their middle origin: choosing it again at each would cost most of the time.</param>
internal sealed record Candidate(IForecastMethod Method, double Weight, double LongWeight, double? FewWeight = null, bool Refits = false)
{
    // Seasons of a short and of a long history.
    private const double Short = 8;
    private const double Long = 16;

    /// <summary>All, in a fixed order.</summary>
    public static IReadOnlyList<Candidate> All { get; } =
    [
        new(new ShrunkTheta(), 0.5, 0),
        new(new AggregateTheta(), 2, 2),
        new(new AggregateDamped(), 2, 2),
        new(new ShrunkDampedTrend(), 1, 0),
        new(new ShrunkLinearTheta(), 1, 0),
        new(new ShrunkAutoregression(), 0.5, 0.5),
        new(new EtsMethod(), 1, 1, Refits: true),
        new(new InLogs(new ArimaMethod()), 1, 1, Refits: true),
        new(new InLogs(new ThetaMethod()), 0.5, 0),
        new(new CountMethod(), 0, 0, FewWeight: 6, Refits: true),
        new(new SeasonalNaiveMethod(), 0.5, 0.5),
        new(new MeanMethod(), 0, 0),
    ];

    /// <summary>Its part in the combination of a series.</summary>
    public double WeightFor(LearningSeries series)
    {
        var length = series.Season < 2 ? 0 : Math.Clamp((((double)series.Values.Length / series.Season) - Short) / (Long - Short), 0, 1);
        var weight = Weight + (length * (LongWeight - Weight));
        return FewWeight is { } few ? weight + (FewEvents.PartOf(series) * (few - weight)) : weight;
    }

    /// <summary>Place of the method for low counts in <see cref="All"/>.</summary>
    public static int CountsIndex { get; } = All.ToList().FindIndex(c => c.Method is CountMethod);
}

/// <summary>Which series are counts of few events: chance makes most of their scatter.</summary>
internal static class FewEvents
{
    /// <summary>Events a period from which on a series is one like others.</summary>
    public const double Most = 30;

    private const double Fewest = 10;
    private const int Seasons = 3;
    private const int LeastPeriods = 10;

    /// <summary>0 for series like others to 1 for those of few events, by the mean of the last three seasons.</summary>
    public static double PartOf(LearningSeries series)
    {
        if (!series.Input.IsCount)
        {
            return 0;
        }

        var values = series.Values.AsSpan(Math.Max(0, series.Values.Length - Math.Max(Seasons * series.Season, LeastPeriods)));
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return Math.Clamp((Most - (sum / values.Length * series.Scale)) / (Most - Fewest), 0, 1);
    }
}
