using Octoplus.Core.Reference;

namespace Octoplus.Core.Sources;

/// <summary>Where a source stands.</summary>
public enum SourceStatus
{
    /// <summary>Not asked yet.</summary>
    Never,

    /// <summary>It has what is here already.</summary>
    Unchanged,

    /// <summary>A file of it waits for a person.</summary>
    Waiting,

    /// <summary>A file of it was accepted.</summary>
    Accepted,

    /// <summary>A person refused its file; it waits for another one.</summary>
    Refused,

    /// <summary>Its file has errors.</summary>
    Invalid,

    /// <summary>It could not be asked.</summary>
    Failed,
}

/// <summary>What became of a source when it was asked last.</summary>
public sealed record SourceState
{
    /// <summary>Key of the source.</summary>
    public required long SourceId { get; init; }

    /// <summary>Where it stands.</summary>
    public required SourceStatus State { get; init; }

    /// <summary>When it was asked last.</summary>
    public DateTimeOffset? TriedAt { get; init; }

    /// <summary>When it answered last.</summary>
    public DateTimeOffset? SyncedAt { get; init; }

    /// <summary>When something of it was accepted last.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>How often in a row it failed.</summary>
    public int Failures { get; init; }

    /// <summary>Not asked by itself before; null: by its schedule.</summary>
    public DateTimeOffset? TryAgainAt { get; init; }

    /// <summary>Rows of what it brought last.</summary>
    public long? RowCount { get; init; }

    /// <summary>What came of it, in a sentence.</summary>
    public Message? Message { get; init; }

    /// <summary>A source that was never asked.</summary>
    public static SourceState Never(long sourceId) => new() { SourceId = sourceId, State = SourceStatus.Never };
}

/// <summary>What was fetched last of a file of a source.</summary>
public sealed record SourceFile
{
    /// <summary>Which of the source's files: empty where it has only one; at most 200 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Validator of HTTP; at most 200 characters.</summary>
    public string? Etag { get; init; }

    /// <summary>Validator of HTTP, or the time of a file on disk; at most 60 characters.</summary>
    public string? LastModified { get; init; }

    /// <summary>What the publisher says of the file besides, such as date, size and check sum in a portal's JSON; at most 400 characters.</summary>
    public string? Published { get; init; }

    /// <summary>Check sum of its bytes; null where they were never taken.</summary>
    public string? Sha256 { get; init; }

    /// <summary>When its bytes were taken last.</summary>
    public DateTimeOffset? FetchedAt { get; init; }

    /// <summary>The last import made of it.</summary>
    public long? ImportId { get; init; }

    /// <summary>A person has not decided upon that import yet.</summary>
    public bool IsOpen { get; init; }
}
