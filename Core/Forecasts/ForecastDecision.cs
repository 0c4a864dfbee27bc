using Octoplus.Core.Statistics.Forecasting;

namespace Octoplus.Core.Forecasts;

/// <summary>Whether a series gets a new forecast, and why.</summary>
internal static class ForecastDecision
{
    // Fewer scored periods say nothing of a model; and one that was trained anew is given as many before it is judged.
    private const int FewestPeriods = 3;

    /// <summary>Null: its forecast stands.</summary>
    /// <param name="state">Null: it has none.</param>
    /// <param name="recent">Of its published forecasts.</param>
    /// <param name="isAsked">Someone wants it trained anew.</param>
    public static ForecastCause? Of(ForecastNode node, ForecastState? state, RecentRecord recent, ForecastPolicy policy, bool isAsked)
        => state is null || state.IsDemonstration != node.IsDemonstration ? ForecastCause.First
            : isAsked ? ForecastCause.Person
            : HasDrifted(node, state, recent, policy) ? ForecastCause.Drift
            : state.DataHash != node.Hash ? ForecastCause.Data
            : null;

    /// <summary>Whether what had been chosen is kept.</summary>
    public static bool Continues(ForecastCause cause, ForecastState? state)
        => cause == ForecastCause.Data && state is { Refusal: ForecastRefusal.None, Specification: not null };

    private static bool HasDrifted(ForecastNode node, ForecastState state, RecentRecord recent, ForecastPolicy policy)
        => state.Refusal == ForecastRefusal.None
            && node.Known.Count(k => k.Key > state.TrainedOrigin) >= Math.Max(FewestPeriods, policy.RecentPeriods / 2)
            && (recent.Mase > policy.MaxMase || Math.Abs(recent.TrackingSignal ?? 0) > policy.MaxTrackingSignal || recent.R2 < policy.MinR2);
}
