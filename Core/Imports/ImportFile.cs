namespace Octoplus.Core.Imports;

/// <summary>Where a file brought to the import page or the API stands.</summary>
public enum ImportState
{
    /// <summary>Uploaded; read as soon as it is its turn.</summary>
    Queued,

    /// <summary>Being read, checked, staged and compared.</summary>
    Reading,

    /// <summary>Staged, with its report: someone decides.</summary>
    Waiting,

    /// <summary>A table of no known kind: someone says what its columns are.</summary>
    Mapping,

    /// <summary>Has errors: nothing was staged.</summary>
    Invalid,

    /// <summary>The same content is there already.</summary>
    Unchanged,

    /// <summary>Accepted: active, unless undone or replaced since.</summary>
    Accepted,

    /// <summary>Someone refused it: what was staged is gone.</summary>
    Refused,

    /// <summary>The program or the database failed while reading it.</summary>
    Failed,
}

/// <summary>A file brought to the import page or the API.</summary>
public sealed record ImportFile
{
    /// <summary>Key.</summary>
    public required long Id { get; init; }

    /// <summary>Name as uploaded, without folders.</summary>
    public required string FileName { get; init; }

    /// <summary>Size in bytes as uploaded.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>SHA-256 as uploaded, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary><c>page</c>, <c>api</c> or <c>source</c>.</summary>
    public required string Origin { get; init; }

    /// <summary>Slug of the profile that says what its columns are; null for the formats known by themselves.</summary>
    public string? Profile { get; init; }

    /// <summary>Where it stands.</summary>
    public required ImportState State { get; init; }

    /// <summary>Key of the recognised format; null while unknown.</summary>
    public string? Format { get; init; }

    /// <summary>Its dataset; null while unknown.</summary>
    public string? Dataset { get; init; }

    /// <summary>The vintage staged or accepted, or the one that has the same content.</summary>
    public long? VintageId { get; init; }

    /// <summary>Key of the first period.</summary>
    public int? FirstPeriod { get; init; }

    /// <summary>Key of the last period.</summary>
    public int? LastPeriod { get; init; }

    /// <summary>Rows staged.</summary>
    public required long FactCount { get; init; }

    /// <summary>Sum of what was staged.</summary>
    public required long Total { get; init; }

    /// <summary>Errors found, listed or not.</summary>
    public required int ErrorCount { get; init; }

    /// <summary>Warnings found, listed or not.</summary>
    public required int WarningCount { get; init; }

    /// <summary>What became of it, in English.</summary>
    public string? Message { get; init; }

    /// <summary>Check sum of what was active in the dataset when the report was made: the report holds no longer than that.</summary>
    public string? Basis { get; init; }

    /// <summary>While it is read: <c>reading</c>, <c>storing</c> or <c>comparing</c>.</summary>
    public string? Step { get; init; }

    /// <summary>Cells or rows done in the step.</summary>
    public required long RowsDone { get; init; }

    /// <summary>Of how many; null while unknown.</summary>
    public long? RowsTotal { get; init; }

    /// <summary>Who brought it.</summary>
    public required string UploadedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset UploadedAt { get; init; }

    /// <summary>Who accepted or refused it.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>What they said.</summary>
    public string? Comment { get; init; }

    /// <summary>Nobody needs to do anything more, and nothing runs.</summary>
    public bool IsOver => State is not (ImportState.Queued or ImportState.Reading or ImportState.Waiting or ImportState.Mapping);
}
