using System.Text.Json;
using Octoplus.Core.Reference;

namespace Octoplus.Core.Quality;

/// <summary>Where a pair stands.</summary>
public enum PairState
{
    /// <summary>Proposed by the matching job.</summary>
    Proposed,

    /// <summary>One series, a person says.</summary>
    Confirmed,

    /// <summary>Two services, a person says.</summary>
    Refused,
}

/// <summary>What a person decides of a pair.</summary>
public enum PairDecision
{
    /// <summary>The two are one.</summary>
    Confirm,

    /// <summary>The two are not.</summary>
    Refuse,

    /// <summary>Back to a proposal.</summary>
    Undo,
}

/// <summary>What came of a decision.</summary>
public enum PairOutcome
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>There is no such pair any more, or it stands otherwise: look again.</summary>
    Changed,

    /// <summary>Two services of the series would be listed in one year.</summary>
    Overlap,
}

/// <summary>Result of a decision, with what stands in its way.</summary>
/// <param name="First">Name of a service of the series that would be.</param>
/// <param name="Second">Name of another, listed in a year of the first.</param>
/// <param name="Year">That year.</param>
public sealed record PairResult(PairOutcome Outcome, string First = "", string Second = "", int Year = 0)
{
    /// <summary>Done.</summary>
    public static PairResult Done { get; } = new(PairOutcome.Done);
}

/// <summary>One of the two services of a stored pair.</summary>
/// <param name="Totals">Years in which it is listed in the active figures, ascending.</param>
public sealed record PairSide(long Id, string Direction, string Name, IReadOnlyList<YearTotal> Totals);

/// <summary>A pair as stored.</summary>
public sealed record StoredPair
{
    /// <summary>The one listed first.</summary>
    public required PairSide Earlier { get; init; }

    /// <summary>The one listed after it.</summary>
    public required PairSide Later { get; init; }

    /// <summary><c>police</c> or <c>gendarmerie</c>.</summary>
    public required string ForceCode { get; init; }

    /// <summary>Code of the département.</summary>
    public required string Department { get; init; }

    /// <summary>See <see cref="ServiceMatcher"/>.</summary>
    public required double Score { get; init; }

    /// <summary>Where it stands.</summary>
    public required PairState State { get; init; }

    /// <summary>What speaks for and against it.</summary>
    public required IReadOnlyList<Message> Reasons { get; init; }

    /// <summary>Who decided.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>What they said.</summary>
    public string? Comment { get; init; }
}

/// <summary>Messages as a JSON array of [code, arguments].</summary>
internal static class StoredMessages
{
    public static string ToJson(IEnumerable<Message> messages) => JsonSerializer.Serialize(messages.Select(m => new[] { m.Code, m.ToJson() }));

    public static IReadOnlyList<Message> Parse(string json)
        => [.. JsonSerializer.Deserialize<string[][]>(json)!.Select(m => Message.Parse(m[0], m[1])!)];
}
