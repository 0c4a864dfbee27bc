using Octoplus.Ingest.Sources;

namespace Octoplus.Dashboard.Sources;

/// <summary>When sources are asked.</summary>
internal static class SourceTimes
{
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
