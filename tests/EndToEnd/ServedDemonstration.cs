namespace Octoplus.EndToEnd;

/// <summary>The program with an empty inbox and no way to its sources: it serves what it made itself.</summary>
public sealed class ServedDemonstration : ServedDashboard
{
    protected override string? InboxSource => null;
}
