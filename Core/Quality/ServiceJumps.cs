using MathNet.Numerics.Distributions;
using Octoplus.Core.Statistics.Rates;

namespace Octoplus.Core.Quality;

/// <summary>The counts of a service, or of a series of services, in the years that may be compared with each other.</summary>
/// <param name="Id">Key.</param>
/// <param name="Counts">Count and exposure by year, ascending; the exposure is what the count should be proportional to.</param>
public sealed record JumpSeries(long Id, IReadOnlyList<(int Year, long Count, double Exposure)> Counts);

/// <summary>A count far from what the years before it let expect.</summary>
/// <param name="Expected">Count of the service if its share had stayed what it was.</param>
/// <param name="PValue">Two-sided.</param>
public sealed record ServiceJump(long Id, int Year, long Count, double Expected, double PValue);

/// <summary>Finds counts that leave the history of their service: each year against the years before it, at least <see cref="MinHistory"/>.</summary>
/// <remarks>
/// With x_y counts and E_y exposures of the n years before, λ = Σx ÷ ΣE and μ = λE_t is what year t lets expect. Counts of a service vary more than
/// Poisson counts do: the dispersion is Pearson's φ = Σ (x_y − λE_y)² ÷ (λE_y) ÷ (n − 1) (McCullagh, P. and Nelder, J. A. (1989), Generalized Linear
/// Models, section 6.2.4), which a few years know badly, so that it is drawn towards the median φ₀ of all services by d₀ = 4 degrees of freedom:
/// φ̃ = (d₀φ₀ + (n − 1)φ) ÷ (d₀ + n − 1) (Smyth, G. K. (2004), Statistical Applications in Genetics and Molecular Biology 3, 3), never below 1, the Poisson
/// case. Then (|x_t − μ| − ½) ÷ √(φ̃ (μ + μE_t ÷ ΣE)) is held against Student's t with d₀ + n − 1 degrees of freedom. Of all tests, those are declared that
/// <see cref="FalseDiscovery"/> leaves at 5 %, and told if the change is large enough to matter. Cost: linear in the counts.
/// </remarks>
public static class ServiceJumps
{
    /// <summary>Years before the one tested.</summary>
    public const int MinHistory = 3;

    /// <summary>The larger of count and expectation, at least.</summary>
    public const double MinCount = 50;

    /// <summary>Relative change, at least: 0.3 is 30 % more or less.</summary>
    public const double MinChange = 0.3;

    private const double PriorDegrees = 4;
    private const double FalseDiscoveryRate = 0.05;

    /// <summary>The jumps of all series, by series and year.</summary>
    public static IReadOnlyList<ServiceJump> Find(IEnumerable<JumpSeries> series)
    {
        ArgumentNullException.ThrowIfNull(series);
        var histories = series.SelectMany(Histories).ToList();
        if (histories.Count == 0)
        {
            return [];
        }

        var dispersions = histories.Select(h => h.Dispersion).Order().ToList();
        var prior = dispersions[dispersions.Count / 2];
        var tests = histories
            .Where(h => Math.Max(h.Count, h.Expected) >= MinCount)
            .Select(h => new ServiceJump(h.Id, h.Year, h.Count, h.Expected, PValue(h, prior)))
            .ToList();
        var declared = FalseDiscovery.Declared([.. tests.Select(t => t.PValue)], FalseDiscoveryRate);
        return [.. tests.Where((t, i) => declared[i] && Math.Abs((t.Count / t.Expected) - 1) >= MinChange).OrderBy(t => t.Id).ThenBy(t => t.Year)];
    }

    private static IEnumerable<History> Histories(JumpSeries series)
    {
        for (var i = MinHistory; i < series.Counts.Count; i++)
        {
            var before = series.Counts.Take(i).ToList();
            var exposure = before.Sum(c => c.Exposure);
            var rate = before.Sum(c => c.Count) / exposure;
            var (year, count, own) = series.Counts[i];
            if (rate > 0 && own > 0)
            {
                var pearson = before.Sum(c => Math.Pow(c.Count - (rate * c.Exposure), 2) / (rate * c.Exposure));
                yield return new History(series.Id, year, count, rate * own, own / exposure, pearson / (i - 1), i - 1);
            }
        }
    }

    private static double PValue(History history, double prior)
    {
        var degrees = PriorDegrees + history.Degrees;
        var dispersion = Math.Max(1, ((PriorDegrees * prior) + (history.Degrees * history.Dispersion)) / degrees);
        var distance = Math.Max(0, Math.Abs(history.Count - history.Expected) - 0.5);
        var deviation = Math.Sqrt(dispersion * history.Expected * (1 + history.ExposureRatio));
        return 2 * StudentT.CDF(0, 1, degrees, -distance / deviation);
    }

    private sealed record History(long Id, int Year, long Count, double Expected, double ExposureRatio, double Dispersion, int Degrees);
}
