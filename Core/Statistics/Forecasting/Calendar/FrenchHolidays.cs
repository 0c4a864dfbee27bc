using System.Collections.Frozen;
using Octoplus.Core.Reference;

namespace Octoplus.Core.Statistics.Forecasting.Calendar;

/// <summary>Public holidays of France by territory.</summary>
/// <remarks>
/// The eleven of the whole country: code du travail, art. L3133-1. Good Friday and 26 December in Moselle, Bas-Rhin and Haut-Rhin: art.
/// L3134-13. Abolition of slavery overseas: art. L3422-2 and décret 83-1003. Whit Monday counts as a holiday in all years, although
/// many worked on it from 2005 to 2007. Years before the present list (8 May before 1982, the overseas days before 1983) get it too.
/// </remarks>
public static class FrenchHolidays
{
    private static readonly (int Month, int Day, HolidayName Name)[] _fixed =
    [
        (1, 1, HolidayName.NewYear), (5, 1, HolidayName.Labour), (5, 8, HolidayName.Victory), (7, 14, HolidayName.National), (8, 15, HolidayName.Assumption),
        (11, 1, HolidayName.AllSaints), (11, 11, HolidayName.Armistice), (12, 25, HolidayName.Christmas),
    ];

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
    public static IReadOnlyList<DateOnly> Of(int year, string? territory) => [.. Named(year, territory).Select(h => h.Date).Distinct()];

    /// <summary>The same with their names: two where two fall on one day, as on 1 May 2008.</summary>
    public static IReadOnlyList<Holiday> Named(int year, string? territory)
    {
        if (!Has(territory))
        {
            return [];
        }

        var easter = Easter.Sunday(year);
        var days = new List<Holiday>(_fixed.Select(d => new Holiday(new DateOnly(year, d.Month, d.Day), d.Name)))
        {
            new(easter.AddDays(1), HolidayName.EasterMonday), new(easter.AddDays(39), HolidayName.Ascension), new(easter.AddDays(50), HolidayName.WhitMonday),
        };
        if (_alsaceMoselle.Contains(territory!))
        {
            days.Add(new(easter.AddDays(-2), HolidayName.GoodFriday));
            days.Add(new(new DateOnly(year, 12, 26), HolidayName.SaintStephen));
        }

        if (_abolition.TryGetValue(territory!, out var abolition))
        {
            days.Add(new(new DateOnly(year, abolition.Month, abolition.Day), HolidayName.Abolition));
        }

        return [.. days.OrderBy(d => d.Date)];
    }
}

/// <summary>A public holiday.</summary>
public sealed record Holiday(DateOnly Date, HolidayName Name);

/// <summary>Names of the public holidays of France.</summary>
public enum HolidayName
{
    /// <summary>Jour de l’an.</summary>
    NewYear,

    /// <summary>Fête du travail.</summary>
    Labour,

    /// <summary>8 mai 1945.</summary>
    Victory,

    /// <summary>Fête nationale.</summary>
    National,

    /// <summary>Assomption.</summary>
    Assumption,

    /// <summary>Toussaint.</summary>
    AllSaints,

    /// <summary>11 novembre 1918.</summary>
    Armistice,

    /// <summary>Noël.</summary>
    Christmas,

    /// <summary>Lundi de Pâques.</summary>
    EasterMonday,

    /// <summary>Ascension.</summary>
    Ascension,

    /// <summary>Lundi de Pentecôte.</summary>
    WhitMonday,

    /// <summary>Vendredi saint.</summary>
    GoodFriday,

    /// <summary>Saint-Étienne.</summary>
    SaintStephen,

    /// <summary>Abolition de l’esclavage.</summary>
    Abolition,
}

/// <summary>The date of Easter.</summary>
public static class Easter
{
    /// <summary>Easter Sunday of the western churches.</summary>
    /// <param name="year">1583 (the first Gregorian Easter) to 9999.</param>
    /// <remarks>The anonymous Gregorian algorithm: Nature 13 (1876), 487; Butcher (1877); Meeus, J. (1991), Astronomical Algorithms, ch. 8.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The year has no Gregorian Easter.</exception>
    public static DateOnly Sunday(int year)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(year, 1583);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, 9999);
        var golden = year % 19;
        var (century, ofCentury) = Math.DivRem(year, 100);
        var leapCenturies = century / 4;
        var moonCorrection = (century - ((century + 8) / 25) + 1) / 3;
        var epact = ((19 * golden) + century - leapCenturies - moonCorrection + 15) % 30;
        var weekday = (32 + (2 * (century % 4)) + (2 * (ofCentury / 4)) - epact - (ofCentury % 4)) % 7;
        var exception = (golden + (11 * epact) + (22 * weekday)) / 451;
        var (month, day) = Math.DivRem(epact + weekday - (7 * exception) + 114, 31);
        return new DateOnly(year, month, day + 1);
    }
}
