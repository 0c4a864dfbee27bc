using Octoplus.Core.Reference;

namespace Octoplus.Core.Vintages;

/// <summary>A finding as stored, of a vintage or of an import.</summary>
internal sealed record FindingRow(
    FindingSeverity Severity, string Code, string File, string? Sheet, int? SheetRow, string? SheetColumn, string? Found, string Reason)
{
    public Finding ToFinding() => new(Severity, Code, File, Sheet, SheetRow, SheetColumn, Found, Reason);

    /// <summary>Parameters of an insert.</summary>
    public static object Parameters(long owner, int ordinal, Finding f)
        => new
        {
            owner,
            Ordinal = ordinal,
            Severity = f.Severity == FindingSeverity.Error ? "error" : "warning",
            f.Code,
            f.Sheet,
            f.Row,
            f.Column,
            f.Found,
            f.Reason,
        };
}
