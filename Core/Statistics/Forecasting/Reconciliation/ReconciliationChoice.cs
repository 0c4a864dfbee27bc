namespace Octoplus.Core.Statistics.Forecasting.Reconciliation;

/// <summary>How forecasts are made to add up.</summary>
public enum ReconciliationMethod
{
    /// <summary>Bottom nodes as forecast; the sums are added from them.</summary>
    BottomUp,

    /// <summary>All forecasts have a say, by how large their errors were and how they went together (MinT with shrinkage).</summary>
    MinTrace,
}

/// <summary>Why that method.</summary>
public enum ReconciliationReason
{
    /// <summary>It had the smaller errors on the last known periods.</summary>
    SmallerErrors,

    /// <summary>Both methods had the same errors; the simpler one is taken.</summary>
    SameErrors,

    /// <summary>Too few periods in which all nodes have a one-step forecast: <see cref="ForecastReconciler.MinPeriods"/> are needed.</summary>
    TooFewPeriods,

    /// <summary>No sum has a forecast of its own that could be compared with its parts.</summary>
    NoSums,

    /// <summary>The caller asked for it.</summary>
    Asked,
}

/// <summary>What was chosen, with the figures that it was chosen by.</summary>
/// <param name="Periods">Last periods on which the methods were compared; 0 where they were not.</param>
/// <param name="BottomUp">Errors of bottom-up; null where not compared.</param>
/// <param name="MinTrace">Errors of MinT; null where not compared.</param>
/// <param name="Shrinkage">λ of the covariance, 0 (as estimated) to 1 (no correlation); null for bottom-up.</param>
public sealed record ReconciliationChoice(
    ReconciliationMethod Method, ReconciliationReason Reason, int Periods, ReconciliationErrors? BottomUp, ReconciliationErrors? MinTrace, double? Shrinkage);

/// <summary>Mean absolute errors of one-step forecasts that were made to add up ÷ those of the forecasts as they were; below 1 is a gain.</summary>
/// <param name="Bottom">Mean over bottom nodes; 1 for bottom-up, which leaves them.</param>
/// <param name="Sums">Mean over sums.</param>
public sealed record ReconciliationErrors(double Bottom, double Sums)
{
    /// <summary>What is compared: both levels count the same.</summary>
    public double Mean => (Bottom + Sums) / 2;
}

/// <summary>How to reconcile.</summary>
public sealed record ReconciliationOptions
{
    /// <summary>Null: chosen by errors.</summary>
    public ReconciliationMethod? Method { get; init; }

    /// <summary>The forecasts are of whole events, never negative, and stay so.</summary>
    public bool IsCount { get; init; } = true;
}

/// <summary>Forecasts that add up.</summary>
/// <param name="Results">One per node, in the order of <see cref="ForecastHierarchy.Nodes"/>; a node that was refused stays as it was.</param>
/// <param name="Missing">Ids of bottom nodes without a forecast: sums hold nothing of them.</param>
public sealed record ReconciledForecasts(IReadOnlyList<ForecastResult> Results, ReconciliationChoice Choice, IReadOnlyList<string> Missing);
