using System.Globalization;

namespace Octoplus.Core.Reference;

/// <summary>A known break: figures before and after are not to be compared without care.</summary>
/// <param name="Force">Null: both forces.</param>
/// <param name="Offences">Indices concerned; empty: all.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day; the same day for a sudden change.</param>
public sealed record SeriesBreak(
    Force? Force, IReadOnlyList<int> Offences, DateOnly From, DateOnly To, string NoteFr, string NoteEn)
{
    /// <summary>All known breaks.</summary>
    public static IReadOnlyList<SeriesBreak> All { get; } =
    [
        .. ReferenceTable.Rows("breaks.csv").Select(f => new SeriesBreak(
            f[0] == "*" ? null : ForceCodes.Parse(f[0]),
            f[1] == "*" ? [] : [.. f[1].Split(' ').Select(o => int.Parse(o, CultureInfo.InvariantCulture))],
            DateOnly.Parse(f[2], CultureInfo.InvariantCulture),
            DateOnly.Parse(f[3], CultureInfo.InvariantCulture),
            f[4],
            f[5])),
    ];

    /// <summary>The breaks that touch a measure as recorded by a force.</summary>
    public static IEnumerable<SeriesBreak> Touching(Measure measure, Force force)
        => All.Where(b =>
            (b.Force is null || force == AllForces || b.Force == force)
            && (b.Offences.Count == 0 || b.Offences.Any(measure.Offences.Contains)));

    private const Force AllForces = Core.Reference.Force.All;
}
