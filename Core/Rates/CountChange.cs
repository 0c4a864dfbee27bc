using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Octoplus.Core.Rates;

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

/// <summary>Tests of a count against the count of the year before.</summary>
public static class CountChange
{
    /// <summary>False-discovery rate of the verdicts on one map.</summary>
    public const double FalseDiscoveryRate = 0.05;

    /// <summary>Two-sided p-value that two counts come from one Poisson mean.</summary>
    /// <remarks>
    /// Given their sum n, the second is Binomial(n, ½): exact up to n = 1,000 (Przyborowski, J. and Wilenski, H. (1940),
    /// "Homogeneity of results in testing samples from Poisson series", Biometrika 31, 313–323; twice the smaller tail, at most 1);
    /// above, the normal limit z = (after − before) / √n, which differs there by less than 0.002.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static double PValue(long before, long after)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(before);
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        var sum = before + after;
        if (before == after)
        {
            return 1;
        }

        if (sum > 1000)
        {
            var z = (Math.Abs(after - before) - 1) / Math.Sqrt(sum);
            return Math.Min(1, 2 * Normal.CDF(0, 1, -z));
        }

        // P(X ≤ k) for X ~ Binomial(n, ½), as a regularised incomplete beta function.
        var smaller = Math.Min(before, after);
        return Math.Min(1, 2 * SpecialFunctions.BetaRegularized(sum - smaller, smaller + 1, 0.5));
    }

    /// <summary>Verdicts on many changes at once, the expected share of false alarms among those declared held to 5 %.</summary>
    /// <param name="changes">n pairs (before, after); a missing count gives <see cref="ChangeVerdict.Unknown"/>.</param>
    /// <returns>n verdicts, in the same order.</returns>
    /// <remarks>Benjamini, Y. and Hochberg, Y. (1995), JRSS B 57, 289–300.</remarks>
    public static ChangeVerdict[] Verdicts(IReadOnlyList<(long? Before, long? After)> changes)
    {
        var tests = changes
            .Select((c, index) => (Change: c, Index: index))
            .Where(t => t.Change is { Before: not null, After: not null })
            .Select(t => (t.Index, Up: t.Change.After > t.Change.Before, P: PValue(t.Change.Before!.Value, t.Change.After!.Value)))
            .OrderBy(t => t.P)
            .ToList();
        var declared = 0;
        for (var rank = tests.Count; rank >= 1 && declared == 0; rank--)
        {
            if (tests[rank - 1].P <= FalseDiscoveryRate * rank / tests.Count)
            {
                declared = rank;
            }
        }

        var verdicts = new ChangeVerdict[changes.Count];
        for (var i = 0; i < tests.Count; i++)
        {
            verdicts[tests[i].Index] = i >= declared ? ChangeVerdict.NotDistinguishable
                : tests[i].Up ? ChangeVerdict.Up : ChangeVerdict.Down;
        }

        return verdicts;
    }
}
