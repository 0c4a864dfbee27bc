using System.Collections.Frozen;
using System.Globalization;

namespace Octoplus.Core.Reference;

/// <summary>A département with its région.</summary>
public sealed record Department(string Code, string Name, string RegionCode, string RegionName);

/// <summary>The territories that the program ships with, until a list is imported.</summary>
public static class ReferenceTerritories
{
    /// <summary>The 101 départements.</summary>
    public static IReadOnlyList<Department> Departments { get; } =
        [.. ReferenceTable.Rows("departments.csv").Select(f => new Department(f[0], f[1], f[2], f[3]))];

    /// <summary>Area in km² by département, without large lakes and estuaries.</summary>
    public static FrozenDictionary<string, int> AreasKm2 { get; } = ReferenceTable.Rows("departments.csv")
        .ToFrozenDictionary(f => f[0], f => int.Parse(f[4], CultureInfo.InvariantCulture), StringComparer.Ordinal);

    /// <summary>Overseas collectivities: name by code. Their population is not in the yearly estimates.</summary>
    public static FrozenDictionary<string, string> Collectivities { get; } = ReferenceTable.Rows("collectivities.csv")
        .ToFrozenDictionary(f => f[0], f => f[1], StringComparer.Ordinal);

    /// <summary>Codes of départements and collectivities: where a service may be.</summary>
    public static FrozenSet<string> Codes { get; } =
        Departments.Select(d => d.Code).Concat(Collectivities.Keys).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Inhabitants on 1 January by département and year (INSEE, totals only).</summary>
    public static IReadOnlyList<(string Department, int Year, long Persons)> Population { get; } = LoadPopulation();

    private static List<(string Department, int Year, long Persons)> LoadPopulation()
    {
        var lines = ReferenceTable.Lines("population.csv").ToList();
        var years = lines[0].Skip(1).Select(y => int.Parse(y, CultureInfo.InvariantCulture)).ToArray();
        return [.. lines.Skip(1).SelectMany(f => years
            .Select((year, i) => (Year: year, Text: f[i + 1]))
            .Where(c => c.Text.Length > 0)
            .Select(c => (f[0], c.Year, long.Parse(c.Text, CultureInfo.InvariantCulture))))];
    }
}
