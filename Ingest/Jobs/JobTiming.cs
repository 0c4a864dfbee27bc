namespace Octoplus.Ingest.Jobs;

/// <summary>When a job runs by itself.</summary>
/// <param name="Cron">A Quartz cron expression, seconds first.</param>
/// <param name="NextAt">When it is next due; in the past for a moment where a run was missed. Null: never again.</param>
/// <param name="PreviousAt">When it was last due; null: never yet.</param>
public sealed record JobTiming(string Job, string Cron, bool IsPaused, DateTimeOffset? NextAt, DateTimeOffset? PreviousAt);
