using Octoplus.Core.Reference;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Readers.Etat4001;

/// <summary>A service as a column of a sheet.</summary>
/// <param name="Column">From 1.</param>
/// <param name="Department">Code of the département as text.</param>
/// <param name="Direction">As published; empty for the gendarmerie.</param>
/// <param name="Name">As published.</param>
public sealed record ServiceColumn(int Column, string Department, string Direction, string Name)
{
    /// <summary>The direction as matched between editions.</summary>
    public string DirectionKey { get; } = TextKey.Of(Direction);

    /// <summary>The name as matched between editions.</summary>
    public string NameKey { get; } = TextKey.Of(Name);
}

/// <summary>Counts of one force and year.</summary>
/// <param name="Services">s services, in order of columns.</param>
/// <param name="Counts">s × 107, row-major (service, index); null where the cell is blank.</param>
public sealed record ServiceSheet(string Name, Force Force, int Year, IReadOnlyList<ServiceColumn> Services, long?[] Counts)
{
    /// <summary>The 107 counts of a service, index 1 first.</summary>
    public ReadOnlySpan<long?> CountsOf(int service) => Counts.AsSpan(service * Nomenclature.OffenceCount, Nomenclature.OffenceCount);
}
