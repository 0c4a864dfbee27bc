using Octoplus.Core.Reference;

namespace Octoplus.Core.Quality;

/// <summary>Says why two services look like one, and what speaks against it.</summary>
internal static class PairReasons
{
    public static IReadOnlyList<Message> Of(PairEvidence evidence, ServiceMatcher.Candidate earlier, ServiceMatcher.Candidate later)
        => [.. Names(evidence, earlier, later), .. Counts(evidence)];

    private static IEnumerable<Message> Names(PairEvidence evidence, ServiceMatcher.Candidate earlier, ServiceMatcher.Candidate later)
    {
        if (NameKey.Of(earlier.Service.Name) == NameKey.Of(later.Service.Name))
        {
            yield return Message.Of("pair.same-name");
        }
        else if (evidence.Words.Similarity >= 1 && evidence.Words.Shared.Count > 0)
        {
            yield return Message.Of("pair.same-words", string.Join(", ", evidence.Words.Shared));
        }
        else if (evidence.Words.Shared.Count > 0)
        {
            yield return Message.Of("pair.shared-words", string.Join(", ", evidence.Words.Shared), Percent(evidence.Words.Similarity));
        }
        else
        {
            yield return Message.Of("pair.other-words");
        }

        var short_ = earlier.Name.Expanded.Concat(later.Name.Expanded).Distinct(StringComparer.Ordinal).ToList();
        if (short_.Count > 0)
        {
            yield return Message.Of("pair.abbreviations", string.Join(", ", short_));
        }

        if (earlier.Service.Direction != later.Service.Direction)
        {
            yield return Message.Of("pair.direction", earlier.Service.Direction, later.Service.Direction);
        }
    }

    private static IEnumerable<Message> Counts(PairEvidence evidence)
    {
        var counts = evidence.Counts;
        yield return counts.Excess > 0
            ? Message.Of("pair.counts-differ", counts.Before, counts.After)
            : Message.Of("pair.counts-go-on", counts.Before, counts.After);
        yield return Message.Of("pair.mix", Percent(counts.MixCosine));
        if (evidence.AreSole)
        {
            yield return Message.Of("pair.sole");
        }

        if (evidence.GapYears > 1)
        {
            yield return Message.Of("pair.gap", evidence.GapYears - 1);
        }
    }

    private static long Percent(double share) => (long)Math.Round(100 * share);
}
