using Octoplus.Core.Audit;
using Octoplus.Core.Jobs;
using Octoplus.Core.Notices;
using Octoplus.Core.Sources;

namespace Octoplus.Ingest.Sources;

/// <summary>What became of one file of a source.</summary>
/// <param name="File">What is to be known of it the next time.</param>
/// <param name="Message">In a sentence.</param>
internal sealed record FileOutcome(SourceStatus Status, SourceFile File, Message Message)
{
    /// <summary>Rows of what was accepted or waits.</summary>
    public long? Rows { get; init; }

    /// <summary>What is published is what is served: the source has nothing newer than that.</summary>
    public bool IsServed { get; init; }

    /// <summary>Told to administrators.</summary>
    public Notice? Notice { get; init; }

    /// <summary>A cause that is over without a word.</summary>
    public string? Over { get; init; }

    /// <summary>For the audit log.</summary>
    public AuditEntry? Deed { get; init; }
}
