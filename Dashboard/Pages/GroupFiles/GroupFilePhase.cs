namespace Octoplus.Dashboard.Pages.GroupFiles;

/// <summary>What the page is doing.</summary>
internal enum GroupFilePhase
{
    /// <summary>No file yet.</summary>
    Empty,

    /// <summary>A file is on its way.</summary>
    Reading,

    /// <summary>The file has defects.</summary>
    Wrong,

    /// <summary>Groups are formed.</summary>
    Computing,

    /// <summary>They could not be.</summary>
    Refused,

    /// <summary>They are there.</summary>
    Done,
}
