using System.Globalization;
using Octoplus.Core.Imports;
using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;

namespace Octoplus.Ingest.Imports;

/// <summary>A file to be read.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Name">Its name to people, which may differ from that of the file at <paramref name="Path"/>.</param>
/// <param name="Origin">Where it came from: see <see cref="NewVintage"/>.</param>
/// <param name="Profile">Slug of the profile that says what its columns are; null: told from the content.</param>
/// <param name="Sha256">Its check sum where it is known already; null: it is computed.</param>
public sealed record FileToRead(string Path, string Name, string Origin, string? Profile = null, string? Sha256 = null);

/// <summary>A file that was read: staged under a vintage, or why not.</summary>
/// <param name="Ended">What became of it where it was not staged: refused for its errors, or known already.</param>
/// <param name="Vintage">Where it was staged: what it is staged as.</param>
/// <param name="Content">Where it was staged: what was read.</param>
public sealed record StagedFile(ImportOutcome? Ended, long VintageId, NewVintage? Vintage, IVintageContent? Content)
{
    /// <summary>The recognised format; null where none was.</summary>
    public FileFormat? Format { get; init; }

    /// <summary>Rows staged.</summary>
    public long Facts { get; init; }

    /// <summary>What was found, errors and warnings.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Errors found, listed or not.</summary>
    public int ErrorCount { get; init; }

    /// <summary>Warnings found, listed or not.</summary>
    public int WarningCount { get; init; }

    /// <summary>Of no known kind, but a table: a profile may say what its columns are.</summary>
    public bool IsUnknownTable { get; init; }

    /// <summary>It has personal columns: a copy without them is kept, and the file itself must not be.</summary>
    public bool IsPersonal { get; init; }

    /// <summary>Vintage that has the same content; null unless known already.</summary>
    public long? SameVintageId { get; init; }

    /// <summary>What the queue keeps of a file that was not staged.</summary>
    internal ImportResult ToResult(ImportOutcome ended)
    {
        // Where a profile does not fit the file, either may be wrong: the file stays until someone says which.
        var state = ended.Status == ImportStatus.Unchanged ? ImportState.Unchanged
            : IsUnknownTable || Format?.Profile is not null ? ImportState.Mapping
            : ImportState.Invalid;
        return new ImportResult(state, ended.Message)
        {
            Format = Format?.Key,
            Dataset = ended.Dataset,
            Profile = Format?.Profile,
            VintageId = SameVintageId,
            FirstPeriod = ended.FirstPeriod,
            LastPeriod = ended.LastPeriod,
            FactCount = ended.Facts,
            ErrorCount = ErrorCount,
            WarningCount = WarningCount,
            Findings = Findings,
        };
    }

    /// <summary>What the queue keeps of a file that was staged: it waits for a decision, with the report of what it would change.</summary>
    /// <param name="basis">Check sum of what it was compared with.</param>
    internal ImportResult ToResult(ChangeReport report, string basis)
    {
        var periods = Content!.Periods.Select(p => p.Period).Where(p => p > 0).ToList();
        return new ImportResult(ImportState.Waiting, null)
        {
            Format = Format?.Key,
            Dataset = Content.Dataset,
            Profile = Format?.Profile,
            VintageId = VintageId,
            FirstPeriod = periods.Count > 0 ? periods.Min() : null,
            LastPeriod = periods.Count > 0 ? periods.Max() : null,
            FactCount = Facts,
            Total = Content.Total,
            WarningCount = WarningCount,
            Basis = basis,
            Report = report.ToJson(),
            Findings = Findings,
        };
    }

    /// <summary>A file with errors: nothing was staged.</summary>
    internal static StagedFile Refused(string name, FileFormat? format, FindingList findings)
    {
        var listed = findings.ToList();
        var message = string.Create(
            CultureInfo.InvariantCulture, $"Refused with {findings.Errors} error(s): {listed.First(f => f.Severity == FindingSeverity.Error).Reason}");
        return new StagedFile(new ImportOutcome(name, ImportStatus.Refused, format?.Key, null, null, null, 0, 0, message, listed), 0, null, null)
        {
            Format = format,
            Findings = listed,
            ErrorCount = findings.Errors,
            WarningCount = findings.Warnings,
        };
    }

    /// <summary>A file whose content is there already.</summary>
    internal static StagedFile Unchanged(string name, Vintage same)
    {
        var message = $"The same content was imported on {same.AcceptedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} from '{same.FileName}': nothing changed."
            + (same.ActivePeriods > 0 ? "" : " It is not active now: it can be made active again from the history of imports.");
        return new StagedFile(
            new ImportOutcome(name, ImportStatus.Unchanged, same.Dataset, same.Slug, same.FirstPeriod, same.LastPeriod, same.FactCount, 0, message, []),
            0, null, null) { SameVintageId = same.Id };
    }
}
