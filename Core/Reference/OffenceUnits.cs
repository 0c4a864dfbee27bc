namespace Octoplus.Core.Reference;

/// <summary>Unit of count of an index, as a list says.</summary>
/// <param name="Offence">1…107.</param>
/// <param name="Earlier">Unit before <paramref name="Since"/>, if it changed.</param>
/// <param name="Since">First day of <paramref name="Unit"/>.</param>
public sealed record OffenceUnit(int Offence, CountUnit Unit, CountUnit? Earlier, DateOnly? Since);

/// <summary>The units of count in force: those of an imported list, else those that the program ships with. Immutable.</summary>
public sealed class OffenceUnits
{
    private readonly CountUnit[] _unitOf;

    /// <param name="units">Indices that are not listed keep the unit that the program ships with.</param>
    public OffenceUnits(IEnumerable<OffenceUnit> units)
    {
        var listed = units.ToDictionary(u => u.Offence);
        Offences = [.. Nomenclature.Offences.Select(o => listed.TryGetValue(o.Code, out var unit)
            ? o with { Unit = unit.Unit, EarlierUnit = unit.Earlier, UnitSince = unit.Since }
            : o)];
        _unitOf = [.. Offences.Select(o => o.Unit)];
    }

    /// <summary>As shipped.</summary>
    public static OffenceUnits Shipped { get; } = new([]);

    /// <summary>All indices with these units; the one of code <c>c</c> stands at <c>c - 1</c>.</summary>
    public IReadOnlyList<Offence> Offences { get; }

    /// <summary>The distinct units that a measure adds up; more than one asks for a visible warning.</summary>
    public IReadOnlyList<CountUnit> Of(Measure measure)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return [.. measure.Offences.Select(o => _unitOf[o - 1]).Distinct().Order()];
    }

    /// <summary>Changes of unit among the indices of a measure that no known break (<see cref="SeriesBreak"/>) tells of.</summary>
    public IEnumerable<Offence> UntoldChanges(Measure measure)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return measure.Offences.Select(o => Offences[o - 1]).Where(o => o.UnitSince is { } since && !SeriesBreak.All.Any(b => b.From == since && b.Offences.Contains(o.Code)));
    }
}
