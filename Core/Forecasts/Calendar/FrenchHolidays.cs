using System.Collections.Frozen;
using Octoplus.Core.Territories;

namespace Octoplus.Core.Forecasts.Calendar;

/// <summary>Public holidays of France by territory.</summary>
/// <remarks>
/// The eleven of the whole country: code du travail, art. L3133-1. Good Friday and 26 December in Moselle, Bas-Rhin and Haut-Rhin: art.
/// L3134-13. Abolition of slavery overseas: art. L3422-2 and décret 83-1003. Whit Monday counts as a holiday in all years, although
/// many worked on it from 2005 to 2007. Years before the present list (8 May before 1982, the overseas days before 1983) get it too.
/// </remarks>
public static class FrenchHolidays
{
    private static readonly (int Month, int Day)[] _fixed = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];

    private static readonly FrozenSet<string> _alsaceMoselle = new[] { "57", "67", "68" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, (int Month, int Day)> _abolition = new Dictionary<string, (int Month, int Day)>(StringComparer.Ordinal)
    {
        ["971"] = (5, 27),
        ["972"] = (5, 22),
        ["973"] = (6, 10),
        ["974"] = (12, 20),
        ["976"] = (4, 27),
        ["977"] = (10, 9),
        ["978"] = (5, 28),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> _countryWide = ReferenceTerritories.Departments.Select(d => Territory.RegionCode(d.RegionCode))
        .Concat(ReferenceTerritories.Codes).Append(Territory.CountryCode).Append("FR-METRO").ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a code is of a territory that has these holidays: <c>FR</c>, <c>FR-METRO</c>, a région, département or collectivity.</summary>
    public static bool Has(string? territory) => territory is not null && _countryWide.Contains(territory);

    /// <summary>
    /// What distinguishes the holidays of a territory from those of others, to share what is worked out of them: <c>67</c>, a code
    /// overseas, <c>FR</c> for the rest, empty for none. Days that part of a région or of the country has are not counted there.
    /// </summary>
    public static string Kind(string? territory)
        => !Has(territory) ? ""
            : _alsaceMoselle.Contains(territory!) ? "67"
            : _abolition.ContainsKey(territory!) ? territory! : Territory.CountryCode;

    /// <summary>The holidays of a year, ascending; none for a territory without these holidays.</summary>
    /// <param name="year">1583 to 9998.</param>
    /// <param name="territory">Code of a territory, or null.</param>
    public static IReadOnlyList<DateOnly> Of(int year, string? territory)
    {
        if (!Has(territory))
        {
            return [];
        }

        var easter = Easter.Sunday(year);
        var days = new SortedSet<DateOnly>(_fixed.Select(d => new DateOnly(year, d.Month, d.Day)))
        {
            easter.AddDays(1), easter.AddDays(39), easter.AddDays(50),
        };
        if (_alsaceMoselle.Contains(territory!))
        {
            days.Add(easter.AddDays(-2));
            days.Add(new(year, 12, 26));
        }

        if (_abolition.TryGetValue(territory!, out var abolition))
        {
            days.Add(new(year, abolition.Month, abolition.Day));
        }

        return [.. days];
    }
}
