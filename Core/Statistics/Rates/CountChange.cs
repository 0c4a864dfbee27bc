using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Octoplus.Core.Statistics.Rates;

/// <summary>What a change from one year to the next says.</summary>
public enum ChangeVerdict
{
    /// <summary>One of the two counts is missing.</summary>
    Unknown,

    /// <summary>The change may be chance.</summary>
    NotDistinguishable,

    /// <summary>More than chance explains.</summary>
    Up,

    /// <summary>Less than chance explains.</summary>
    Down,
}

/// <summary>Counts of one territory in two years with what they are exposed to.</summary>
/// <param name="Before">Events of the year before, null if unknown.</param>
/// <param name="After">Events of the year, null if unknown.</param>
/// <param name="ExposureBefore">Population of the year before, or 1 in both years to compare the counts themselves.</param>
/// <param name="ExposureAfter">Population of the year.</param>
public readonly record struct YearPair(long? Before, long? After, double ExposureBefore = 1, double ExposureAfter = 1)
{
    /// <summary>Change of events per exposure in per cent; null when a count is missing or the first is 0.</summary>
    public double? ChangePercent
        => After is { } after && Before is > 0 and var before ? 100 * ((after / ExposureAfter / (before / ExposureBefore)) - 1) : null;
}

/// <summary>Tests of a count against the count of the year before.</summary>
public static class CountChange
{
    /// <summary>False-discovery rate of the verdicts on one map.</summary>
    public const double FalseDiscoveryRate = 0.05;

    private const long LargestExact = 1000;

    /// <summary>Two-sided p-value that two Poisson counts have one mean per exposure.</summary>
    /// <remarks>
    /// Given their sum n, the second is Binomial(n, p) with p its share of the exposure: exact up to n = 1,000 (Przyborowski, J. and
    /// Wilenski, H. (1940), "Homogeneity of results in testing samples from Poisson series", Biometrika 31, 313–323; twice the smaller
    /// tail, at most 1); above, the normal limit with continuity correction, which differs there by less than 0.002.
    /// </remarks>
    /// <param name="before">Events of the first year, 0 or more.</param>
    /// <param name="after">Events of the second year, 0 or more.</param>
    /// <param name="exposureBefore">Above 0; only the ratio of the two counts.</param>
    /// <param name="exposureAfter">Above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or an exposure is not above 0.</exception>
    public static double PValue(long before, long after, double exposureBefore = 1, double exposureAfter = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(before);
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exposureBefore);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exposureAfter);
        var sum = before + after;
        var share = exposureAfter / (exposureBefore + exposureAfter);
        if (sum == 0)
        {
            return 1;
        }

        if (sum > LargestExact)
        {
            var distance = Math.Max(0, Math.Abs(after - (sum * share)) - 0.5);
            return 2 * Normal.CDF(0, 1, -distance / Math.Sqrt(sum * share * (1 - share)));
        }

        return Math.Min(1, 2 * Math.Min(AtMost(after, sum, share), AtMost(before, sum, 1 - share)));
    }

    /// <summary>Verdicts on many changes at once, the expected share of false alarms among those declared held to 5 %.</summary>
    /// <param name="changes">n pairs; a missing count gives <see cref="ChangeVerdict.Unknown"/>.</param>
    /// <returns>n verdicts, in the same order.</returns>
    /// <remarks>See <see cref="FalseDiscovery"/>.</remarks>
    public static ChangeVerdict[] Verdicts(IReadOnlyList<YearPair> changes)
    {
        var tests = changes
            .Select((pair, index) => (Pair: pair, Index: index))
            .Where(t => t.Pair is { Before: not null, After: not null })
            .Select(t => (
                t.Index,
                Up: t.Pair.After!.Value * t.Pair.ExposureBefore > t.Pair.Before!.Value * t.Pair.ExposureAfter,
                P: PValue(t.Pair.Before.Value, t.Pair.After.Value, t.Pair.ExposureBefore, t.Pair.ExposureAfter)))
            .ToList();
        var declared = FalseDiscovery.Declared([.. tests.Select(t => t.P)], FalseDiscoveryRate);
        var verdicts = new ChangeVerdict[changes.Count];
        for (var i = 0; i < tests.Count; i++)
        {
            verdicts[tests[i].Index] = !declared[i] ? ChangeVerdict.NotDistinguishable
                : tests[i].Up ? ChangeVerdict.Up : ChangeVerdict.Down;
        }

        return verdicts;
    }

    /// <summary>P(X ≤ k) for X ~ Binomial(n, p), as a regularised incomplete beta function.</summary>
    private static double AtMost(long k, long n, double p) => k >= n ? 1 : SpecialFunctions.BetaRegularized(n - k, k + 1, 1 - p);
}
