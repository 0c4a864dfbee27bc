using Octoplus.Core.Reference;

namespace Octoplus.Core.Quality;

/// <summary>Two services that may be one under two names.</summary>
/// <param name="Score">0 to 1, see <see cref="ServiceMatcher"/>; not a probability.</param>
/// <param name="Reasons">What speaks for and against it.</param>
public sealed record ServicePair(ServiceHistory Earlier, ServiceHistory Later, double Score, IReadOnlyList<Message> Reasons);

/// <summary>
/// Proposes which services are one under two names: of one force and one département, the one ending before the other begins, by at most
/// <see cref="MaxGapYears"/> years; each with one predecessor and one successor at most, the best scores first.
/// </summary>
/// <remarks>
/// The score is a logistic function of five pieces of evidence with fixed weights, set by hand on the tuning half of the labelled pairs
/// (docs/quality.md): similarity of the words, excess of the change of counts, similarity of the mix of offences, whether the two are the only
/// ones of their kind to go and to come, and missing years. Names with other numbers, and services of two known kinds, are never paired. Cost:
/// the square of the services of a force in a département.
/// </remarks>
public static class ServiceMatcher
{
    /// <summary>Pairs of at least this score are proposed.</summary>
    public const double Threshold = 0.5;

    /// <summary>At most this many years from the last of the earlier to the first of the later one; 1: none is missing.</summary>
    public const int MaxGapYears = 3;

    private const double Intercept = -4;
    private const double WordsWeight = 8;
    private const double ExcessWeight = -1.5;
    private const double MaxExcess = 4;
    private const double MixWeight = 1.5;
    private const double SoleWeight = 5.5;
    private const double GapWeight = -0.4;

    /// <summary>Pairs of at least <paramref name="threshold"/>, the best first. The same whatever the order of the services.</summary>
    /// <param name="services">All services: how rare a word is, is counted over them.</param>
    /// <param name="decided">What people decided before: what they refused is not proposed again, and who has a confirmed successor or predecessor gets no other.</param>
    public static IReadOnlyList<ServicePair> Propose(
        IReadOnlyList<ServiceHistory> services, double threshold = Threshold, IReadOnlyList<DecidedPair>? decided = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        decided ??= [];
        var refused = decided.Where(d => !d.IsConfirmed).Select(d => (d.EarlierId, d.LaterId)).ToHashSet();
        var parsed = services.Select(s => new Candidate(s, ServiceName.Parse(s.Name, s.Department, s.Direction))).ToList();
        var similarity = NameSimilarity.Of(parsed.Select(c => c.Name));
        var pairs = parsed
            .GroupBy(c => (c.Service.Force, c.Service.Department))
            .SelectMany(block => PairsOf([.. block], similarity))
            .Where(p => p.Score >= threshold && !refused.Contains((p.Earlier.Id, p.Later.Id)))
            .OrderByDescending(p => p.Score)
            .ThenBy(p => p.Later.FirstYear - p.Earlier.LastYear)
            .ThenBy(p => p.Earlier.Id).ThenBy(p => p.Later.Id);
        return Assigned(pairs, [.. decided.Where(d => d.IsConfirmed)]);
    }

    private static List<ServicePair> Assigned(IEnumerable<ServicePair> pairs, IReadOnlyList<DecidedPair> confirmed)
    {
        var gone = confirmed.Select(d => d.EarlierId).ToHashSet();
        var come = confirmed.Select(d => d.LaterId).ToHashSet();
        var assigned = new List<ServicePair>();
        foreach (var pair in pairs)
        {
            if (!gone.Contains(pair.Earlier.Id) && !come.Contains(pair.Later.Id))
            {
                gone.Add(pair.Earlier.Id);
                come.Add(pair.Later.Id);
                assigned.Add(pair);
            }
        }

        return assigned;
    }

    private static IEnumerable<ServicePair> PairsOf(IReadOnlyList<Candidate> block, NameSimilarity similarity)
        => block.SelectMany(
            earlier => block
                .Where(later => Gap(earlier, later) is >= 1 and <= MaxGapYears && earlier.Name.HasNumbersOf(later.Name) && MayBeOfOneKind(earlier.Name, later.Name))
                .Select(later => Scored(earlier, later, block, similarity)));

    private static ServicePair Scored(Candidate earlier, Candidate later, IReadOnlyList<Candidate> block, NameSimilarity similarity)
    {
        var evidence = new PairEvidence(
            similarity.Compare(earlier.Name, later.Name),
            CountContinuity.Of(earlier.Service, later.Service),
            AreSole(earlier, later, block),
            Gap(earlier, later));
        return new ServicePair(earlier.Service, later.Service, Score(evidence, earlier.Name), PairReasons.Of(evidence, earlier, later));
    }

    private static double Score(PairEvidence evidence, ServiceName name)
    {
        var counts = evidence.Counts;
        var sole = !evidence.AreSole ? 0
            : name.IsOnePerPlace ? 1
            : Math.Exp(-counts.Excess) * Math.Max(0, (counts.MixCosine - 0.5) * 2) * counts.Weight;
        var sum = Intercept
            + (WordsWeight * evidence.Words.Similarity)
            + (ExcessWeight * Math.Min(counts.Excess, MaxExcess))
            + (MixWeight * (counts.MixCosine - 0.5) * counts.Weight)
            + (SoleWeight * sole)
            + (GapWeight * (evidence.GapYears - 1));
        return 1 / (1 + Math.Exp(-sum));
    }

    private static int Gap(Candidate earlier, Candidate later) => later.Service.FirstYear - earlier.Service.LastYear;

    private static bool MayBeOfOneKind(ServiceName a, ServiceName b) => a.Kind == b.Kind || !a.IsTellingKind || !b.IsTellingKind;

    // Nobody else of the kind comes where the one goes, nor goes where the other comes.
    private static bool AreSole(Candidate earlier, Candidate later, IReadOnlyList<Candidate> block)
        => earlier.Name.Kind == later.Name.Kind
            && !block.Any(c => c != later && c.Name.Kind == later.Name.Kind && Gap(earlier, c) is >= 1 and <= MaxGapYears)
            && !block.Any(c => c != earlier && c.Name.Kind == earlier.Name.Kind && Gap(c, later) >= 1 && Gap(c, later) <= Gap(earlier, later));

    internal sealed record Candidate(ServiceHistory Service, ServiceName Name);
}

/// <summary>What speaks for two services being one.</summary>
internal sealed record PairEvidence(WordMatch Words, CountContinuity Counts, bool AreSole, int GapYears);
