using Octoplus.Core.Statistics.Forecasting;

namespace Octoplus.Core.Forecasts;

/// <summary>Why a forecast was made.</summary>
public enum ForecastCause
{
    /// <summary>The series had none, or one of fictional figures.</summary>
    First,

    /// <summary>Values were added or changed, of the series or of others that it adds up with: continued with what had been chosen.</summary>
    Data,

    /// <summary>The errors of its forecasts left the bounds of the policy: chosen anew.</summary>
    Drift,

    /// <summary>Someone asked for it: chosen anew.</summary>
    Person,
}

/// <summary>The forecast in force of a series, as the next run finds it.</summary>
/// <param name="TrainedId">The forecast at which forms and weights were chosen.</param>
/// <param name="TrainedOrigin">Last period known then.</param>
/// <param name="Specification">What was chosen; null where refused.</param>
/// <param name="ScoredHash">What its scores rest upon.</param>
public sealed record ForecastState(
    long SeriesId,
    long ForecastId,
    string DataHash,
    bool IsDemonstration,
    ForecastRefusal Refusal,
    Predictability Predictability,
    long TrainedId,
    int TrainedOrigin,
    ForecastSpecification? Specification,
    string ScoredHash,
    double? TrackingSignal,
    double? RecentMase,
    double? RecentR2)
{
    /// <summary>Which series it is.</summary>
    public required ForecastKey Key { get; init; }
}

/// <summary>A forecast about to be published.</summary>
/// <param name="Naive">The seasonal naïve of each step.</param>
/// <param name="TrainedId">The earlier forecast whose choice it continues; null: chosen now.</param>
/// <param name="Recent">Of the forecasts of the series so far.</param>
public sealed record NewForecast(
    ForecastNode Node, ForecastResult Result, ForecastCause Cause, IReadOnlyList<double> Naive, long? TrainedId, string ScoredHash, RecentRecord Recent);

/// <summary>The seasonal naïve: as in the last known season.</summary>
public static class SeasonalNaive
{
    /// <summary>Of the periods after the last known one; where the same period of the last season is unknown, that of an earlier one, or the last known value.</summary>
    /// <param name="values">With at least one known value.</param>
    public static IReadOnlyList<double> Forecast(IReadOnlyList<double?> values, int season, int horizon)
    {
        ArgumentNullException.ThrowIfNull(values);
        var last = values.Count - 1;
        while (last >= 0 && values[last] is null)
        {
            last--;
        }

        var forecast = new double[horizon];
        for (var h = 0; h < horizon && last >= 0; h++)
        {
            var at = last + 1 + (h % season) - season;
            while (at >= 0 && values[at] is null)
            {
                at -= season;
            }

            forecast[h] = at >= 0 ? values[at]!.Value : values[last]!.Value;
        }

        return forecast;
    }
}
