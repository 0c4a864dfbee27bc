using Octoplus.Core.Reference;
using Octoplus.Ingest.Imports;

namespace Octoplus.Ingest.Sources;

/// <summary>A source could not be read: told at that source, and the next one is asked.</summary>
/// <param name="reason">What is wrong, in words for people; its code begins with <c>source.failure.</c>.</param>
public sealed class SourceException(Message reason, Exception? inner = null) : Exception($"{reason.Code} {string.Join(", ", reason.Arguments)}".TrimEnd(), inner)
{
    private const string Prefix = "source.failure.";

    /// <summary>Whatever went wrong while a source was asked, as a failure of that source.</summary>
    public static SourceException Of(Exception e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return e as SourceException ?? new SourceException(
            e is IOException or UnauthorizedAccessException or QueueFullException
                ? Core.Reference.Message.Of("source.failure.taking-in", e.Message)
                : Core.Reference.Message.Of("source.failure.unexpected", e.GetType().Name, e.Message),
            e);
    }

    /// <summary>What is wrong.</summary>
    public Message Reason => reason;

    /// <summary>Kind of failure, such as <c>wrong-checksum</c>: administrators are told once of each kind until it is over.</summary>
    public string Kind => reason.Code.StartsWith(Prefix, StringComparison.Ordinal) ? reason.Code[Prefix.Length..] : reason.Code;

    /// <summary>Not worth asking again before; null: by the usual back-off.</summary>
    public DateTimeOffset? TryAgainAt { get; init; }

    /// <summary>May be over in a moment: asked once more in the same run.</summary>
    public bool IsTransient { get; init; }

    /// <summary>What the server asked to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
