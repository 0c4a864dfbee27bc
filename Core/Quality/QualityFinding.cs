using Octoplus.Core.Reference;

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
/// <param name="ForceCode"><c>police</c> or <c>gendarmerie</c>, where it is about a force.</param>
/// <param name="Department">Code of the département, where it is about one.</param>
/// <param name="ServiceId">Key of the service, or of its series, where it is about one.</param>
public sealed record QualityFinding(
    string Key, QualityKind Kind, bool IsGrave, Message Reason, string Dataset, int Period, double Size,
    string? ForceCode = null, string? Department = null, long? ServiceId = null);

/// <summary>A finding as stored.</summary>
public sealed record StoredFinding
{
    /// <summary>What was found.</summary>
    public required QualityFinding Finding { get; init; }

    /// <summary>When a check found it first.</summary>
    public required DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>When a check found it last.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>Who said that it is explained; null: nobody.</summary>
    public string? ExplainedBy { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? ExplainedAt { get; init; }

    /// <summary>What they said.</summary>
    public string? Comment { get; init; }
}
