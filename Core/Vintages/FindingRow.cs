using Octoplus.Core.Storage;

namespace Octoplus.Core.Vintages;

/// <summary>A finding as stored, of a vintage or of an import.</summary>
internal sealed record FindingRow
{
    public required string Severity { get; init; }

    public required string Code { get; init; }

    public required string File { get; init; }

    public string? Sheet { get; init; }

    public long? SheetRow { get; init; }

    public string? SheetColumn { get; init; }

    public string? Found { get; init; }

    public required string Reason { get; init; }

    public Finding ToFinding()
        => new(EnumCode.Parse<FindingSeverity>(Severity), Code, File, Sheet, (int?)SheetRow, SheetColumn, Found, Reason);

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
