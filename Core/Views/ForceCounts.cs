using Octoplus.Core.Reference;

namespace Octoplus.Core.Views;

/// <summary>Counts of a territory in a year by force, in the unit of the measure, with the population that rates are made of.</summary>
public abstract record ForceCounts
{
    /// <summary>Recorded by the police; null: it lists no service there, or every cell is blank.</summary>
    public long? Police { get; init; }

    /// <summary>Recorded by the gendarmerie; null: it lists no service there, or every cell is blank.</summary>
    public long? Gendarmerie { get; init; }

    /// <summary>The part of <see cref="Police"/> in départements whose population is known.</summary>
    public long? PoliceCovered { get; init; }

    /// <summary>The part of <see cref="Gendarmerie"/> in départements whose population is known.</summary>
    public long? GendarmerieCovered { get; init; }

    /// <summary>Inhabitants on 1 January, null where unknown.</summary>
    public long? Population { get; init; }

    /// <summary>Events recorded by a force, null where it lists no service.</summary>
    public long? Count(Force force) => Choose(force, Police, Gendarmerie);

    /// <summary>The numerator of the rate.</summary>
    public long? Covered(Force force) => Choose(force, PoliceCovered, GendarmerieCovered);

    /// <summary>One of two counts, or their sum; a sum of nothing is null.</summary>
    public static long? Choose(Force force, long? police, long? gendarmerie) => force switch
    {
        Force.Police => police,
        Force.Gendarmerie => gendarmerie,
        _ => police is null && gendarmerie is null ? null : (police ?? 0) + (gendarmerie ?? 0),
    };
}
