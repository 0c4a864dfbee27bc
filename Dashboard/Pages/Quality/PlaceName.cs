using Octoplus.Core.Reference;

namespace Octoplus.Dashboard.Pages.Quality;

/// <summary>Names of départements and collectivities for lists.</summary>
internal static class PlaceName
{
    private static readonly Dictionary<string, string> _names = ReferenceTerritories.Departments.ToDictionary(d => d.Code, d => d.Name, StringComparer.Ordinal);

    /// <summary><c>77 · Seine-et-Marne</c>; the code alone where nobody knows the name.</summary>
    public static string Of(string code)
        => _names.TryGetValue(code, out var name) || ReferenceTerritories.Collectivities.TryGetValue(code, out name) ? $"{code} · {name}" : code;
}
