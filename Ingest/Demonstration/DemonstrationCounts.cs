using Octoplus.Core.Reference;

namespace Octoplus.Ingest.Demonstration;

/// <summary>
/// The expected counts: national total of 2019 × share of the département × trend. The share follows the population that the
/// force serves, the density and lognormal factors, and adds up to 1 over the départements; so the country comes out right and
/// no département does.
/// </summary>
internal sealed class DemonstrationCounts
{
    private const double HalfUrbanDensity = 180;
    private const double PlaceSigma = 0.12;
    private const double GroupSigma = 0.22;
    private const double OffenceSigma = 0.15;
    private const double LocalTrendSigma = 0.015;
    private const double SwingAmplitude = 0.04;
    private const double SwingSpeed = 0.7;
    private const int FarthestYear = 10;

    private readonly int _seed;
    private readonly double[][] _policeShares;
    private readonly double[][] _gendarmerieShares;

    /// <summary>Shares for each of the 107 indices; a few milliseconds.</summary>
    public DemonstrationCounts(int seed)
    {
        _seed = seed;
        _policeShares = [.. Nomenclature.Offences.Select(o => Shares(Force.Police, o.Code))];
        _gendarmerieShares = [.. Nomenclature.Offences.Select(o => Shares(Force.Gendarmerie, o.Code))];
    }

    /// <summary>Mean of the count of a whole département in a year.</summary>
    /// <param name="department">Position in <see cref="ReferenceTerritories.Departments"/>.</param>
    public double Expected(Force force, int department, int offence, int year)
    {
        var shares = force == Force.Police ? _policeShares : _gendarmerieShares;
        return NationalTotals.Of(force, offence) * shares[offence - 1][department] * Trend(department, offence, year);
    }

    // 1 in the year of the national totals; the national slope of the group, bent by a slope and a slow swing of the place.
    private double Trend(int department, int offence, int year)
    {
        var group = OffenceGroup.PositionOf(offence);
        var random = KeyedRandom.Of(_seed, 3, department, group);
        var slope = OffenceGroup.All[group].YearlyTrend + (LocalTrendSigma * random.Normal());
        var phase = 2 * Math.PI * random.Uniform();
        var years = Math.Clamp(year - NationalTotals.Year, -FarthestYear, FarthestYear);
        return Math.Exp((slope * years) + (SwingAmplitude * (Math.Sin((SwingSpeed * years) + phase) - Math.Sin(phase))));
    }

    private double[] Shares(Force force, int offence)
    {
        var weights = ReferenceTerritories.Departments.Select((d, i) => Weight(force, d.Code, i, offence)).ToArray();
        var sum = weights.Sum();
        return Array.ConvertAll(weights, w => w / sum);
    }

    private double Weight(Force force, string code, int department, int offence)
    {
        var density = (double)_population[code] / ReferenceTerritories.AreasKm2[code];
        var urban = DemonstrationService.IsPoliceOnly(code) ? 1 : density / (density + HalfUrbanDensity);
        var served = _population[code] * (force == Force.Police ? urban : 1 - urban);
        var group = OffenceGroup.PositionOf(offence);
        var lean = Math.Pow(Math.Clamp(density, 5, 5000), OffenceGroup.All[group].DensityExponent);
        var place = (PlaceSigma * Normal(4, department, 0)) + (GroupSigma * Normal(5, department, group))
            + (OffenceSigma * Normal(6, department, offence));
        return served * lean * Math.Exp(place);
    }

    private double Normal(int purpose, int department, int what) => KeyedRandom.Of(_seed, purpose, department, what).Normal();

    private static readonly Dictionary<string, long> _population = ReferenceTerritories.Population
        .Where(p => p.Year == NationalTotals.Year)
        .ToDictionary(p => p.Department, p => p.Persons);
}
