using System.ComponentModel;
using Octoplus.Core.Imports;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;

namespace Octoplus.Dashboard.Api;

/// <summary>A file brought to be imported.</summary>
internal sealed record ImportRow(
    long Id,
    string File,
    long SizeBytes,
    string Sha256,
    [property: Description("page or api")] string Origin,
    [property: Description("queued, reading, waiting (for a decision), mapping (for a profile), invalid, unchanged, accepted, refused or failed")] string State,
    [property: Description("While it is read: reading, storing or comparing")] string? Step,
    long RowsDone,
    long? RowsTotal,
    string? Format,
    string? Dataset,
    string? Profile,
    long? VintageId,
    string? FirstPeriod,
    string? LastPeriod,
    long Facts,
    long Total,
    int Errors,
    int Warnings,
    string? Message,
    string UploadedBy,
    string UploadedAt,
    string? DecidedBy,
    string? DecidedAt,
    string? Comment)
{
    public static ImportRow Of(ImportFile f)
        => new(
            f.Id, f.FileName, f.SizeBytes, f.Sha256, f.Origin, EnumCode.Of(f.State), f.Step, f.RowsDone, f.RowsTotal,
            f.Format, f.Dataset, f.Profile, f.VintageId, Periods.Label(f.FirstPeriod), Periods.Label(f.LastPeriod), f.FactCount, f.Total, f.ErrorCount, f.WarningCount,
            f.Message, f.UploadedBy, Instant.Of(f.UploadedAt), f.DecidedBy, Instant.Of(f.DecidedAt), f.Comment);
}

/// <summary>One thing found in a file.</summary>
internal sealed record ApiFinding(string Severity, string Code, string? Sheet, int? Row, string? Column, string? Found, string Reason)
{
    public static ApiFinding Of(Finding f)
        => new(f.Severity == FindingSeverity.Error ? "error" : "warning", f.Code, f.Sheet, f.Row, f.Column, f.Found, f.Reason);
}

/// <summary>A file with what was found in it and what it would change.</summary>
internal sealed record ImportDetail(
    ImportRow Import, IReadOnlyList<ApiFinding> Findings, [property: Description("null unless it was staged")] ChangeReport? Report);

/// <summary>Files open and done with.</summary>
/// <param name="Over">Newest first; the page after: <c>before</c> = the last id.</param>
internal sealed record ImportList(IReadOnlyList<ImportRow> Open, IReadOnlyList<ImportRow> Over);

/// <summary>An accepted vintage.</summary>
internal sealed record VintageRow(
    long Id,
    string Vintage,
    string Dataset,
    string File,
    string Sha256,
    long SizeBytes,
    string Origin,
    bool IsDemonstration,
    string? FirstPeriod,
    string? LastPeriod,
    [property: Description("Periods in which its figures are the active ones")] IReadOnlyList<string> ActivePeriods,
    long Facts,
    long Warnings,
    string AcceptedAt,
    string? AcceptedBy)
{
    public static VintageRow Of(Vintage v, IReadOnlyDictionary<long, IReadOnlyList<int>> active)
        => new(
            v.Id, v.Slug, v.Dataset, v.FileName, v.Sha256, v.SizeBytes, v.Origin, v.IsDemonstration, Periods.Label(v.FirstPeriod), Periods.Label(v.LastPeriod),
            [.. (active.GetValueOrDefault(v.Id) ?? []).Where(p => p > 0).Select(Period.Label)], v.FactCount, v.WarningCount, Instant.Of(v.AcceptedAt), v.AcceptedBy);
}

/// <summary>What a person said to a decision.</summary>
internal sealed record DecisionRequest([property: Description("Kept with the decision; at most 1000 characters")] string? Comment);

/// <summary>Periods as programs write them.</summary>
internal static class Periods
{
    public static string? Label(int? period) => period is > 0 and var key ? Period.Label(key) : null;
}
