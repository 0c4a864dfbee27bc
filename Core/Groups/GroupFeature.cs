using System.Collections.Frozen;
using Octoplus.Core.Reference;

namespace Octoplus.Core.Groups;

/// <summary>What a feature of a territory is.</summary>
public enum GroupFeatureKind
{
    /// <summary>Events per 1,000 inhabitants.</summary>
    Rate,

    /// <summary>Per cent of all recorded events.</summary>
    Share,

    /// <summary>Inhabitants per km².</summary>
    Density,

    /// <summary>Women, per cent of inhabitants.</summary>
    Women,

    /// <summary>An age group, per cent of inhabitants.</summary>
    Age,
}

/// <summary>A feature that territories can be grouped by.</summary>
/// <param name="Code">As in <see cref="GroupChoice.Features"/>.</param>
/// <param name="Measure">Of a rate or share; else null.</param>
/// <param name="AgeFrom">First age of an age group; else null.</param>
/// <param name="AgeTo">Last age of an age group; null where it has none.</param>
public sealed record GroupFeature(string Code, GroupFeatureKind Kind, Measure? Measure = null, int? AgeFrom = null, int? AgeTo = null)
{
    /// <summary>Before the slug of a measure: its rate.</summary>
    public const string RatePrefix = "rate:";

    /// <summary>Before the slug of a measure: its share of all recorded events.</summary>
    public const string SharePrefix = "share:";

    /// <summary>No feature, but the reason in <see cref="GroupPanel.LeftOut"/> of a service with fewer than <see cref="LeastEvents"/> events a year: its shares would be chance.</summary>
    public const string TooFewEvents = "events";

    /// <summary>Events a year that a service needs.</summary>
    public const int LeastEvents = 200;

    /// <summary>All, in the order of <see cref="GroupChoice.Key"/>: rates, shares (each: indicators, all indices together, single indices), density, women, ages.</summary>
    public static IReadOnlyList<GroupFeature> All { get; } =
    [
        .. Nomenclature.Measures.Select(m => new GroupFeature(RatePrefix + m.Slug, GroupFeatureKind.Rate, m)),
        .. Nomenclature.Measures.Where(m => m.Slug != Nomenclature.AllOffencesSlug).Select(m => new GroupFeature(SharePrefix + m.Slug, GroupFeatureKind.Share, m)),
        new("density", GroupFeatureKind.Density),
        new("women", GroupFeatureKind.Women),
        new("age:0-19", GroupFeatureKind.Age, null, 0, 19),
        new("age:20-39", GroupFeatureKind.Age, null, 20, 39),
        new("age:40-59", GroupFeatureKind.Age, null, 40, 59),
        new("age:60-74", GroupFeatureKind.Age, null, 60, 74),
        new("age:75", GroupFeatureKind.Age, null, 75),
    ];

    private static readonly FrozenDictionary<string, int> _places =
        All.Select((f, i) => (f.Code, i)).ToFrozenDictionary(f => f.Code, f => f.i, StringComparer.Ordinal);

    /// <summary>The factor of numerator ÷ denominator: 1,000 for a rate, 100 for a share, 1 for the density.</summary>
    public double Factor => Kind switch
    {
        GroupFeatureKind.Rate => 1000,
        GroupFeatureKind.Density => 1,
        _ => 100,
    };

    /// <summary>The feature of a code, or null.</summary>
    public static GroupFeature? TryParse(string? code) => code is not null && _places.TryGetValue(code, out var place) ? All[place] : null;

    /// <summary>Codes in the order of <see cref="All"/>, unknown ones last.</summary>
    public static IReadOnlyList<string> Sort(IEnumerable<string> codes)
        => [.. codes.OrderBy(c => _places.GetValueOrDefault(c, int.MaxValue)).ThenBy(c => c, StringComparer.Ordinal)];

    /// <summary>Whether such territories have it: services, and arrondissements by their services, have no population here, so only shares.</summary>
    public bool IsOf(GroupTerritories territories) => territories == GroupTerritories.Departments || Kind == GroupFeatureKind.Share;
}
