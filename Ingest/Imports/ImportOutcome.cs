using Octoplus.Core.Vintages;

namespace Octoplus.Ingest.Imports;

/// <summary>How an import ended.</summary>
public enum ImportStatus
{
    /// <summary>The file became the active vintage of its periods.</summary>
    Accepted,

    /// <summary>The same content was imported before: nothing changed.</summary>
    Unchanged,

    /// <summary>The file has errors: nothing changed.</summary>
    Refused,
}

/// <summary>What became of one file.</summary>
/// <param name="Dataset">Null when the kind could not be told.</param>
/// <param name="Vintage">Readable key of the vintage; null when refused.</param>
/// <param name="Facts">Rows stored.</param>
/// <param name="Total">Sum of all counts or inhabitants stored, for checks against published totals.</param>
/// <param name="Findings">Errors of a refused file, warnings of an accepted one.</param>
public sealed record ImportOutcome(
    string File, ImportStatus Status, string? Dataset, string? Vintage, int? FirstPeriod, int? LastPeriod, long Facts, long Total,
    string Message, IReadOnlyList<Finding> Findings);
