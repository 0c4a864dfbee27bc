using System.Collections.Frozen;
using System.Globalization;

namespace Octoplus.Core.Reference;

/// <summary>The 107 indices of the État 4001, the twelve indicators and the measures made of them. Immutable.</summary>
public static class Nomenclature
{
    /// <summary>Slug of the measure that sums all indices.</summary>
    public const string AllOffencesSlug = "tous";

    /// <summary>Number of indices, used or not.</summary>
    public const int OffenceCount = 107;

    /// <summary>All indices; the one of code <c>c</c> stands at <c>c - 1</c>.</summary>
    public static IReadOnlyList<Offence> Offences { get; } = LoadOffences();

    /// <summary>The twelve indicators, in the order of the ministry's list.</summary>
    public static IReadOnlyList<Indicator> Indicators { get; } = LoadIndicators();

    /// <summary>Indicators, then all, then each used index.</summary>
    public static IReadOnlyList<Measure> Measures { get; } = BuildMeasures();

    private static readonly FrozenDictionary<string, Measure> _measures =
        Measures.ToFrozenDictionary(m => m.Slug, StringComparer.Ordinal);

    /// <summary>The measure of a slug, or null.</summary>
    public static Measure? FindMeasure(string? slug) => slug is null ? null : _measures.GetValueOrDefault(slug);

    /// <summary>Slug of a single index.</summary>
    public static string OffenceSlug(int code) => string.Create(CultureInfo.InvariantCulture, $"index-{code}");

    private static List<Offence> LoadOffences()
        => [.. ReferenceTable.Rows("offences.csv").Select(f => new Offence(
            int.Parse(f[0], CultureInfo.InvariantCulture),
            f[1],
            f[2],
            CountUnitCodes.Parse(f[3]),
            f[4].Length > 0 ? CountUnitCodes.Parse(f[4]) : null,
            f[5].Length > 0 ? DateOnly.Parse(f[5], CultureInfo.InvariantCulture) : null))];

    private static List<Indicator> LoadIndicators()
        => [.. ReferenceTable.Rows("indicators.csv").Select(f => new Indicator(
            f[0], f[1], f[2], [.. f[3].Split(' ').Select(o => int.Parse(o, CultureInfo.InvariantCulture))]))];

    private static List<Measure> BuildMeasures()
    {
        var used = Offences.Where(o => o.IsUsed).ToList();
        return
        [
            .. Indicators.Select(i => Compose(i.Slug, i.LabelFr, i.LabelEn, i.Offences)),
            Compose(AllOffencesSlug, "Tous les index", "All indices", [.. used.Select(o => o.Code)]),
            .. used.Select(o => Compose(
                OffenceSlug(o.Code),
                string.Create(CultureInfo.InvariantCulture, $"{o.Code} · {o.Label}"),
                string.Create(CultureInfo.InvariantCulture, $"{o.Code} · {o.Label}"),
                [o.Code])),
        ];
    }

    private static Measure Compose(string slug, string labelFr, string labelEn, IReadOnlyList<int> offences)
        => new(slug, labelFr, labelEn, offences, [.. offences.Select(o => Offences[o - 1].Unit).Distinct().Order()]);
}
