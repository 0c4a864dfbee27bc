namespace Octoplus.Core.Clusters;

/// <summary>How <see cref="KMeans"/> works.</summary>
/// <param name="Clusters">k, at least 1.</param>
public sealed record KMeansOptions(int Clusters)
{
    /// <summary>Starts from different seeds, at most; the best inertia is kept, of equal ones the first start's. Fewer where some of them agree. Default 10.</summary>
    public int Restarts { get; init; } = 10;

    /// <summary>Of one way down to an optimum. Default 1,000.</summary>
    public int MaxIterations { get; init; } = 1000;

    /// <summary>All random choices follow from it, whatever the number of processors. Default 42.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Processors used; null: all. Changes no figure.</summary>
    public int? Processors { get; init; }
}

/// <summary>What <see cref="KMeans"/> found. Immutable.</summary>
/// <param name="Labels">n, from 0, in the order of the centres.</param>
/// <param name="Centres">k × d, row-major, by their first feature, then the second and so on.</param>
/// <param name="Inertia">Sum of squared distances to the nearest centre.</param>
/// <param name="Iterations">Of the last way down of the start that was kept.</param>
/// <param name="Converged">Whether it stopped by itself, not by the greatest number of iterations.</param>
/// <param name="Seed">As asked.</param>
public sealed record KMeansResult(IReadOnlyList<int> Labels, IReadOnlyList<double> Centres, double Inertia, int Iterations, bool Converged, int Seed);
