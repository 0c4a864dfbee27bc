namespace Octoplus.Core.Statistics.Forecasting.Reconciliation;

/// <summary>A bottom node, with the sums that it is part of.</summary>
/// <param name="Id">Unique among all nodes.</param>
/// <param name="Sums">Ids of sums: its département, région, country, all police…</param>
public sealed record HierarchyLeaf(string Id, IReadOnlyList<string> Sums);

/// <summary>A sum of bottom nodes.</summary>
/// <param name="Id">Unique among all nodes.</param>
/// <param name="Members">Positions of the bottom nodes that it adds, ascending.</param>
public sealed record HierarchySum(string Id, IReadOnlyList<int> Members);

/// <summary>
/// Which forecasts add up to which: n bottom nodes, and m sums of them. Sums may be nested (régions in a country) or cross each other
/// (départements and forces). Nodes are numbered: bottom nodes 0 to n − 1, then the sums. Immutable.
/// </summary>
public sealed class ForecastHierarchy
{
    private readonly int[][] _members;

    private ForecastHierarchy(string[] leaves, string[] sums, int[][] members)
    {
        (Leaves, _members) = (leaves, members);
        Sums = [.. sums.Select((id, k) => new HierarchySum(id, members[k]))];
        Nodes = [.. leaves, .. sums];
    }

    /// <summary>Ids of the bottom nodes.</summary>
    public IReadOnlyList<string> Leaves { get; }

    /// <summary>The sums, in the order of their importance when rounded.</summary>
    public IReadOnlyList<HierarchySum> Sums { get; }

    /// <summary>Ids of all nodes, bottom nodes first.</summary>
    public IReadOnlyList<string> Nodes { get; }

    /// <summary>A hierarchy of bottom nodes that name their sums.</summary>
    /// <param name="leaves">At least one.</param>
    /// <param name="sumsByImportance">
    /// Order of the sums: each is rounded exactly as long as it is nested in, or apart from, those before it. Null: the widest first,
    /// then as they are first named.
    /// </param>
    /// <exception cref="ArgumentException">No bottom node, an id twice, or a sum that is not in the order given.</exception>
    public static ForecastHierarchy Of(IReadOnlyList<HierarchyLeaf> leaves, IReadOnlyList<string>? sumsByImportance = null)
    {
        ArgumentNullException.ThrowIfNull(leaves);
        var members = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var named = new List<string>();
        for (var i = 0; i < leaves.Count; i++)
        {
            foreach (var sum in leaves[i].Sums.Distinct(StringComparer.Ordinal))
            {
                if (!members.TryGetValue(sum, out var list))
                {
                    members[sum] = list = [];
                    named.Add(sum);
                }

                list.Add(i);
            }
        }

        string[] order = [.. sumsByImportance?.Where(members.ContainsKey) ?? named.OrderByDescending(s => members[s].Count)];
        Check([.. leaves.Select(l => l.Id)], order, named);
        return new([.. leaves.Select(l => l.Id)], order, [.. order.Select(s => members[s].ToArray())]);
    }

    /// <summary>Positions of the bottom nodes of the sum k.</summary>
    internal ReadOnlySpan<int> Members(int k) => _members[k];

    private static void Check(string[] leaves, string[] order, List<string> named)
    {
        if (leaves.Length == 0)
        {
            throw new ArgumentException("A hierarchy needs at least one bottom node.", nameof(leaves));
        }

        var twice = leaves.Concat(order).GroupBy(id => id, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
        {
            throw new ArgumentException($"Each node needs an id of its own; {twice.Key} is there twice.", nameof(leaves));
        }

        if (order.Length != named.Count)
        {
            throw new ArgumentException($"The order of sums lacks {string.Join(", ", named.Except(order, StringComparer.Ordinal))}.", nameof(order));
        }
    }
}
