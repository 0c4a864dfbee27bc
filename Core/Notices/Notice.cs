using Octoplus.Core.Reference;

namespace Octoplus.Core.Notices;

/// <summary>Why administrators are told.</summary>
public enum NoticeKind
{
    /// <summary>Something is different now. Told each time.</summary>
    Changed,

    /// <summary>Something failed or needs a person. Told once per cause, until the cause is over.</summary>
    Failed,

    /// <summary>A failure that was told of is over.</summary>
    Recovered,
}

/// <summary>What administrators are to be told.</summary>
/// <param name="Cause">Stable key of what it is about, such as <c>source:3:unreachable</c>; at most 150 characters.</param>
/// <param name="Message">The text.</param>
/// <param name="Link">Path of the page where one can see or decide, or null.</param>
public sealed record Notice(NoticeKind Kind, string Cause, Message Message, string? Link = null);

/// <summary>A notice as it was written down.</summary>
/// <param name="Id">Key, ascending with time.</param>
/// <param name="RunId">The run that told it; null: no run did.</param>
/// <param name="At">ISO 8601 in UTC.</param>
public sealed record StoredNotice(long Id, long? RunId, NoticeKind Kind, string Cause, string MessageCode, string MessageArguments, string? Link, string At)
{
    /// <summary>The text.</summary>
    public Message Message => Message.Parse(MessageCode, MessageArguments)!;
}

/// <summary>A failure that lasts.</summary>
/// <param name="FirstAt">When it was told of, ISO 8601 in UTC.</param>
/// <param name="LastAt">When it was last met, ISO 8601 in UTC.</param>
/// <param name="Times">How often it was met.</param>
public sealed record OpenFailure(string Cause, string MessageCode, string MessageArguments, string? Link, string FirstAt, string LastAt, long Times)
{
    /// <summary>The text.</summary>
    public Message Message => Message.Parse(MessageCode, MessageArguments)!;
}
