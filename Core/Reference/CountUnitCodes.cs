using System.Collections.Frozen;

namespace Octoplus.Core.Reference;

/// <summary>The codes of units of count in tables.</summary>
public static class CountUnitCodes
{
    private static readonly FrozenDictionary<string, CountUnit> _units = new Dictionary<string, CountUnit>(StringComparer.Ordinal)
    {
        [""] = CountUnit.None,
        ["victim"] = CountUnit.Victim,
        ["heard-victim"] = CountUnit.HeardVictim,
        ["complainant"] = CountUnit.Complainant,
        ["offence"] = CountUnit.Offence,
        ["procedure"] = CountUnit.Procedure,
        ["vehicle"] = CountUnit.Vehicle,
        ["cheque"] = CountUnit.Cheque,
        ["suspect"] = CountUnit.Suspect,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<CountUnit, string> _codes = _units.ToFrozenDictionary(u => u.Value, u => u.Key);

    /// <summary>Such as <c>heard-victim</c>; empty for <see cref="CountUnit.None"/>.</summary>
    public static string Code(this CountUnit unit) => _codes[unit];

    /// <summary>The unit of a code, or null.</summary>
    public static CountUnit? TryParse(string code) => _units.TryGetValue(code, out var unit) ? unit : null;

    /// <summary>The unit of a code.</summary>
    /// <exception cref="KeyNotFoundException">Not a code.</exception>
    public static CountUnit Parse(string code) => _units[code];
}
