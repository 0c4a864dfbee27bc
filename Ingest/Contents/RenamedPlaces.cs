using Octoplus.Core.Quality;

namespace Octoplus.Ingest.Contents;

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
            .SelectMany(g => g.SelectMany(before => came[g.Key].Select(after => (before, after, score: NameLikeness.Of(before.Place.Name, after.Place.Name)))))
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
}
