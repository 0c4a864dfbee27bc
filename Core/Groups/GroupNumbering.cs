using Octoplus.Core.Statistics.Clustering;

namespace Octoplus.Core.Groups;

/// <summary>Numbers of groups that stay: from year to year, and from one vintage to the next.</summary>
public static class GroupNumbering
{
    /// <summary>
    /// Numbers the groups of every year. A year that was numbered before follows its own former numbers; others follow the year before, or, before the first that
    /// was numbered, the year after. Where nothing was, the first year is numbered by its labels: so a year that is added changes no number of those before it.
    /// </summary>
    /// <param name="years">Label of each territory, from 0, by year, in order.</param>
    /// <param name="former">As numbered before with the same k; empty: never.</param>
    /// <returns>By year: k numbers from 1, by label.</returns>
    public static IReadOnlyList<IReadOnlyList<int>> Number(
        int clusters, IReadOnlyList<(int Year, IReadOnlyDictionary<string, int> Labels)> years, IReadOnlyList<GroupYear> former)
    {
        ArgumentNullException.ThrowIfNull(years);
        ArgumentNullException.ThrowIfNull(former);
        var known = former.ToDictionary(f => f.Year, f => f.Numbers);
        var numbers = new IReadOnlyList<int>?[years.Count];

        // Where to begin: the first year that was numbered; else the first year, held against the nearest one that was.
        var start = Math.Max(0, years.ToList().FindIndex(y => known.ContainsKey(y.Year)));
        for (var i = start; i < years.Count; i++)
        {
            var before = known.GetValueOrDefault(years[i].Year)
                ?? (i > start ? Named(years[i - 1].Labels, numbers[i - 1]!) : Nearest(former, years[i].Year));
            numbers[i] = ClusterMatching.Match(before, years[i].Labels, clusters);
        }

        for (var i = start - 1; i >= 0; i--)
        {
            numbers[i] = ClusterMatching.Match(Named(years[i + 1].Labels, numbers[i + 1]!), years[i].Labels, clusters);
        }

        return numbers!;
    }

    /// <summary>Who was in which group, and how alike each year is to the one before.</summary>
    /// <param name="numbers">As <see cref="Number"/> gives them.</param>
    public static IReadOnlyList<GroupYear> Paths(IReadOnlyList<(int Year, IReadOnlyDictionary<string, int> Labels)> years, IReadOnlyList<IReadOnlyList<int>> numbers)
    {
        ArgumentNullException.ThrowIfNull(years);
        ArgumentNullException.ThrowIfNull(numbers);
        return [.. years.Select((y, i) => new GroupYear(y.Year, Named(y.Labels, numbers[i]), i == 0 ? null : Likeness(years[i - 1].Labels, y.Labels)))];
    }

    private static double? Likeness(IReadOnlyDictionary<string, int> before, IReadOnlyDictionary<string, int> now)
    {
        var both = now.Keys.Where(before.ContainsKey).ToList();
        return both.Count > 0 ? AdjustedRand.Of([.. both.Select(id => before[id])], [.. both.Select(id => now[id])]) : null;
    }

    private static IReadOnlyDictionary<string, int> Nearest(IReadOnlyList<GroupYear> former, int year)
        => former.MinBy(f => Math.Abs(f.Year - year))?.Numbers ?? new Dictionary<string, int>(StringComparer.Ordinal);

    private static Dictionary<string, int> Named(IReadOnlyDictionary<string, int> labels, IReadOnlyList<int> numbers)
        => labels.ToDictionary(l => l.Key, l => numbers[l.Value], StringComparer.Ordinal);
}
