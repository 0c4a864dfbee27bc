namespace Octoplus.Core.Jobs;

/// <summary>Names of the jobs that others follow, in the order of the chain. Tables hold them: they stay as they are.</summary>
public static class JobNames
{
    /// <summary>Asks the sources for new files.</summary>
    public const string RefreshSources = "refresh-sources";

    /// <summary>Looks for errors in the stored data.</summary>
    public const string CheckData = "check-data";

    /// <summary>Fills the view tables anew; forecasts, groups and pairs of services follow.</summary>
    public const string RebuildViews = "rebuild-views";
}
