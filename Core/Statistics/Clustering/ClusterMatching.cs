namespace Octoplus.Core.Statistics.Clustering;

/// <summary>Numbers of groups that stay from year to year.</summary>
public static class ClusterMatching
{
    /// <summary>
    /// Gives each group of a year the number of the group of the year before that it shares most members with: of all ways to pair groups one to one, the one with
    /// most shared members in all (Kuhn 1955, DOI 10.1002/nav.3800020109). A group paired with none of its members gets the lowest number that is free in this year.
    /// </summary>
    /// <param name="before">Number of each member in the year before, from 1; empty in the first year, when labels 0, 1… become 1, 2…</param>
    /// <param name="labels">Label of each member in this year, from 0. Members of one year only count for nothing.</param>
    /// <param name="clusters">k of this year.</param>
    /// <returns>k numbers, by label, each once.</returns>
    public static IReadOnlyList<int> Match(IReadOnlyDictionary<string, int> before, IReadOnlyDictionary<string, int> labels, int clusters)
    {
        int[] known = [.. before.Values.Distinct().Order()];
        var size = Math.Max(clusters, known.Length);
        var shared = new int[size, size];
        foreach (var (member, label) in labels)
        {
            if (before.TryGetValue(member, out var number))
            {
                shared[label, Array.IndexOf(known, number)]++;
            }
        }

        var paired = Assignment.Most(shared);
        var numbers = new int[clusters];
        for (var label = 0; label < clusters; label++)
        {
            numbers[label] = shared[label, paired[label]] > 0 ? known[paired[label]] : 0;
        }

        for (var label = 0; label < clusters; label++)
        {
            if (numbers[label] == 0)
            {
                numbers[label] = Enumerable.Range(1, size + clusters).First(x => !numbers.Contains(x));
            }
        }

        return numbers;
    }
}
