using Octoplus.Core.Vintages;

namespace Octoplus.Ingest.Imports;

/// <summary>A file to be read.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Name">Its name to people, which may differ from that of the file at <paramref name="Path"/>.</param>
/// <param name="Origin">Where it came from: see <see cref="NewVintage"/>.</param>
/// <param name="Profile">Slug of the profile that says what its columns are; null: told from the content.</param>
public sealed record FileToRead(string Path, string Name, string Origin, string? Profile = null);

/// <summary>A file that was read: staged under a vintage, or why not.</summary>
/// <param name="Ended">What became of it where it was not staged: refused for its errors, or known already.</param>
/// <param name="Vintage">Where it was staged: what it is staged as.</param>
/// <param name="Content">Where it was staged: what was read.</param>
public sealed record StagedFile(ImportOutcome? Ended, long VintageId, NewVintage? Vintage, IVintageContent? Content)
{
    /// <summary>Key of the recognised format; null where none was.</summary>
    public string? Format { get; init; }

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
}
