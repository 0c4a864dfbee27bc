using Octoplus.Core.Statistics.Clustering;

namespace Octoplus.Core.Tests.Statistics.Clustering;

public sealed class PrincipalComponentsTests
{
    /// <summary>
    /// scikit-learn 1.2.1: <c>PCA(2).fit(X)</c> of <c>X = load_iris().data[::10]</c>: explained_variance_ratio_, components_, transform(X)[[0, 6, 14]];
    /// both components turned, since their largest weights are below 0 there.
    /// </summary>
    [Fact]
    public void Of_Iris_IsThatOfScikitLearnTurnedByRule()
    {
        var values = Centred(SampleTables.Iris, 4);

        var components = PrincipalComponents.Of(values, 15, 4);

        Close([0.9177681133632741, 0.059000415245852894], components.Explained.Take(2));
        Close([0.3404433187681973, -0.055560170963767086, 0.8517059293862267, 0.394472336111059], components.Loadings[0]);
        Close([0.6566490861980843, 0.7237141006207348, -0.212142495990775, -0.006740886643867322], components.Loadings[1]);
        var (first, second) = (components.Scores(values, 0), components.Scores(values, 1));
        Close([-2.7617516594092217, -0.6082954142404675, 2.2501857618718826], [first[0], first[6], first[14]]);
        Close([0.3020443322218791, -1.3000836782247527, 0.15736879611275736], [second[0], second[6], second[14]]);
        Assert.Equal(1, components.Explained.Sum(), 1e-12);
    }

    [Fact]
    public void Of_OneColumn_HasNothingBeyond()
    {
        var components = PrincipalComponents.Of([-1, 0, 1], 3, 1);

        Assert.Equal([1.0], components.Explained);
        Assert.Equal([1.0], components.Loadings[0]);
        Assert.Equal([0.0, 0, 0], components.Scores([-1, 0, 1], 1));
    }

    [Fact]
    public void Of_ColumnsOfOneWeight_FirstIsPositive()
    {
        var components = PrincipalComponents.Of([-1, 1, 1, -1], 2, 2);

        Close([Math.Sqrt(0.5), -Math.Sqrt(0.5)], components.Loadings[0]);
    }

    private static void Close(double[] expected, IEnumerable<double> found) => Assert.All(expected.Zip(found), x => Assert.Equal(x.First, x.Second, 1e-10));

    private static double[] Centred(double[] values, int columns)
    {
        var means = Enumerable.Range(0, columns).Select(c => ClusterPoints.Column(values, columns, c).Average()).ToArray();
        return [.. values.Select((x, place) => x - means[place % columns])];
    }
}
