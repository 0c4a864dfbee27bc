namespace Octoplus.Core.Reference;

/// <summary>What may be done with the values of a measure.</summary>
public enum MeasureKind
{
    /// <summary>Events: summed over territories and over periods.</summary>
    Count,

    /// <summary>A state such as inhabitants or dwellings: summed over territories, never over periods.</summary>
    Stock,

    /// <summary>A rate, percentage, index or mean: never summed.</summary>
    Rate,
}

/// <summary>What a series measures, as one vintage describes it.</summary>
/// <param name="Measure">Stable key, a slug of at most <see cref="MaxKey"/> characters, such as <c>vols</c>.</param>
/// <param name="Label">As published, at most <see cref="MaxLabel"/> characters.</param>
/// <param name="Unit">What one is, such as <c>victime</c>, <c>%</c>; may be empty, at most <see cref="MaxUnit"/> characters.</param>
public sealed record SeriesMeasure(string Measure, string Label, string Unit, MeasureKind Kind)
{
    /// <summary>Longest key of a measure.</summary>
    public const int MaxKey = 80;

    /// <summary>Longest label.</summary>
    public const int MaxLabel = 200;

    /// <summary>Longest unit.</summary>
    public const int MaxUnit = 40;

    /// <summary>Longest code of a territory.</summary>
    public const int MaxTerritory = 60;

    /// <summary>Sums over territories say something.</summary>
    public bool IsSummed => Kind != MeasureKind.Rate;
}

/// <summary>The codes of kinds in tables and the API.</summary>
public static class MeasureKindCodes
{
    /// <summary><c>count</c>, <c>stock</c> or <c>rate</c>.</summary>
    public static string Code(this MeasureKind kind) => kind switch
    {
        MeasureKind.Count => "count",
        MeasureKind.Stock => "stock",
        _ => "rate",
    };

    /// <summary>The kind of a code, or null.</summary>
    public static MeasureKind? TryParse(string? code) => code switch
    {
        "count" => MeasureKind.Count,
        "stock" => MeasureKind.Stock,
        "rate" => MeasureKind.Rate,
        _ => null,
    };
}
