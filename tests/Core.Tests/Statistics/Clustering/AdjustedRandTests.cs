using FsCheck;
using FsCheck.Fluent;
using Octoplus.Core.Statistics.Clustering;

namespace Octoplus.Core.Tests.Statistics.Clustering;

public sealed class AdjustedRandTests
{
    /// <summary>scikit-learn 1.2.1: <c>adjusted_rand_score(first, second)</c>; the first two and the last are also in its documentation.</summary>
    [Theory]
    [InlineData("0011", "0012", 0.5714285714285714)]
    [InlineData("0011", "1100", 1)]
    [InlineData("0001112222", "0011122220", 0.20454545454545456)]
    [InlineData("00112220", "00122211", 0.047619047619047616)]
    [InlineData("0101", "0011", -0.5)]
    [InlineData("0000", "0123", 0)]
    public void Of_SmallPartitions_IsThatOfScikitLearn(string first, string second, double expected)
        => Assert.Equal(expected, AdjustedRand.Of([.. first.Select(x => (int)x)], [.. second.Select(x => (int)x)]), 1e-12);

    [Fact]
    public void Of_NothingToTellApart_IsOne()
    {
        Assert.Equal(1, AdjustedRand.Of(Array.Empty<int>(), []));
        Assert.Equal(1, AdjustedRand.Of([3], [5]));
        Assert.Equal(1, AdjustedRand.Of([1, 1, 1], [2, 2, 2]));
        Assert.Equal(1, AdjustedRand.Of([1, 2, 3], [3, 2, 1]));
    }

    [Fact]
    public void Of_DifferentLengths_Throws() => Assert.Throws<ArgumentException>(() => AdjustedRand.Of([1, 2], [1]));

    [Fact]
    public void Of_MillionThings_DoesNotOverflow()
    {
        int[] labels = [.. Enumerable.Range(0, 1_000_000).Select(x => x % 3)];
        Assert.Equal(1, AdjustedRand.Of(labels, labels), 1e-12);
    }

    [Fact]
    public void Of_AnyPartition_IsSymmetricAndOneForItselfUnderOtherNumbers()
        => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), numbers =>
        {
            int[] first = [.. numbers.Select(x => Math.Abs(x % 4))];
            int[] second = [.. numbers.Select((x, place) => Math.Abs((x + place) % 3))];
            return AdjustedRand.Of(first, [.. first.Select(x => 7 - x)]) == 1 && Math.Abs(AdjustedRand.Of(first, second) - AdjustedRand.Of(second, first)) < 1e-12;
        }));
}
