namespace Octoplus.Core.Statistics.Clustering;

/// <summary>Why values cannot be grouped.</summary>
public enum ClusterProblem
{
    /// <summary>Fewer rows than groups.</summary>
    FewerRowsThanClusters,

    /// <summary>Values are missing.</summary>
    MissingValues,

    /// <summary>A value that is not finite, or below zero where its logarithm or root is asked.</summary>
    BadValues,

    /// <summary>All features are constant.</summary>
    NothingVaries,

    /// <summary>Fewer different rows than groups.</summary>
    FewerDifferentRowsThanClusters,
}

/// <summary>Values that cannot be grouped.</summary>
public sealed class ClusterException : Exception
{
    /// <summary>With its message in English.</summary>
    public ClusterException(ClusterProblem problem, string message)
        : base(message) => Problem = problem;

    /// <summary>Why.</summary>
    public ClusterProblem Problem { get; }

    /// <summary>Rows given, where they were too few.</summary>
    public int? Rows { get; init; }

    /// <summary>Groups asked, where rows were too few.</summary>
    public int? Clusters { get; init; }

    /// <summary>Cells that miss or are bad, at most 1,000.</summary>
    public IReadOnlyList<MissingCell> Cells { get; init; } = [];
}
