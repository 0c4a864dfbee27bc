using Octoplus.Core.Sources;
using Octoplus.Core.Storage;
using Octoplus.Ingest.Sources;

namespace Octoplus.Dashboard.Sources;

/// <summary>When sources are asked.</summary>
internal static class SourceTimes
{
    /// <summary>When a source that is on is asked next by itself; a time that is over means as soon as may be, null never.</summary>
    public static DateTimeOffset? NextOf(SourceEntry entry) => entry.State switch
    {
        { TryAgainAt: { } again } => new DateTimeOffset(Instant.Parse(again)),
        { TriedAt: { } tried } => SourceSchedule.Next(entry.Source.Schedule, new DateTimeOffset(Instant.Parse(tried))),
        _ => DateTimeOffset.MinValue,
    };

    /// <summary>The next times of a schedule.</summary>
    public static IReadOnlyList<DateTimeOffset> Of(string schedule, DateTimeOffset after, int count)
    {
        var times = new List<DateTimeOffset>();
        while (times.Count < count && SourceSchedule.Next(schedule, times.Count == 0 ? after : times[^1]) is { } next)
        {
            times.Add(next);
        }

        return times;
    }
}
