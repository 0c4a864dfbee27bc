namespace Octoplus.Dashboard.Shared.Actions;

/// <summary>Whether this node takes part in the schedule: not before its first data is loaded.</summary>
public sealed class ScheduleState
{
    public bool IsStarted { get; set; }
}
