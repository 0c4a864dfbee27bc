namespace Octoplus.EndToEnd;

/// <summary>A program of its own over its demonstration figures, with the groups of the first choices computed.</summary>
public sealed class ServedGroups : ServedDashboard
{
    protected override GoldenFolder Data => GoldenFolder.Groups;

    // Not due: it has run since the figures came.
    protected override IReadOnlyList<string> KeptFromIt => [.. base.KeptFromIt.Where(job => job != "group-territories")];
}
