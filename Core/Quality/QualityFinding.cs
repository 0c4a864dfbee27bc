using Octoplus.Core.Jobs;

namespace Octoplus.Core.Quality;

/// <summary>What sort of thing is wrong with stored data.</summary>
public enum QualityKind
{
    /// <summary>The same thing twice.</summary>
    Duplicate,

    /// <summary>A value that cannot be.</summary>
    Impossible,

    /// <summary>A count far from the service's own history.</summary>
    Jump,

    /// <summary>A dataset whose next period should have come.</summary>
    Stale,
}

/// <summary>Something wrong with the stored data.</summary>
/// <param name="Key">The same when the same thing is found again; at most 190 characters.</param>
/// <param name="IsGrave">Administrators are told.</param>
/// <param name="Reason">What was found.</param>
/// <param name="Period">Key of a period, see <see cref="Vintages.Period"/>; 0 for none.</param>
/// <param name="Size">How much, for the order: a ratio as |logarithm|, a number of days, of cells.</param>
public sealed record QualityFinding(string Key, QualityKind Kind, bool IsGrave, Message Reason, string Dataset, int Period, double Size)
{
    /// <summary><c>police</c> or <c>gendarmerie</c>, where it is about a force.</summary>
    public string? ForceCode { get; init; }

    /// <summary>Code of the département, where it is about one.</summary>
    public string? Department { get; init; }

    /// <summary>Key of the service, or of its series, where it is about one.</summary>
    public long? ServiceId { get; init; }
}

/// <summary>A finding as stored.</summary>
public sealed record StoredFinding(QualityFinding Finding, string FirstSeenAt, string LastSeenAt, bool IsCurrent)
{
    /// <summary>Who said that it is explained; null: nobody.</summary>
    public string? ExplainedBy { get; init; }

    /// <summary>When, ISO 8601 in UTC.</summary>
    public string? ExplainedAt { get; init; }

    /// <summary>What they said.</summary>
    public string? Comment { get; init; }
}
