using Octoplus.Core.Statistics.Clustering;

namespace Octoplus.Core.Tests.Statistics.Clustering;

public sealed class FeaturePreparationTests
{
    /// <summary>
    /// Row 5 of <c>StandardScaler().fit_transform(f(X))</c> and <c>RobustScaler().fit_transform(X)</c>, scikit-learn 1.2.1, <c>X = load_iris().data[::10]</c>, f = none, np.log1p, np.sqrt.
    /// </summary>
    [Theory]
    [InlineData(FeatureTransformation.None, FeatureScaling.ZScore, 1.361570833468931, 0.2736712951856648, 0.49838257828534765, 0.18157014570488322)]
    [InlineData(FeatureTransformation.None, FeatureScaling.Robust, 1.1111111111111114, 0.0, 0.08108108108108104, 0.11764705882352938)]
    [InlineData(FeatureTransformation.Log, FeatureScaling.ZScore, 1.3384984465485195, 0.306595818808572, 0.591935595948466, 0.3546289083164289)]
    [InlineData(FeatureTransformation.SquareRoot, FeatureScaling.ZScore, 1.3485606142964053, 0.29616242616492283, 0.5620211697539976, 0.3555959048142601)]
    [InlineData(FeatureTransformation.None, FeatureScaling.None, 7.0, 3.2, 4.7, 1.4)]
    public void Prepare_Iris_IsThatOfScikitLearn(FeatureTransformation transformation, FeatureScaling scaling, double a, double b, double c, double d)
    {
        var prepared = FeaturePreparation.Prepare(SampleTables.IrisTable, transformation, scaling);

        Assert.All(new[] { a, b, c, d }.Zip(prepared.Scaled.Slice(20, 4).ToArray()), x => Assert.Equal(x.First, x.Second, 1e-12));
    }

    [Fact]
    public void Prepare_MissingValues_AreAllListed()
    {
        var table = SampleTables.Table([1, double.NaN, 3, 4, double.NaN, 6], 2);

        var error = Assert.Throws<ClusterException>(() => FeaturePreparation.Prepare(table, default, default));

        Assert.Equal(ClusterProblem.MissingValues, error.Problem);
        Assert.Equal([new MissingCell("r0", "f1"), new MissingCell("r2", "f0")], error.Cells);
        Assert.Contains("row r0, column f1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Prepare_ManyMissingValues_ListsAThousand()
    {
        var table = SampleTables.Table([.. Enumerable.Repeat(double.NaN, 3_000)], 2);

        Assert.Equal(1_000, Assert.Throws<ClusterException>(() => FeaturePreparation.Prepare(table, default, default)).Cells.Count);
    }

    [Theory]
    [InlineData(FeatureTransformation.Log, -0.5)]
    [InlineData(FeatureTransformation.SquareRoot, -1e-9)]
    [InlineData(FeatureTransformation.None, double.PositiveInfinity)]
    [InlineData(FeatureTransformation.Log, double.NegativeInfinity)]
    [InlineData(FeatureTransformation.None, -1e101)]
    public void Prepare_BadValue_IsNamed(FeatureTransformation transformation, double bad)
    {
        var error = Assert.Throws<ClusterException>(() => FeaturePreparation.Prepare(SampleTables.Table([1, 2, 3, bad], 2), transformation, default));

        Assert.Equal(ClusterProblem.BadValues, error.Problem);
        Assert.Equal([new MissingCell("r1", "f1")], error.Cells);
    }

    [Fact]
    public void Prepare_ConstantFeatures_AreDroppedAndListed()
    {
        // The last is 0.3 but for its rounding.
        var prepared = FeaturePreparation.Prepare(SampleTables.Table([5, 1, 0.3, 5, 2, 0.1 + 0.2], 3), default, FeatureScaling.ZScore);

        Assert.Equal(["f1"], prepared.Features);
        Assert.Equal(["f0", "f2"], prepared.DroppedFeatures);
        Assert.Equal([1], prepared.Kept);
        Assert.Equal([-1.0, 1], prepared.Scaled.ToArray());
    }

    [Fact]
    public void Prepare_NothingVaries_Throws()
        => Assert.Equal(ClusterProblem.NothingVaries, Assert.Throws<ClusterException>(
            () => FeaturePreparation.Prepare(SampleTables.Table([5, 1, 5, 1], 2), default, default)).Problem);

    [Fact]
    public void Prepare_RobustWithQuartilesOfOneValue_ScalesByTheStandardDeviation()
    {
        var prepared = FeaturePreparation.Prepare(SampleTables.Table([0, 0, 0, 0, 5], 1), default, FeatureScaling.Robust);

        Assert.Equal([0, 0, 0, 0, 2.5], prepared.Scaled.ToArray());
    }

    [Fact]
    public void Prepare_LogOfSmallValue_KeepsItsDigits()
    {
        var prepared = FeaturePreparation.Prepare(SampleTables.Table([1e-12, 0, 1], 1), FeatureTransformation.Log, default);

        Assert.Equal([1e-12 - 5e-25, 0, Math.Log(2)], prepared.Transformed.ToArray());
    }

    [Fact]
    public void Prepare_ValuesThatAreNotRowsTimesColumns_Throws()
        => Assert.Throws<ArgumentException>(() => FeaturePreparation.Prepare(new FeatureTable(["a"], ["f"], [1, 2]), default, default));
}
