using Microsoft.Extensions.Localization;
using Octoplus.Core.Reference;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Shared.Text;

/// <summary>Names, order and parents of the territories that have forecasts.</summary>
public static class TerritoryNames
{
    /// <summary>Metropolitan France as the monthly file publishes it.</summary>
    public const string Metropolitan = "FR-METRO";

    private static readonly Dictionary<string, Department> _departments = ReferenceTerritories.Departments.ToDictionary(d => d.Code, StringComparer.Ordinal);

    private static readonly Dictionary<string, string> _regions = ReferenceTerritories.Departments
        .DistinctBy(d => d.RegionCode).ToDictionary(d => Territory.RegionCode(d.RegionCode), d => d.RegionName, StringComparer.Ordinal);

    private static readonly HashSet<string> _names = [.. ReferenceTerritories.Departments.Select(d => d.Name)];

    /// <summary>Régions by name: code as a territory, and name.</summary>
    public static IReadOnlyList<(string Code, string Name)> Regions { get; } = [.. _regions.Select(r => (r.Key, r.Value)).OrderBy(r => r.Value, StringComparer.InvariantCulture)];

    /// <summary>The code itself where nobody knows a name.</summary>
    public static string Of(IStringLocalizer<ForecastTexts> texts, string code)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return code switch
        {
            Territory.CountryCode => texts["Territory.FR"],
            Metropolitan => texts["Territory.FR-METRO"],
            _ when _departments.TryGetValue(code, out var department) => department.Name,
            // Overseas a région and its département have one name.
            _ when _regions.TryGetValue(code, out var region) => _names.Contains(region) ? texts["Territory.Region", region] : region,
            _ when ReferenceTerritories.Collectivities.TryGetValue(code, out var collectivity) => collectivity,
            _ => code,
        };
    }

    public static bool IsDepartment(string code) => _departments.ContainsKey(code) || ReferenceTerritories.Collectivities.ContainsKey(code);

    /// <summary>Code of the région of a département, else null.</summary>
    public static string? RegionOf(string code) => _departments.TryGetValue(code, out var department) ? Territory.RegionCode(department.RegionCode) : null;

    /// <summary>The next wider territory that has a forecast itself; null for the widest, and where none is known.</summary>
    public static string? Parent(string code, IReadOnlyList<string> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        string[] wider = code is Territory.CountryCode or Metropolitan ? [] : [RegionOf(code) ?? "", Territory.CountryCode, Metropolitan];
        return IsDepartment(code) || _regions.ContainsKey(code) ? Array.Find(wider, w => known.Contains(w, StringComparer.Ordinal)) : null;
    }

    /// <summary>The one to begin with: the country where it is there.</summary>
    public static string? Widest(IReadOnlyList<string> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        return known.Contains(Territory.CountryCode, StringComparer.Ordinal) ? Territory.CountryCode
            : known.Contains(Metropolitan, StringComparer.Ordinal) ? Metropolitan
            : known.Count > 0 ? known[0] : null;
    }

    /// <summary>Country, régions, départements, others; régions by name, the rest by code.</summary>
    public static IReadOnlyList<ComboOption> Options(IStringLocalizer<ForecastTexts> texts, IReadOnlyList<string> known)
        => [.. known.Select(code => (Code: code, Rank: Rank(code)))
            .OrderBy(t => t.Rank)
            .ThenBy(t => t.Rank == 1 ? Of(texts, t.Code) : "", StringComparer.InvariantCulture)
            .ThenBy(t => t.Code, StringComparer.Ordinal)
            .Select(t => new ComboOption(t.Code, t.Rank == 2 ? $"{t.Code} · {Of(texts, t.Code)}" : Of(texts, t.Code), texts["Territories." + t.Rank], t.Code))];

    private static int Rank(string code)
        => code is Territory.CountryCode or Metropolitan ? 0 : _regions.ContainsKey(code) ? 1 : IsDepartment(code) ? 2 : 3;
}
