namespace Octoplus.Core.Clusters;

/// <summary>K-means.</summary>
public static class KMeans
{
    /// <summary>Groups n points of d dimensions.</summary>
    /// <param name="values">n × d, row-major, finite.</param>
    public static KMeansResult Fit(ReadOnlyMemory<double> values, int rows, int columns, KMeansOptions options, CancellationToken cancellationToken = default)
        => throw new NotSupportedException("Comes with the estimator.");
}
