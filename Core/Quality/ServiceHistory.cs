using Octoplus.Core.Reference;

namespace Octoplus.Core.Quality;

/// <summary>What a service counted in a year, all offences together.</summary>
public readonly record struct YearTotal(int Year, long Total);

/// <summary>A service as it is matched with others.</summary>
/// <param name="Id">Key.</param>
/// <param name="Force"><c>police</c> or <c>gendarmerie</c>.</param>
/// <param name="Department">Code of the département.</param>
/// <param name="Direction">As published; empty for the gendarmerie.</param>
/// <param name="Name">As published.</param>
/// <param name="Totals">The years in which it is listed, ascending; at least one.</param>
/// <param name="Mix">Counts of all years by <see cref="OffenceFamilies"/>; empty where they are not known.</param>
public sealed record ServiceHistory(
    long Id, string Force, string Department, string Direction, string Name, IReadOnlyList<YearTotal> Totals, IReadOnlyList<long> Mix)
{
    /// <summary>First year in which it is listed.</summary>
    public int FirstYear => Totals[0].Year;

    /// <summary>Last year in which it is listed.</summary>
    public int LastYear => Totals[^1].Year;
}

/// <summary>The indices of the État 4001 in fifteen families, as its own headings group them, fine enough to tell what a service does.</summary>
public static class OffenceFamilies
{
    private static readonly int[] _lastOffences = [14, 26, 31, 34, 38, 44, 50, 54, 58, 68, 71, 80, 92, 95, Nomenclature.OffenceCount];

    /// <summary>Number of families.</summary>
    public static int Count => _lastOffences.Length;

    /// <summary>Family of an index, from 0.</summary>
    /// <param name="offence">1 to 107.</param>
    public static int Of(int offence) => Array.FindIndex(_lastOffences, last => offence <= last);
}
