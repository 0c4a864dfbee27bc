namespace Octoplus.Core.Statistics.Clustering;

/// <summary>How alike two partitions of the same things are (Hubert and Arabie 1985, DOI 10.1007/BF01908075, equation 5): 1 for the same groups, about 0 for chance.</summary>
public static class AdjustedRand
{
    /// <summary>Which numbers the groups have does not matter. 1 where chance could do nothing else: no or one thing, or both all together or both all alone.</summary>
    /// <param name="first">Group of each thing.</param>
    /// <param name="second">Group of each thing, in the same order.</param>
    /// <exception cref="ArgumentException">Not of one length.</exception>
    public static double Of(IReadOnlyList<int> first, IReadOnlyList<int> second)
    {
        if (first.Count != second.Count)
        {
            throw new ArgumentException("Both partitions must be of the same things.", nameof(second));
        }

        var pairs = Pairs(first.Count);
        var inFirst = first.CountBy(x => x).Sum(x => Pairs(x.Value));
        var inSecond = second.CountBy(x => x).Sum(x => Pairs(x.Value));
        var inBoth = first.Zip(second).CountBy(x => x).Sum(x => Pairs(x.Value));
        var byChance = pairs > 0 ? inFirst * inSecond / pairs : 0;
        var most = (inFirst + inSecond) / 2;
        return most - byChance is var room and > 0 ? (inBoth - byChance) / room : 1;
    }

    private static double Pairs(int things) => things * (things - 1.0) / 2;
}
