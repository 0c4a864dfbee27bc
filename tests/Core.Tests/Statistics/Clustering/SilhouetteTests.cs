using FsCheck;
using FsCheck.Fluent;
using Octoplus.Core.Statistics.Clustering;

namespace Octoplus.Core.Tests.Statistics.Clustering;

public sealed class SilhouetteTests
{
    /// <summary>scikit-learn 1.2.1: <c>silhouette_samples(load_iris().data[::10], load_iris().target[::10])</c>.</summary>
    [Fact]
    public void Of_Iris_IsThatOfScikitLearn()
    {
        double[] expected =
        [
            0.8860325474891264, 0.8404553753919101, 0.829388294938953, 0.7921140918052045, 0.8678286958294887,
            -0.2416700270991225, 0.3554688928831382, -0.0565861386743693, 0.5511014174815444, 0.4845994422219198,
            0.610096351311848, 0.37839785260066616, 0.7100089718552274, 0.5566868540560913, 0.6962349747061934,
        ];

        var found = Silhouette.Of(SampleTables.Iris, 15, 4, SampleTables.IrisKinds, 3, seed: 1);

        Assert.All(expected.Zip(found), x => Assert.Equal(x.First, x.Second!.Value, 1e-12));

        // silhouette_score of the same.
        Assert.Equal(0.5506771731198546, Silhouette.Mean(found), 1e-12);
    }

    /// <summary>scikit-learn 1.2.1: <c>silhouette_samples(X, [0] + [1] * 7 + [2] * 7)</c>: a row alone has 0.</summary>
    [Fact]
    public void Of_RowAlone_IsZero()
    {
        int[] labels = [0, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2];

        var found = Silhouette.Of(SampleTables.Iris, 15, 4, labels, 3, seed: 1);

        Assert.Equal(0, found[0]);
        Assert.Equal(-0.8133772113304949, found[1]!.Value, 1e-12);
        Assert.Equal(0.6636097202104844, found[14]!.Value, 1e-12);
    }

    [Fact]
    public void Of_OneGroup_IsNotDefined() => Assert.All(Silhouette.Of(SampleTables.Iris, 15, 4, new int[15], 2, seed: 1), x => Assert.Null(x));

    [Fact]
    public void Of_IdenticalRowsInTwoGroups_IsZero() => Assert.All(Silhouette.Of(new double[8], 4, 2, [0, 0, 1, 1], 2, seed: 1), x => Assert.Equal(0, x));

    [Theory]
    [InlineData(14, 4, 2)]
    [InlineData(15, 4, 1)]
    public void Of_WhatDoesNotFit_Throws(int rows, int columns, int clusters)
        => Assert.Throws<ArgumentException>(() => Silhouette.Of(SampleTables.Iris, rows, columns, [.. SampleTables.IrisKinds.Take(rows)], clusters, seed: 1));

    [Fact]
    public void Of_MoreThanFiveThousandRows_MeasuresThatMany()
    {
        var table = SampleTables.ThreeBlobs(6_000, seed: 3);
        int[] labels = [.. Enumerable.Range(0, 6_000).Select(x => x % 3)];

        var found = Silhouette.Of(table.Values.ToArray(), 6_000, 2, labels, 3, seed: 5, processors: 1);

        Assert.Equal(Silhouette.MostRows, found.Count(x => x is not null));

        // In the sample as in any 300 rows drawn alike.
        var few = Silhouette.Of(table.Values.Take(600).ToArray(), 300, 2, labels[..300], 3, seed: 5);
        Assert.Equal(Silhouette.Mean(few), Silhouette.Mean(found), 0.02);
        Assert.Equal(found, Silhouette.Of(table.Values.ToArray(), 6_000, 2, labels, 3, seed: 5, processors: 2));
        Assert.NotEqual(found.Select(x => x is null), Silhouette.Of(table.Values.ToArray(), 6_000, 2, labels, 3, seed: 6).Select(x => x is null));
    }

    [Fact]
    public void Of_Cancelled_Stops()
        => Assert.ThrowsAny<OperationCanceledException>(() =>
            Silhouette.Of(SampleTables.Iris, 15, 4, SampleTables.IrisKinds, 3, seed: 1, cancellationToken: new CancellationToken(canceled: true)));

    /// <summary>The definition, spelt out, on any values and labels.</summary>
    [Fact]
    public void Of_AnyRows_IsTheDefinition()
        => Check.One(Config.QuickThrowOnFailure.WithMaxTest(200), Prop.ForAll(
            ArbMap.Default.GeneratorFor<NonEmptyArray<short>>().Select(x => x.Get).Where(x => x.Length >= 4).ToArbitrary(),
            numbers =>
            {
                var rows = numbers.Length / 2;
                double[] values = [.. numbers.Take(rows * 2)];
                int[] labels = [.. Enumerable.Range(0, rows).Select(x => Math.Abs(numbers[x] + x) % 3)];
                var found = Silhouette.Of(values, rows, 2, labels, 3, seed: 1);
                return Enumerable.Range(0, rows).All(x => ByDefinition(values, labels, x) is { } s ? Math.Abs(found[x]!.Value - s) < 1e-9 : found[x] is null);
            }));

    private static double? ByDefinition(double[] values, int[] labels, int row)
    {
        double Distance(int other) => Math.Sqrt(Math.Pow(values[row * 2] - values[other * 2], 2) + Math.Pow(values[(row * 2) + 1] - values[(other * 2) + 1], 2));
        var others = Enumerable.Range(0, labels.Length).Where(x => x != row).ToLookup(x => labels[x], Distance);
        var elsewhere = others.Where(x => x.Key != labels[row]).Select(x => x.Average()).ToList();
        if (elsewhere.Count == 0)
        {
            return null;
        }

        var (a, b) = (others[labels[row]].DefaultIfEmpty().Average(), elsewhere.Min());
        return others[labels[row]].Any() && Math.Max(a, b) > 0 ? (b - a) / Math.Max(a, b) : 0;
    }
}
