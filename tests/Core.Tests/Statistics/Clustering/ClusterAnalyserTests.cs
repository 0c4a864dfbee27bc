using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Octoplus.Core.Statistics.Clustering;

namespace Octoplus.Core.Tests.Statistics.Clustering;

public sealed class ClusterAnalyserTests
{
    private static readonly ClusterAnalysisOptions _few = new() { MostClusters = 6, Bootstraps = 20, GapReferences = 20 };
    private static readonly Config _config = Config.QuickThrowOnFailure.WithMaxTest(15);

    /// <summary>
    /// scikit-learn 1.2.1: <c>KMeans(k, n_init=50, random_state=0).fit(Z)</c>, <c>Z = StandardScaler().fit_transform(load_iris().data[::10])</c>: inertia_,
    /// silhouette_score, calinski_harabasz_score; <c>PCA(2).fit(Z)</c>, the second component turned.
    /// </summary>
    [Fact]
    public void Analyse_Iris_IsThatOfScikitLearn()
    {
        var analysis = ClusterAnalyser.Analyse(SampleTables.IrisTable, _few with { Clusters = 3, Scaling = FeatureScaling.ZScore, Restarts = 50 });

        Assert.Equal([2, 3, 4, 5, 6], analysis.Counts.Select(x => x.Clusters));
        Close([24.73591740765012, 7.718553665202824, 5.630501492754879], analysis.Counts.Take(3).Select(x => x.Inertia));
        Close([0.5425593663754713, 0.6471443255348144, 0.5080941164041579], analysis.Counts.Take(3).Select(x => x.Silhouette));
        Close([18.53309364457887, 40.64086247439985, 35.40622946578047], analysis.Counts.Take(3).Select(x => x.CalinskiHarabasz));
        Assert.Equal("r0 r1 r2 r3 r4|r10 r11 r12 r13 r14 r5 r7|r6 r8 r9", string.Join('|', SampleTables.Partition(analysis)));
        Close([0.6964976131127298, 0.2578974367792883], analysis.Projection.Explained);
        Close([0.5367754726113065, -0.15165304826286263, 0.5941718252659702, 0.5795112483943652], analysis.Projection.Loadings.Select(x => x.First));
        Close([0.3094178625495966, 0.9474560980241742, -0.07276777327101458, 0.03594968463315351], analysis.Projection.Loadings.Select(x => x.Second));
        Close([1.0907015695212539, 0.6508470734976561], [analysis.Members[5].X, analysis.Members[5].Y]);
    }

    [Fact]
    public void Analyse_ThreeBlobs_SuggestsThreeThatAreStable()
    {
        var analysis = ClusterAnalyser.Analyse(SampleTables.ThreeBlobs(90, seed: 1), new ClusterAnalysisOptions());

        Assert.Equal(new ClusterSuggestion(3, ClusterSuggestionReason.GapAndSilhouette), analysis.Suggestion with { GapOfOneGroup = null });
        Assert.Equal([30, 30, 30], analysis.Groups.Select(x => x.Size));
        Assert.All(analysis.Groups, x => Assert.InRange(x.Stability!.Value, 0.99, 1));
        Assert.All(analysis.Members, x => Assert.InRange(x.Stability!.Value, 0.99, 1));
        Assert.All(analysis.Members, x => Assert.True(x.Silhouette > 0.5));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    public void Analyse_UniformNoise_SaysThereIsNoStructure(int columns)
    {
        var analyses = Enumerable.Range(1, 5).Select(seed => ClusterAnalyser.Analyse(SampleTables.Noise(100, columns, seed), new ClusterAnalysisOptions { Bootstraps = 0 }));

        Assert.All(analyses, x => Assert.Equal(ClusterSuggestionReason.NoStructure, x.Suggestion.Reason));
    }

    [Fact]
    public void Analyse_Noise_IsNotStable()
    {
        var analysis = ClusterAnalyser.Analyse(SampleTables.Noise(100, 10, seed: 1), new ClusterAnalysisOptions { Clusters = 5, GapReferences = 0 });

        Assert.All(analysis.Groups, x => Assert.InRange(x.Stability!.Value, 0, 0.6));
        Assert.InRange(analysis.Members.Average(x => x.Stability!.Value), 0, 0.75);
    }

    [Fact]
    public void Analyse_AnyNumberOfProcessors_IsTheSame()
    {
        var table = SampleTables.Noise(150, 4, seed: 2);

        var alone = JsonSerializer.Serialize(ClusterAnalyser.Analyse(table, _few with { Processors = 1 }));

        Assert.Equal(alone, JsonSerializer.Serialize(ClusterAnalyser.Analyse(table, _few with { Processors = 2 })));
        Assert.Equal(alone, JsonSerializer.Serialize(ClusterAnalyser.Analyse(table, _few with { Processors = 5 })));
        Assert.Equal(alone, JsonSerializer.Serialize(JsonSerializer.Deserialize<ClusterAnalysis>(alone)));
        Assert.NotEqual(alone, JsonSerializer.Serialize(ClusterAnalyser.Analyse(table, _few with { Seed = 43 })));
    }

    [Fact]
    public void Analyse_SeveralCounts_IsEachByItself()
    {
        var table = SampleTables.Noise(40, 3, seed: 4);

        var together = ClusterAnalyser.AnalyseEach(table, _few, [5, 2]);

        Assert.Equal([5, 2], together.Select(x => x.Clusters));
        Assert.All(together, x => Assert.Equal(
            JsonSerializer.Serialize(ClusterAnalyser.Analyse(table, _few with { Clusters = x.Clusters })), JsonSerializer.Serialize(x)));
    }

    [Fact]
    public void Analyse_Progress_RisesToOne()
    {
        var told = new Told();

        ClusterAnalyser.Analyse(SampleTables.ThreeBlobs(30, seed: 1), _few, told);

        Assert.Equal(told.Values.Order(), told.Values);
        Assert.True(told.Values.Count > 20);
        Assert.Equal(1, told.Values[^1]);
    }

    [Fact]
    public void Analyse_Cancelled_Stops()
    {
        using var source = new CancellationTokenSource();
        var told = new Told { After = source.Cancel };

        Assert.ThrowsAny<OperationCanceledException>(() => ClusterAnalyser.Analyse(SampleTables.ThreeBlobs(30, seed: 1), _few, told, source.Token));
    }

    [Fact]
    public void Analyse_RowsInAnotherOrder_AreTheSameGroups()
    {
        var table = SampleTables.ThreeBlobs(45, seed: 6);
        var analysis = ClusterAnalyser.Analyse(table, _few);
        var byId = analysis.Members.ToDictionary(x => x.Id);

        Check.One(_config, Prop.ForAll(Gen.Shuffle(Enumerable.Range(0, 45).ToArray()).ToArbitrary(), order =>
        {
            var again = ClusterAnalyser.Analyse(SampleTables.Reordered(table, order), _few);
            return again.Clusters == analysis.Clusters && Math.Abs(again.Inertia - analysis.Inertia) < 1e-9 * analysis.Inertia
                && again.Members.All(x => x.Label == byId[x.Id].Label && Math.Abs(x.X - byId[x.Id].X) < 1e-9 && Math.Abs(x.Silhouette!.Value - byId[x.Id].Silhouette!.Value) < 1e-9);
        }));
    }

    [Fact]
    public void Analyse_FeaturesShiftedAndScaled_AreTheSameGroupsUnderZScores()
    {
        var table = SampleTables.ThreeBlobs(45, seed: 7);
        var analysis = ClusterAnalyser.Analyse(table, _few with { Scaling = FeatureScaling.ZScore });

        Check.One(_config, Prop.ForAll(Gen.Choose(-1_000_000, 1_000_000).ToArbitrary(), Gen.Choose(1, 1_000_000).ToArbitrary(), (shift, factor) =>
        {
            var moved = table with { Values = [.. table.Values.Select((x, place) => place % 2 == 0 ? shift + (factor * x) : x)] };
            var again = ClusterAnalyser.Analyse(moved, _few with { Scaling = FeatureScaling.ZScore });
            return again.Members.Select(x => x.Label).SequenceEqual(analysis.Members.Select(x => x.Label)) && Math.Abs(again.Inertia - analysis.Inertia) < 1e-6 * analysis.Inertia;
        }));
    }

    [Fact]
    public void Analyse_RowTwice_IsInOneGroup()
    {
        var table = SampleTables.ThreeBlobs(45, seed: 8);

        Check.One(_config, Prop.ForAll(Gen.Choose(0, 44).ToArbitrary(), row =>
        {
            var twice = new FeatureTable([.. table.Ids, "again"], table.Features, [.. table.Values, .. table.Values.Skip(row * 2).Take(2)]);
            var members = ClusterAnalyser.Analyse(twice, _few).Members;
            return members[45].Label == members[row].Label && members[45].Distance == members[row].Distance && members[45].Silhouette == members[row].Silhouette;
        }));
    }

    [Fact]
    public void Analyse_Labels_RunFromTheHighestProfile()
    {
        // Means of 1, 9 and 5, three rows each.
        var table = SampleTables.Table([1, 1, 1.1, 1, 1, 1.2, 9, 9, 9.1, 9, 9, 9.2, 5, 5, 5.1, 5, 5, 5.2], 2);

        var analysis = ClusterAnalyser.Analyse(table, _few with { Clusters = 3, Scaling = FeatureScaling.ZScore });

        Assert.Equal([2, 2, 2, 0, 0, 0, 1, 1, 1], analysis.Members.Select(x => x.Label));
        Assert.Equal([1, 1, 1, 1, 1, 1], analysis.Members.Take(6).Select(x => x.Nearest));
        Assert.True(analysis.Groups[0].Profile.All(x => x.Standardised > 1) && analysis.Groups[2].Profile.All(x => x.Standardised < -1));
    }

    [Fact]
    public void Analyse_Ratios_AreOfTheMembersTakenTogether()
    {
        // 10 of 1,000 and 30 of 10,000 inhabitants: 40 of 11,000, not the mean of 10 and 3 per 1,000.
        var table = SampleTables.Table([10, 3, 100, 110], 1) with { Parts = new RatioParts([10, 30, 500, 1100], [1_000, 10_000, 5_000, 10_000], [1_000]) };

        var analysis = ClusterAnalyser.Analyse(table, _few with { Clusters = 2 });

        var low = analysis.Groups[1].Profile[0];
        Assert.Equal(40 / 11.0, low.Value, 1e-12);
        Assert.Equal((3, 4.75, 6.5, 8.25, 10), (low.Lowest, low.FirstQuartile, low.Median, low.ThirdQuartile, low.Highest));
        Assert.Equal(1_600 / 15.0, analysis.Groups[0].Profile[0].Value, 1e-12);

        // (6.5 − 55.75) ÷ √(9776.75 ÷ 4).
        Assert.Equal(-0.99618265435599, low.Standardised, 1e-12);
    }

    [Fact]
    public void Analyse_NoParts_IsTheMeanOfTheMembers()
        => Assert.Equal(6.5, ClusterAnalyser.Analyse(SampleTables.Table([10, 3, 100, 110], 1), _few with { Clusters = 2 }).Groups[1].Profile[0].Value, 1e-12);

    [Fact]
    public void Analyse_MoreThanFiveThousandRows_SaysWhatSilhouettesAreOf()
    {
        var analysis = ClusterAnalyser.Analyse(SampleTables.ThreeBlobs(5_001, seed: 1), new ClusterAnalysisOptions { MostClusters = 3, Bootstraps = 2, GapReferences = 2, Restarts = 2 });

        Assert.Equal(5_000, analysis.SilhouetteSample);
        Assert.Equal(1, analysis.Members.Count(x => x.Silhouette is null));
        Assert.Equal((3, ClusterSuggestionReason.GapAndSilhouette), (analysis.Suggestion.Clusters, analysis.Suggestion.Reason));
        Assert.All(analysis.Groups, x => Assert.True(x.Stability > 0.99));
    }

    private static void Close(double[] expected, IEnumerable<double> found) => Assert.All(expected.Zip(found), x => Assert.Equal(x.First, x.Second, 1e-9));

    private sealed class Told : IProgress<double>
    {
        public List<double> Values { get; } = [];

        public Action? After { get; init; }

        public void Report(double value)
        {
            Values.Add(value);
            After?.Invoke();
        }
    }
}
