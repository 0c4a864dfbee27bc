using Octoplus.Core.Jobs;
using Octoplus.Core.Sources;

namespace Octoplus.Ingest.Sources;

/// <summary>When sources are asked by themselves.</summary>
public static class SourceTiming
{
    private static readonly TimeSpan _firstWait = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan _longestWait = TimeSpan.FromHours(6);

    /// <summary>Whether a source is to be asked by itself now.</summary>
    public static bool IsDue(SourceEntry entry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Source.IsOn && NextOf(entry, now) <= now;
    }

    /// <summary>When a source that is on is asked next by itself: by its schedule since the last time, after failures by the back-off, at once where it never was; null: never.</summary>
    /// <param name="now">Null: this moment. What a clock that was ahead has written puts nothing off: such a source is asked at once.</param>
    public static DateTimeOffset? NextOf(SourceEntry entry, DateTimeOffset? now = null)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var latest = (now ?? DateTimeOffset.UtcNow) + _longestWait;
        return entry.State switch
        {
            { TryAgainAt: { } again } when again <= latest => again,
            { TriedAt: { } tried } when tried <= latest => CronSchedule.NextOf(entry.Source.Schedule, tried),
            _ => DateTimeOffset.MinValue,
        };
    }

    /// <summary>How long a source is left alone after failures in a row: 5 minutes, then three times as long each, up to 6 hours.</summary>
    internal static TimeSpan BackOff(int failures)
        => _firstWait * Math.Pow(3, Math.Max(0, failures - 1)) is var wait && wait < _longestWait ? wait : _longestWait;
}
