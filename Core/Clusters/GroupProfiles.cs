namespace Octoplus.Core.Clusters;

/// <summary>What the members of each group have in common.</summary>
internal static class GroupProfiles
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
