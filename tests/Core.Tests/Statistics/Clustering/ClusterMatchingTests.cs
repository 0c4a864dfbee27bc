using FsCheck;
using FsCheck.Fluent;
using Octoplus.Core.Statistics.Clustering;

namespace Octoplus.Core.Tests.Statistics.Clustering;

public sealed class ClusterMatchingTests
{
    [Fact]
    public void Match_FirstYear_CountsFromOne() => Assert.Equal([1, 2, 3], ClusterMatching.Match(Groups(""), Groups("001122"), 3));

    [Fact]
    public void Match_SameGroupsUnderOtherLabels_KeepTheirNumbers() => Assert.Equal([3, 1, 2], ClusterMatching.Match(Groups("112233"), Groups("112200"), 3));

    /// <summary>Each group by itself would choose 1; two and two shared are more than three and none.</summary>
    [Fact]
    public void Match_GroupsThatWantTheSameNumber_ShareMostInAll()
    {
        // Label 0 shares three with 1 and two with 2; label 1 two with 1 and none with 2.
        Assert.Equal([2, 1], ClusterMatching.Match(Groups("1112211"), Groups("0000011"), 2));
    }

    [Fact]
    public void Match_GroupWithoutAnyoneKnown_GetsTheLowestFreeNumber()
    {
        // Label 0 holds newcomers only.
        Assert.Equal([2, 3, 1], ClusterMatching.Match(Groups("1133"), Groups("221100"), 3));

        // Group 2 has ended; what it left is spread over others.
        Assert.Equal([3, 1, 2], ClusterMatching.Match(Groups("11112233"), Groups("1111100022"), 3));
    }

    [Fact]
    public void Match_FewerGroupsThanBefore_KeepThoseThatOverlapMost() => Assert.Equal([4, 2], ClusterMatching.Match(Groups("1122223344"), Groups("1111110-00"), 2));

    [Fact]
    public void Match_AnyYears_SharesAsMuchAsTheBestOfAllOrders()
        => Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Gen.Choose(0, 35).ArrayOf(25).ToArbitrary(), Gen.Choose(2, 6).ToArbitrary(), (pairs, clusters) =>
        {
            var before = pairs.Select((x, place) => (x, place)).ToDictionary(x => $"{x.place}", x => 1 + (x.x % clusters));
            var labels = pairs.Select((x, place) => (x, place)).ToDictionary(x => $"{x.place}", x => x.x / 6 % clusters);
            int Shared(IReadOnlyList<int> numbers) => labels.Count(x => before[x.Key] == numbers[x.Value]);
            var found = ClusterMatching.Match(before, labels, clusters);
            return found.Order().SequenceEqual(Enumerable.Range(1, clusters)) && Shared(found) == Orders([.. Enumerable.Range(1, clusters)]).Max(Shared);
        }));

    private static IEnumerable<int[]> Orders(int[] numbers)
        => numbers.Length == 0 ? [[]] : numbers.SelectMany(first => Orders([.. numbers.Where(x => x != first)]).Select(rest => (int[])[first, .. rest]));

    /// <summary>One member by digit; none where there is a dash.</summary>
    private static Dictionary<string, int> Groups(string digits)
        => digits.Select((x, place) => (x, place)).Where(x => x.x != '-').ToDictionary(x => $"{x.place}", x => x.x - '0');
}
