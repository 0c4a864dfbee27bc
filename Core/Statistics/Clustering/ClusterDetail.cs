namespace Octoplus.Core.Statistics.Clustering;

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
        var order = ClusterProfiles.Order(features, new Partition(fit.Labels, clusters));
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
        var profiles = ClusterProfiles.Of(table, features, partition);
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

/// <summary>What the members of each group have in common.</summary>
internal static class ClusterProfiles
{
    /// <summary>By label, by feature kept: see <see cref="ClusterFeature"/>.</summary>
    public static IReadOnlyList<IReadOnlyList<ClusterFeature>> Of(FeatureTable table, PreparedFeatures features, Partition partition)
    {
        var members = Members(partition);
        var standardised = Standardised(features, partition);
        return [.. members.Select((rows, label) => (IReadOnlyList<ClusterFeature>)[.. features.Kept.Select((column, place) => Feature(table, column, rows, standardised[label][place]))])];
    }

    /// <summary>
    /// Old label of each new one: first the group whose profile is highest in the mean of the features, then by size, then by its first member. So the numbering
    /// follows from the groups, not from where K-means began.
    /// </summary>
    public static IReadOnlyList<int> Order(PreparedFeatures features, Partition partition)
    {
        var members = Members(partition);
        var standardised = Standardised(features, partition);

        // Rounded: sums in another order must not change the numbering.
        return [.. Enumerable.Range(0, partition.Clusters)
            .OrderByDescending(label => Math.Round(standardised[label].Average(), 9))
            .ThenByDescending(label => members[label].Length)
            .ThenBy(label => members[label].FirstOrDefault())];
    }

    private static int[][] Members(Partition partition)
    {
        var members = partition.Labels.Select((label, row) => (label, row)).ToLookup(x => x.label, x => x.row);
        return [.. Enumerable.Range(0, partition.Clusters).Select(label => members[label].ToArray())];
    }

    private static double[][] Standardised(PreparedFeatures features, Partition partition)
    {
        var sizes = partition.Labels.CountBy(x => x).ToDictionary();
        var profiles = Enumerable.Range(0, partition.Clusters).Select(_ => new double[features.Columns]).ToArray();
        for (var column = 0; column < features.Columns; column++)
        {
            var values = ClusterPoints.Column(features.Transformed.Span, features.Columns, column);
            var (mean, deviation) = FeaturePreparation.Moments(values);
            for (var row = 0; row < values.Length; row++)
            {
                var label = partition.Labels[row];
                profiles[label][column] += (values[row] - mean) / deviation / sizes[label];
            }
        }

        return profiles;
    }

    private static ClusterFeature Feature(FeatureTable table, int column, int[] rows, double standardised)
    {
        var columns = table.Features.Count;
        var values = Array.ConvertAll(rows, row => table.Values[(row * columns) + column]);
        var value = Together(table.Parts, rows, columns, column) ?? values.Average();
        Array.Sort(values);
        double At(double share) => FeaturePreparation.Quantile(values, share);
        return new ClusterFeature(table.Features[column], standardised, value, values[0], At(0.25), At(0.5), At(0.75), values[^1]);
    }

    // Nothing to divide by, or not known of a member: the mean is what is left.
    private static double? Together(RatioParts? parts, int[] rows, int columns, int column)
    {
        if (parts is null)
        {
            return null;
        }

        var ratio = parts.Factors[column] * rows.Sum(row => parts.Numerators[(row * columns) + column]) / rows.Sum(row => parts.Denominators[(row * columns) + column]);
        return double.IsFinite(ratio) ? ratio : null;
    }
}
