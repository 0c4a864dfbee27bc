namespace Octoplus.Core.Statistics.Clustering;

/// <summary>How <see cref="ClusterAnalyser"/> works.</summary>
public sealed record ClusterAnalysisOptions
{
    /// <summary>Default: none.</summary>
    public FeatureTransformation Transformation { get; init; }

    /// <summary>Default: none.</summary>
    public FeatureScaling Scaling { get; init; }

    /// <summary>k; null: as suggested.</summary>
    public int? Clusters { get; init; }

    /// <summary>Smallest k that is compared. Default 2.</summary>
    public int FewestClusters { get; init; } = 2;

    /// <summary>Largest k that is compared, no more than rows − 1. Default 12.</summary>
    public int MostClusters { get; init; } = 12;

    /// <summary>See <see cref="KMeansOptions.Restarts"/>. Default 10.</summary>
    public int Restarts { get; init; } = 10;

    /// <summary>See <see cref="KMeansOptions.Seed"/>. Default 42.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Samples drawn with replacement for the stability; 0: it is not told. Default 100.</summary>
    public int Bootstraps { get; init; } = 100;

    /// <summary>Reference data sets of the gap statistic; 0: it is not told. Default 50.</summary>
    public int GapReferences { get; init; } = 50;

    /// <summary>Processors used; null: all. Changes no figure.</summary>
    public int? Processors { get; init; }
}

/// <summary>Groups of rows, and how sure they are. Immutable; read and written as JSON.</summary>
/// <param name="Features">Those used, in the order given.</param>
/// <param name="DroppedFeatures">Constant ones, which tell nothing apart.</param>
/// <param name="Clusters">k.</param>
/// <param name="Inertia">Of the transformed and scaled values.</param>
/// <param name="Counts">One entry for each k compared.</param>
/// <param name="Suggestion">Which k, and why.</param>
/// <param name="Members">By row, in the order given.</param>
/// <param name="Groups">By label.</param>
/// <param name="Projection">The view in two dimensions.</param>
public sealed record ClusterAnalysis(
    IReadOnlyList<string> Features,
    IReadOnlyList<string> DroppedFeatures,
    int Clusters,
    double Inertia,
    int Iterations,
    bool Converged,
    int Seed,
    IReadOnlyList<ClusterCountScore> Counts,
    ClusterSuggestion Suggestion,
    IReadOnlyList<ClusterMember> Members,
    IReadOnlyList<ClusterGroup> Groups,
    ClusterProjection Projection)
{
    /// <summary>Rows that silhouettes and gaps were computed on, and rows of a bootstrap sample, where not all (above 5,000); null: all.</summary>
    public int? SilhouetteSample { get; init; }
}

/// <summary>How well k groups fit.</summary>
/// <param name="Silhouette">Mean over the rows.</param>
/// <param name="CalinskiHarabasz">1 where it is not defined, as where nothing is within groups.</param>
/// <param name="Gap">Tibshirani, Walther and Hastie (2001); null where not asked, and for as many groups as rows.</param>
/// <param name="GapError">s of the gap, in their equation (7).</param>
public sealed record ClusterCountScore(int Clusters, double Inertia, double Silhouette, double CalinskiHarabasz, double? Gap, double? GapError);

/// <summary>The number of groups that is suggested.</summary>
public sealed record ClusterSuggestion(int Clusters, ClusterSuggestionReason Reason)
{
    /// <summary>Gap of all rows as one group, which the gaps of <see cref="ClusterCountScore"/> are to be above; null where not asked.</summary>
    public double? GapOfOneGroup { get; init; }
}

/// <summary>Why a k is suggested.</summary>
public enum ClusterSuggestionReason
{
    /// <summary>Smallest k whose gap is not below that of k + 1 less its error, and its silhouette is close to the best (at most 0.05 below).</summary>
    GapAndSilhouette,

    /// <summary>The best mean silhouette: the gap statistic admits no k whose silhouette is close to it, or was not asked.</summary>
    Silhouette,

    /// <summary>
    /// No k gives groups that stand apart: the best mean silhouette is below 0.25 (Kaufman and Rousseeuw 1990, table 4), or the gap of the k found is not above that of
    /// one group by more than twice its error. The k with the best silhouette, as a way to sort, not as a fact.
    /// </summary>
    NoStructure,
}

/// <summary>One row in its group.</summary>
/// <param name="Label">From 0.</param>
/// <param name="Distance">To the centre of its group, scaled.</param>
/// <param name="Silhouette">−1 to 1; null where not in the sample.</param>
/// <param name="Nearest">Label of the other group whose centre is nearest.</param>
/// <param name="Stability">Share of the bootstrap samples that hold it in which it stays with its group; null where not asked, or in no sample.</param>
/// <param name="X">Score on the first principal component, scaled.</param>
/// <param name="Y">Score on the second.</param>
public sealed record ClusterMember(string Id, int Label, double Distance, double? Silhouette, int Nearest, double? Stability, double X, double Y);

/// <summary>One group.</summary>
/// <param name="Label">From 0.</param>
/// <param name="Silhouette">Mean over its members in the sample; null where none is.</param>
/// <param name="Stability">Mean Jaccard similarity over bootstrap samples (Hennig 2007); null where not asked, or where no sample holds a member.</param>
/// <param name="Profile">By feature, in the order of <see cref="ClusterAnalysis.Features"/>.</param>
public sealed record ClusterGroup(int Label, int Size, double? Silhouette, double? Stability, IReadOnlyList<ClusterFeature> Profile);

/// <summary>A feature in a group.</summary>
/// <param name="Standardised">Mean of the members' transformed values in standard deviations from the mean of all rows, whatever the scaling chosen.</param>
/// <param name="Value">Real value of the group: of its members taken together where the feature is a ratio, else their mean.</param>
/// <param name="Lowest">Of the members' real values, as the four that follow.</param>
public sealed record ClusterFeature(string Feature, double Standardised, double Value, double Lowest, double FirstQuartile, double Median, double ThirdQuartile, double Highest);

/// <summary>First two principal components of the transformed and scaled values.</summary>
/// <param name="Explained">Share of the variance of each, 0 to 1: two values.</param>
/// <param name="Loadings">By feature.</param>
public sealed record ClusterProjection(IReadOnlyList<double> Explained, IReadOnlyList<ClusterLoading> Loadings);

/// <summary>What a feature weighs in each of the two components.</summary>
public sealed record ClusterLoading(string Feature, double First, double Second);
