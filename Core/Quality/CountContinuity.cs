namespace Octoplus.Core.Quality;

/// <summary>Whether the counts of one service go on in those of another.</summary>
/// <param name="Before">Median of the last three years of the earlier one.</param>
/// <param name="After">Median of the first three years of the later one.</param>
/// <param name="Excess">
/// By how much the two differ beyond what Poisson counts would, as a logarithm, 0 or more: <c>max(0, |ln((b + ½) / (a + ½))| − 1.96 √(1/(a + ½) + 1/(b + ½)))</c>,
/// the normal limit for the logarithm of a ratio of Poisson counts (Breslow, N. E. and Day, N. E. (1987), Statistical Methods in Cancer Research II, eq. 2.8).
/// </param>
/// <param name="MixCosine">Cosine of the angle between their counts by family of offences, 0 to 1; 0 where one has none.</param>
/// <param name="Weight">How much such counts say, 0 to 1: n ÷ (n + 30), n the smaller of the two.</param>
internal sealed record CountContinuity(double Before, double After, double Excess, double MixCosine, double Weight)
{
    private const double HalfWeightCount = 30;
    private const int Years = 3;

    public static CountContinuity Of(ServiceHistory earlier, ServiceHistory later)
    {
        var before = Median(earlier.Totals.TakeLast(Years));
        var after = Median(later.Totals.Take(Years));
        var noise = 1.96 * Math.Sqrt((1 / (before + 0.5)) + (1 / (after + 0.5)));
        var excess = Math.Max(0, Math.Abs(Math.Log((after + 0.5) / (before + 0.5))) - noise);
        var smaller = Math.Min(before, after);
        return new CountContinuity(before, after, excess, Cosine(earlier.Mix, later.Mix), smaller / (smaller + HalfWeightCount));
    }

    private static double Median(IEnumerable<YearTotal> totals)
    {
        var sorted = totals.Select(t => t.Total).Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2.0;
    }

    private static double Cosine(IReadOnlyList<long> a, IReadOnlyList<long> b)
    {
        if (a.Count != b.Count)
        {
            return 0;
        }

        var (product, squareA, squareB) = (0.0, 0.0, 0.0);
        for (var i = 0; i < a.Count; i++)
        {
            product += (double)a[i] * b[i];
            squareA += (double)a[i] * a[i];
            squareB += (double)b[i] * b[i];
        }

        return squareA > 0 && squareB > 0 ? product / Math.Sqrt(squareA * squareB) : 0;
    }
}
