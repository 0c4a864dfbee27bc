namespace Octoplus.Core.Statistics.Forecasting.Peaks;

/// <summary>Probabilities of about the same size, and how often the event came.</summary>
/// <param name="Predicted">Mean of the probabilities.</param>
/// <param name="Observed">Share in which it came.</param>
public sealed record CalibrationBin(int Count, double Predicted, double Observed);

/// <summary>How good probabilities have been. Immutable.</summary>
/// <param name="Count">Probabilities scored.</param>
/// <param name="BaseRate">Share of events.</param>
/// <param name="Brier">Mean squared difference of probability and outcome: 0 is perfect (Brier 1950, doi:10.1175/1520-0493(1950)078&lt;0001:VOFEIT&gt;2.0.CO;2).</param>
/// <param name="BrierOfBaseRate">The same of always saying the rate known at the time.</param>
/// <param name="Auc">
/// Chance that a week with the event had the higher probability than one without (Hanley and McNeil 1982, doi:10.1148/radiology.143.1.7063747): 0.5 is
/// guessing; null where all weeks ended alike.
/// </param>
/// <param name="CalibrationError">Mean of |predicted − observed| over the bins, weighted by their counts.</param>
/// <param name="Bins">Up to ten, of equally many probabilities, lowest first.</param>
public sealed record ProbabilityScore(
    int Count, double BaseRate, double Brier, double BrierOfBaseRate, double? Auc, double CalibrationError, IReadOnlyList<CalibrationBin> Bins)
{
    /// <summary>Part of the error of the base rate that is gained: 1 − Brier ÷ that of the base rate.</summary>
    public double Skill => BrierOfBaseRate > 0 ? 1 - (Brier / BrierOfBaseRate) : 0;

    /// <summary>Scores probabilities against what came.</summary>
    /// <param name="outcomes">Any order.</param>
    /// <returns>Null for none.</returns>
    public static ProbabilityScore? Of(IReadOnlyCollection<ProbabilityOutcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        if (outcomes.Count == 0)
        {
            return null;
        }

        var sorted = outcomes.OrderBy(o => o.Probability).ToArray();
        var bins = Bin(sorted);
        return new(
            sorted.Length,
            sorted.Average(o => o.Came ? 1.0 : 0),
            sorted.Average(o => Squared(o.Probability, o.Came)),
            sorted.Average(o => Squared(o.BaseRate, o.Came)),
            AreaUnderCurve(sorted),
            bins.Sum(b => b.Count * Math.Abs(b.Predicted - b.Observed)) / sorted.Length,
            bins);
    }

    /// <summary>Mean rank of the events; ties share theirs.</summary>
    private static double? AreaUnderCurve(ProbabilityOutcome[] sorted)
    {
        double ranks = 0;
        long events = 0;
        for (var from = 0; from < sorted.Length;)
        {
            var until = from;
            var eventsHere = 0;
            for (; until < sorted.Length && sorted[until].Probability == sorted[from].Probability; until++)
            {
                eventsHere += sorted[until].Came ? 1 : 0;
            }

            ranks += eventsHere * ((from + until + 1) / 2.0);
            events += eventsHere;
            from = until;
        }

        var others = sorted.Length - events;
        return events > 0 && others > 0 ? (ranks - (events * (events + 1) / 2.0)) / ((double)events * others) : null;
    }

    private static List<CalibrationBin> Bin(ProbabilityOutcome[] sorted)
    {
        var count = Math.Clamp(sorted.Length / 10, 1, 10);
        var bins = new List<CalibrationBin>(count);
        for (var b = 0; b < count; b++)
        {
            var part = sorted.AsSpan((int)((long)sorted.Length * b / count)..(int)((long)sorted.Length * (b + 1) / count));
            double predicted = 0, observed = 0;
            foreach (var outcome in part)
            {
                predicted += outcome.Probability;
                observed += outcome.Came ? 1 : 0;
            }

            bins.Add(new(part.Length, predicted / part.Length, observed / part.Length));
        }

        return bins;
    }

    private static double Squared(double probability, bool came) => Math.Pow(probability - (came ? 1 : 0), 2);
}

/// <summary>A probability, what always saying the base rate would have said, and whether the event came.</summary>
public readonly record struct ProbabilityOutcome(double Probability, double BaseRate, bool Came);
