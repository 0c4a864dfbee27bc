namespace Octoplus.Core.Statistics.Rates;

/// <summary>Events per 1,000 inhabitants with the exact 95 % Poisson interval of the count carried over.</summary>
/// <param name="Per1000">count ÷ population × 1,000.</param>
/// <param name="Low">Low end, per 1,000.</param>
/// <param name="High">High end, per 1,000.</param>
public readonly record struct Rate(double Per1000, double Low, double High)
{
    /// <summary>The rate of a count, or null when the population is unknown or zero: no population, no rate.</summary>
    /// <param name="count">Sum of the counts of the territory, 0 or more; null gives null.</param>
    /// <param name="population">Inhabitants of the same territory on 1 January of the same year.</param>
    public static Rate? Of(long? count, long? population)
    {
        if (count is not { } events || population is not > 0)
        {
            return null;
        }

        var perPerson = 1000.0 / population.Value;
        var interval = PoissonInterval.Exact(events);
        return new Rate(events * perPerson, interval.Low * perPerson, interval.High * perPerson);
    }
}
