using Octoplus.Ingest.Files;

namespace Octoplus.Ingest.Contents;

/// <summary>A published form of data, told from the content of a file, with its reader.</summary>
/// <param name="Key">Stable key, also of the text that names it to people.</param>
/// <param name="Recognises">Whether a file has this form; cheap, and never wrong about another form.</param>
/// <param name="Read">Reads and checks a file; with errors among the findings the content must not be used. Progress in cells or rows.</param>
public sealed record FileFormat(
    string Key, Func<FileProbe, bool> Recognises, Func<FileProbe, FindingList, IProgress<long>?, IVintageContent> Read)
{
    /// <summary>Slug of the profile that describes it; null for the forms that the program knows by itself.</summary>
    public string? Profile { get; init; }

    /// <summary>Writes what may be kept of a file to a path that is not there yet, instead of the file itself; null: the file is kept as it came.</summary>
    public Action<FileProbe, string>? WriteKept { get; init; }
}
