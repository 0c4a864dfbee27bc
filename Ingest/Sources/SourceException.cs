using Octoplus.Core.Jobs;

namespace Octoplus.Ingest.Sources;

/// <summary>A source could not be read: told at that source, and the next one is asked.</summary>
/// <param name="reason">What is wrong, in words for people; its code begins with <c>source.failure.</c>.</param>
public sealed class SourceException(Message reason, Exception? inner = null) : Exception($"{reason.Code} {string.Join(", ", reason.Arguments)}".TrimEnd(), inner)
{
    private const string Prefix = "source.failure.";

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
