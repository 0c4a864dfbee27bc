using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Imports;

/// <summary>Finds, among places that vanished and places that came, pairs that look like one under two names.</summary>
internal static class RenamedPlaces
{
    // Names of services share prefixes (CIAT, CSP, brigade…): below this the rest differs too much. A hint to a reader, not a decision.
    private const double MinSimilarity = 0.6;

    // Within one group every pair is compared; a group this large is no département any more.
    private const int MaxGroup = 400;

    /// <summary>Each place in one pair at most, the most similar pairs first.</summary>
    public static IEnumerable<RenamedPlace> Find(
        IEnumerable<ChangeReportBuilder.Side> vanished, IEnumerable<ChangeReportBuilder.Side> added)
    {
        var came = added.ToLookup(s => s.Place.RenameGroup, StringComparer.Ordinal);
        var pairs = vanished
            .GroupBy(s => s.Place.RenameGroup, StringComparer.Ordinal)
            .Where(g => g.Count() <= MaxGroup && came[g.Key].Count() <= MaxGroup)
            .SelectMany(g => g.SelectMany(before => came[g.Key].Select(after => (before, after, score: Similarity(before.Place.Name, after.Place.Name)))))
            .Where(p => p.score >= MinSimilarity)
            .OrderByDescending(p => p.score).ThenBy(p => p.before.Place.Key, StringComparer.Ordinal).ThenBy(p => p.after.Place.Key, StringComparer.Ordinal);
        var used = new HashSet<ChangeReportBuilder.Side>();
        foreach (var (before, after, score) in pairs)
        {
            if (!used.Contains(before) && !used.Contains(after))
            {
                used.Add(before);
                used.Add(after);
                yield return new RenamedPlace(
                    before.Place.Name, after.Place.Name, before.Place.Group, after.Place.Group, score, before.Total, after.Total);
            }
        }
    }

    /// <summary>
    /// 1 − Levenshtein distance ÷ longer length (Levenshtein 1966), of the names as matched; 0 where their numbers differ, since
    /// the first and the second district are never one.
    /// </summary>
    internal static double Similarity(string before, string after)
    {
        var (a, b) = (TextKey.Of(before), TextKey.Of(after));
        var longer = Math.Max(a.Length, b.Length);
        return longer == 0 || Numbers(a) != Numbers(b) ? 0 : 1 - ((double)Distance(a, b) / longer);
    }

    private static string Numbers(string key) => string.Join(' ', key.Split(' ').Where(t => t.Any(char.IsDigit)).Order(StringComparer.Ordinal));

    private static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
