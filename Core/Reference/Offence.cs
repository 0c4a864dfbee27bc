namespace Octoplus.Core.Reference;

/// <summary>What one recorded event of an index counts.</summary>
public enum CountUnit
{
    /// <summary>Unused index.</summary>
    None,

    /// <summary>Victime.</summary>
    Victim,

    /// <summary>Victime entendue: a victim whose statement was taken.</summary>
    HeardVictim,

    /// <summary>Plaignant.</summary>
    Complainant,

    /// <summary>Infraction.</summary>
    Offence,

    /// <summary>Procédure.</summary>
    Procedure,

    /// <summary>Véhicule.</summary>
    Vehicle,

    /// <summary>Chèque.</summary>
    Cheque,

    /// <summary>Auteur.</summary>
    Suspect,
}

/// <summary>One index of the État 4001.</summary>
/// <param name="Code">1…107.</param>
/// <param name="Label">Official label in French.</param>
/// <param name="WorkbookLabel">Label as the published workbook spells it.</param>
/// <param name="Unit">Unit of count today.</param>
/// <param name="EarlierUnit">Unit before <paramref name="UnitSince"/>, if it changed.</param>
/// <param name="UnitSince">First day of today's unit.</param>
public sealed record Offence(
    int Code, string Label, string WorkbookLabel, CountUnit Unit, CountUnit? EarlierUnit, DateOnly? UnitSince)
{
    /// <summary>False for the indices that the nomenclature leaves unused (96, 97, 99, 100).</summary>
    public bool IsUsed => Unit != CountUnit.None;
}

/// <summary>A named group of indices.</summary>
/// <param name="Slug">As in addresses and the API.</param>
/// <param name="Offences">Indices, ascending.</param>
public sealed record Indicator(string Slug, string LabelFr, string LabelEn, IReadOnlyList<int> Offences);

/// <summary>What a map can show: an indicator, a single index, or all of them.</summary>
/// <param name="Slug">Key in <c>view_count</c>, addresses and the API: an indicator's slug, <c>index-27</c>, or <c>tous</c>.</param>
/// <param name="Offences">The indices summed, ascending.</param>
/// <param name="Units">The distinct units of count among them; more than one asks for a visible warning.</param>
public sealed record Measure(
    string Slug, string LabelFr, string LabelEn, IReadOnlyList<int> Offences, IReadOnlyList<CountUnit> Units)
{
    /// <summary>The sum adds counts of different units.</summary>
    public bool HasMixedUnits => Units.Count > 1;

    /// <summary>The label in the language of the reader.</summary>
    public string Label(bool french) => french ? LabelFr : LabelEn;
}
