namespace Octoplus.Core.Clusters;

/// <summary>What is told of the groups once their number is chosen.</summary>
internal sealed class ClusterDetail(FeatureTable table, PreparedFeatures features, ClusterPoints points, ClusterComparison comparison, ClusterAnalysisOptions options)
{
    private readonly PrincipalComponents _components = PrincipalComponents.Of(points.Values, points.Rows, points.Columns);

    public ClusterAnalysis Of(int clusters, AnalysisProgress progress, CancellationToken cancellationToken)
    {
        var fit = comparison.Fits[clusters];
        var (partition, centres) = Numbered(fit, clusters);
        var stability = options.Bootstraps > 0 ? ClusterStability.Of(points, partition, options.Bootstraps, options, progress, cancellationToken) : null;
        var silhouettes = comparison.Silhouettes[clusters];
        return new ClusterAnalysis(
            features.Features,
            features.DroppedFeatures,
            clusters,
            points.Within(fit) * points.Unit * points.Unit,
            fit.Iterations,
            fit.Converged,
            options.Seed,
            comparison.Counts,
            comparison.Suggestion,
            Members(partition, centres, silhouettes, stability),
            Groups(partition, silhouettes, stability),
            Projection())
        {
            SilhouetteSample = points.Rows > Silhouette.MostRows ? Silhouette.MostRows : null,
        };
    }

    private (Partition Partition, double[] Centres) Numbered(KMeansResult fit, int clusters)
    {
        var order = GroupProfiles.Order(features, new Partition(fit.Labels, clusters));
        var number = new int[clusters];
        var centres = new double[clusters * points.Columns];
        for (var label = 0; label < clusters; label++)
        {
            number[order[label]] = label;
            for (var column = 0; column < points.Columns; column++)
            {
                centres[(label * points.Columns) + column] = fit.Centres[(order[label] * points.Columns) + column];
            }
        }

        return (new Partition([.. fit.Labels.Select(x => number[x])], clusters), centres);
    }

    private List<ClusterMember> Members(Partition partition, double[] centres, double?[] silhouettes, ClusterStability? stability)
    {
        var (first, second) = (_components.Scores(points.Values, 0), _components.Scores(points.Values, 1));
        var members = new List<ClusterMember>(points.Rows);
        for (var row = 0; row < points.Rows; row++)
        {
            var own = partition.Labels[row];
            var nearest = Enumerable.Range(0, partition.Clusters).Where(x => x != own).MinBy(x => Squared(row, centres, x));
            var distance = Math.Sqrt(Squared(row, centres, own)) * points.Unit;
            members.Add(new ClusterMember(
                table.Ids[row], own, distance, silhouettes[row], nearest, stability?.Members[row], first[row] * points.Unit, second[row] * points.Unit));
        }

        return members;
    }

    private double Squared(int row, double[] centres, int label)
    {
        var sum = 0.0;
        for (var column = 0; column < points.Columns; column++)
        {
            var difference = points.Values[(row * points.Columns) + column] - centres[(label * points.Columns) + column];
            sum += difference * difference;
        }

        return sum;
    }

    private List<ClusterGroup> Groups(Partition partition, double?[] silhouettes, ClusterStability? stability)
    {
        var profiles = GroupProfiles.Of(table, features, partition);
        var sizes = partition.Labels.CountBy(x => x).ToDictionary();
        var measured = partition.Labels.Zip(silhouettes).ToLookup(x => x.First, x => x.Second);
        return [.. Enumerable.Range(0, partition.Clusters).Select(label =>
            new ClusterGroup(label, sizes[label], measured[label].Average(), stability?.Groups[label], profiles[label]))];
    }

    private ClusterProjection Projection()
    {
        double Loading(int component, int column) => component < _components.Loadings.Count ? _components.Loadings[component][column] : 0;
        return new ClusterProjection(
            [_components.Explained[0], _components.Explained.ElementAtOrDefault(1)],
            [.. features.Features.Select((feature, column) => new ClusterLoading(feature, Loading(0, column), Loading(1, column)))]);
    }
}
