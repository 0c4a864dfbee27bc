namespace Octoplus.Core.Statistics.Forecasting.Reconciliation;

/// <summary>
/// Rounds bottom nodes so that their sums are the rounded sums too: from the widest sum down, each is given its whole number, and its
/// parts share it by largest remainder (Hamilton's method). A part never moves by 1 or more.
/// </summary>
/// <remarks>
/// Sums that cross one already taken (all police beside a département) cannot be held as well; they are added from what was rounded,
/// and may be off their own rounded value by a few events.
/// </remarks>
public sealed class WholeEvents
{
    private readonly List<Part> _roots;

    /// <summary>Which sums can be held is worked out once.</summary>
    /// <param name="hierarchy">n bottom nodes; its sums in the order of their importance.</param>
    public WholeEvents(ForecastHierarchy hierarchy)
    {
        var n = hierarchy.Leaves.Count;
        var sums = new List<Part>();
        foreach (var sum in hierarchy.Sums)
        {
            var part = new Part([.. sum.Members]);
            if (sums.TrueForAll(s => !s.Leaves.Overlaps(part.Leaves) || s.Leaves.IsSupersetOf(part.Leaves) || part.Leaves.IsSupersetOf(s.Leaves)))
            {
                sums.Add(part);
            }
        }

        // The smallest that holds a node is its parent; of equal sets, the one named first is above.
        var ordered = sums.OrderByDescending(s => s.Leaves.Count).ToList();
        var parents = new Part?[n];
        _roots = [];
        foreach (var (part, index) in ordered.Select((p, i) => (p, i)))
        {
            var parent = ordered.Take(index).LastOrDefault(p => p.Leaves.IsSupersetOf(part.Leaves));
            (parent?.Parts ?? _roots).Add(part);
            foreach (var leaf in part.Leaves)
            {
                parents[leaf] = part;
            }
        }

        for (var leaf = 0; leaf < n; leaf++)
        {
            (parents[leaf]?.Parts ?? _roots).Add(new Part([leaf]) { Leaf = leaf });
        }
    }

    /// <summary>The whole numbers of one step.</summary>
    /// <param name="bottom">n values ≥ 0.</param>
    /// <returns>n whole numbers ≥ 0.</returns>
    public double[] Round(double[] bottom)
    {
        var rounded = new double[bottom.Length];
        foreach (var root in _roots)
        {
            Give(root, Math.Round(Sum(root, bottom), MidpointRounding.AwayFromZero), bottom, rounded);
        }

        return rounded;
    }

    private static void Give(Part part, double whole, double[] bottom, double[] rounded)
    {
        if (part.Leaf is { } leaf)
        {
            rounded[leaf] = whole;
            return;
        }

        var values = part.Parts.ConvertAll(p => Sum(p, bottom));
        var shares = values.ConvertAll(Math.Floor);
        var left = (int)(whole - shares.Sum());
        foreach (var i in Enumerable.Range(0, shares.Count).OrderByDescending(i => values[i] - shares[i]).ThenByDescending(i => values[i]).Take(left))
        {
            shares[i]++;
        }

        for (var i = 0; i < shares.Count; i++)
        {
            Give(part.Parts[i], shares[i], bottom, rounded);
        }
    }

    /// <summary>Sums of nearly whole numbers are whole: 0.1 + 0.2 + 0.7 must not end below 1.</summary>
    private static double Sum(Part part, double[] bottom)
    {
        double sum = 0;
        foreach (var leaf in part.Members)
        {
            sum += bottom[leaf];
        }

        var nearest = Math.Round(sum);
        return Math.Abs(sum - nearest) <= 1e-9 * Math.Max(1, nearest) ? nearest : sum;
    }

    private sealed class Part(HashSet<int> leaves)
    {
        public HashSet<int> Leaves { get; } = leaves;

        public int[] Members { get; } = [.. leaves.Order()];

        public List<Part> Parts { get; } = [];

        public int? Leaf { get; init; }
    }
}
