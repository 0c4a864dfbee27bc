namespace Octoplus.Ingest.Sources;

/// <summary>A published file, by its download address. One entry of the section <c>Sources</c>.</summary>
public sealed class SourceOptions
{
    /// <summary>Shown to people.</summary>
    public string Name { get; set; } = "";

    /// <summary>Download address; https only.</summary>
    public Uri? Url { get; set; }
}

/// <summary>Section <c>Data</c> of the settings.</summary>
public sealed class DataOptions
{
    /// <summary>Folder of the database, the inbox and downloads; relative to the program's root folder.</summary>
    public string Folder { get; set; } = "data";

    /// <summary>Folder whose files are imported at start; default: <c>inbox</c> in <see cref="Folder"/>.</summary>
    public string? Inbox { get; set; }

    /// <summary>Hours between two attempts to reach sources that did not answer.</summary>
    public double RetryHours { get; set; } = 6;

    /// <summary>Make demonstration data when there is nothing else.</summary>
    public bool Demonstration { get; set; } = true;
}
