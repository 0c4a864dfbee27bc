using Octoplus.Core.Reference;

namespace Octoplus.Ingest.Demonstration;

/// <summary>A service that does not exist: its name says so and names no town.</summary>
/// <param name="Department">Position in <see cref="ReferenceTerritories.Departments"/>.</param>
/// <param name="Direction">Police only.</param>
/// <param name="Weight">Size relative to the other services of the département.</param>
internal sealed record DemonstrationService(
    Force Force, int Department, int Number, string? Direction, string Name, double Weight, int FirstYear, int LastYear)
{
    private const int FewestPerDepartment = 2;
    private const int MostPerDepartment = 4;
    private const double BorderPoliceWeight = 0.05;

    // Paris and its inner suburbs: police only, under the prefecture of police (DSPAP).
    private static readonly string[] _policeOnly = ["75", "92", "93", "94"];

    /// <summary>The gendarmerie has no service there.</summary>
    public static bool IsPoliceOnly(string department) => _policeOnly.Contains(department);

    /// <summary>All services of a force, by département, direction and name as the published sheets sort them.</summary>
    public static List<DemonstrationService> All(Force force, DemonstrationOptions options)
        => [.. Enumerable.Range(0, ReferenceTerritories.Departments.Count)
            .Where(d => force == Force.Police || !IsPoliceOnly(ReferenceTerritories.Departments[d].Code))
            .SelectMany(d => OfDepartment(force, d, options))];

    private static IEnumerable<DemonstrationService> OfDepartment(Force force, int department, DemonstrationOptions options)
    {
        var random = KeyedRandom.Of(options.Seed, 1, (int)force, department);
        var count = FewestPerDepartment + random.Below(MostPerDepartment - FewestPerDepartment + 1);
        var hasBorderPolice = force == Force.Police && count > FewestPerDepartment && random.Uniform() < 0.5;
        return Enumerable.Range(0, count)
            .Select(n => Create(force, department, n, hasBorderPolice && n == count - 1, options))
            .OrderBy(s => s.Direction, StringComparer.Ordinal)
            .ThenBy(s => s.Name, StringComparer.Ordinal);
    }

    private static DemonstrationService Create(Force force, int department, int number, bool isBorderPolice, DemonstrationOptions options)
    {
        var code = ReferenceTerritories.Departments[department].Code;
        var random = KeyedRandom.Of(options.Seed, 2, (int)force, department, number);
        var weight = (0.3 + random.Uniform()) * (isBorderPolice ? BorderPoliceWeight : 1);
        var (first, last) = number < FewestPerDepartment
            ? (options.FirstYear, options.LastYear)
            : Life(ref random, options);
        var letter = (char)('A' + number);
        var (direction, name) = (force, isBorderPolice) switch
        {
            (Force.Gendarmerie, _) => (null, $"CGD DE DEMONSTRATION {code} {letter}"),
            (_, true) => ("DCPAF", $"SPAF DE DEMONSTRATION {code}"),
            _ => (IsPoliceOnly(code) ? "DSPAP" : "DCSP", $"CIAT DE DEMONSTRATION {code} {letter}"),
        };
        return new(force, department, number, direction, name, weight, first, last);
    }

    // One in four opens within the years, one in four closes.
    private static (int First, int Last) Life(ref KeyedRandom random, DemonstrationOptions options)
    {
        var inner = options.LastYear - options.FirstYear;
        var fate = random.Uniform();
        return (inner, fate) switch
        {
            (0, _) => (options.FirstYear, options.LastYear),
            (_, < 0.25) => (options.FirstYear + 1 + random.Below(inner), options.LastYear),
            (_, < 0.5) => (options.FirstYear, options.LastYear - 1 - random.Below(inner)),
            _ => (options.FirstYear, options.LastYear),
        };
    }
}
