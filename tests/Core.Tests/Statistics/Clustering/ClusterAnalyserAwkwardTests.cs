using FsCheck;
using FsCheck.Fluent;
using Octoplus.Core.Statistics.Clustering;

namespace Octoplus.Core.Tests.Statistics.Clustering;

/// <summary>An answer without a figure that is not finite, or a reason.</summary>
public sealed class ClusterAnalyserAwkwardTests
{
    private static readonly ClusterAnalysisOptions _few = new() { MostClusters = 4, Bootstraps = 5, GapReferences = 5, Restarts = 3 };

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    [InlineData(4, 5)]
    public void Analyse_FewerRowsThanGroups_TellsBoth(int rows, int clusters)
    {
        var table = SampleTables.Noise(rows, 3, seed: 1);

        var error = Assert.Throws<ClusterException>(() => ClusterAnalyser.Analyse(table, _few with { Clusters = clusters }));

        Assert.Equal((ClusterProblem.FewerRowsThanClusters, rows, clusters), (error.Problem, error.Rows, error.Clusters));
    }

    [Fact]
    public void Analyse_OneRowWithoutACount_TellsTheFewest()
    {
        var error = Assert.Throws<ClusterException>(() => ClusterAnalyser.Analyse(SampleTables.Noise(1, 3, seed: 1), _few));

        Assert.Equal((ClusterProblem.FewerRowsThanClusters, 1, 2), (error.Problem, error.Rows, error.Clusters));
    }

    [Fact]
    public void Analyse_TwoRows_AreTwoGroupsWithoutStructure()
    {
        var analysis = ClusterAnalyser.Analyse(SampleTables.Noise(2, 3, seed: 1), _few);

        Finite(analysis);
        Assert.Equal(new ClusterSuggestion(2, ClusterSuggestionReason.NoStructure), analysis.Suggestion with { GapOfOneGroup = null });
        Assert.Equal(0, analysis.Inertia, 1e-12);
    }

    [Fact]
    public void Analyse_AsManyGroupsAsRows_IsAnAnswer() => Finite(ClusterAnalyser.Analyse(SampleTables.Noise(5, 2, seed: 1), _few with { Clusters = 5 }));

    [Fact]
    public void Analyse_IdenticalRows_SaysThatNothingVaries()
        => Assert.Equal(ClusterProblem.NothingVaries, Assert.Throws<ClusterException>(
            () => ClusterAnalyser.Analyse(SampleTables.Table([.. Enumerable.Repeat(7.5, 40)], 4), _few)).Problem);

    [Fact]
    public void Analyse_FewerDifferentRowsThanGroups_TellsBoth()
    {
        var error = Assert.Throws<ClusterException>(() => ClusterAnalyser.Analyse(SampleTables.Table([1, 1, 1, 2, 2, 2], 1), _few with { Clusters = 3 }));

        Assert.Equal((ClusterProblem.FewerDifferentRowsThanClusters, 2, 3), (error.Problem, error.Rows, error.Clusters));
    }

    [Fact]
    public void Analyse_RowsOfThreeKinds_AreThreeGroups()
    {
        var kinds = ClusterAnalyser.Analyse(SampleTables.Blobs(60, [[0, 0], [10, 0], [0, 10]], spread: 0, seed: 1), _few);
        Finite(kinds);
        Assert.Equal((3, ClusterSuggestionReason.GapAndSilhouette), (kinds.Suggestion.Clusters, kinds.Suggestion.Reason));
        Assert.Equal([2, 3], kinds.Counts.Select(x => x.Clusters));
        Assert.All(kinds.Members, x => Assert.Equal((1, 0), (x.Silhouette!.Value, x.Distance), (a, b) => Math.Abs(a.Item1 - b.Item1) < 1e-9 && Math.Abs(a.Item2 - b.Item2) < 1e-9));
    }

    [Theory]
    [InlineData(1e12, 1)]
    [InlineData(0, 1e12)]
    [InlineData(0, 1e-12)]
    [InlineData(0, 1e98)]
    [InlineData(0, 1e-200)]
    public void Analyse_AnyMagnitude_FindsTheBlobs(double shift, double factor)
    {
        var table = SampleTables.ThreeBlobs(30, seed: 1);
        var moved = table with { Values = [.. table.Values.Select(x => shift + (factor * (10 + x)))] };

        foreach (var scaling in Enum.GetValues<FeatureScaling>())
        {
            var analysis = ClusterAnalyser.Analyse(moved, _few with { Scaling = scaling });
            Finite(analysis);
            Assert.Equal(3, analysis.Suggestion.Clusters);
            Assert.Equal(SampleTables.Partition(ClusterAnalyser.Analyse(table, _few)), SampleTables.Partition(analysis));
        }
    }

    [Fact]
    public void Analyse_CountBeyondThoseCompared_IsComparedAsWell()
        => Assert.Equal([2, 3, 4, 13], ClusterAnalyser.Analyse(SampleTables.Noise(20, 2, seed: 1), _few with { Clusters = 13 }).Counts.Select(x => x.Clusters));

    [Fact]
    public void Analyse_OptionsOutOfRange_Throws()
    {
        var table = SampleTables.Noise(20, 2, seed: 1);
        ClusterAnalysisOptions[] wrong =
        [
            _few with { Clusters = 1 }, _few with { FewestClusters = 1 }, _few with { MostClusters = 1 }, _few with { Restarts = 0 },
            _few with { Bootstraps = -1 }, _few with { GapReferences = -1 }, _few with { Processors = 0 },
        ];

        Assert.All(wrong, x => Assert.Throws<ArgumentOutOfRangeException>(() => ClusterAnalyser.Analyse(table, x)));
    }

    [Fact]
    public void Analyse_AnyTable_IsFiniteOrRefused()
        => Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Gen.Elements(Pieces).ArrayOf().ToArbitrary(), Gen.Choose(1, 4).ToArbitrary(), Gen.Choose(0, 8).ToArbitrary(), (cells, columns, choice) =>
        {
            var table = SampleTables.Table(cells[..(cells.Length / columns * columns)], columns);
            var options = _few with { Transformation = (FeatureTransformation)(choice / 3), Scaling = (FeatureScaling)(choice % 3) };
            return Try(table, options) is not { } analysis || analysis.Members.Count == table.Ids.Count;
        }));

    private static double[] Pieces => [0, 0, 1, 1, 2, 3.5, 0.1, 0.30000000000000004, 1e12, 1e12 + 1, -1e12, -5, 1e-300, 1e100, -1e100];

    private static ClusterAnalysis? Try(FeatureTable table, ClusterAnalysisOptions options)
    {
        try
        {
            var analysis = ClusterAnalyser.Analyse(table, options);
            Finite(analysis);
            return analysis;
        }
        catch (ClusterException)
        {
            return null;
        }
    }

    // JSON has no word for what is not finite.
    private static void Finite(ClusterAnalysis analysis) => System.Text.Json.JsonSerializer.Serialize(analysis);
}
