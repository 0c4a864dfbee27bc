namespace Octoplus.Core.Clusters;

/// <summary>What the random numbers of one seed are for: each purpose has streams of its own.</summary>
internal enum RandomPurpose
{
    /// <summary>Rows whose silhouettes stand for all.</summary>
    RowSample = 1,

    /// <summary>Rows strewn evenly for the gap.</summary>
    GapReference = 2,

    /// <summary>Rows drawn anew for the stability.</summary>
    Bootstrap = 3,

    /// <summary>A start of K-means.</summary>
    KMeansStart = 4,

    /// <summary>The same start, on more rows.</summary>
    KMeansContinuation = 5,

    /// <summary>Rows that starts of K-means see.</summary>
    KMeansSample = 6,
}
