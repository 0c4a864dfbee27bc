namespace Octoplus.Ingest.Sources;

/// <summary>Section <c>Data</c> of the settings.</summary>
public sealed class DataOptions
{
    /// <summary>Folder of the database, the inbox, original files and keys; relative to the program's root folder.</summary>
    public string Folder { get; set; } = "data";

    /// <summary>Folder whose files are imported at start; default: <c>inbox</c> in <see cref="Folder"/>.</summary>
    public string? Inbox { get; set; }

    /// <summary>Make demonstration data when there is nothing else.</summary>
    public bool Demonstration { get; set; } = true;
}
