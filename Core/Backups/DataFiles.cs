namespace Octoplus.Core.Backups;

/// <summary>What of the data folder belongs in a backup: original files, uploads that wait, keys.</summary>
internal static class DataFiles
{
    private static readonly string[] _folders = ["files", "uploads", "keys"];

    /// <summary>Names as in a backup, in their order, and where the files lie.</summary>
    public static IReadOnlyList<(string Name, string Path)> In(string dataFolder)
        => [.. Folders(dataFolder)
            .SelectMany(f => Directory.EnumerateFiles(f, "*", SearchOption.AllDirectories))
            .Select(p => (Name: System.IO.Path.GetRelativePath(dataFolder, p).Replace('\\', '/'), Path: p))
            .Where(f => BackupArchive.IsKnownName(f.Name) && !f.Name.EndsWith(".part", StringComparison.Ordinal) && !f.Name.EndsWith(".lock", StringComparison.Ordinal))
            .OrderBy(f => f.Name, StringComparer.Ordinal)];

    /// <summary>Whether there is any file where a restore puts some.</summary>
    public static bool AnyIn(string dataFolder) => Folders(dataFolder).Any(f => Directory.EnumerateFiles(f, "*", SearchOption.AllDirectories).Any());

    /// <summary>Empties those folders.</summary>
    public static void Clear(string dataFolder)
    {
        foreach (var folder in Folders(dataFolder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<string> Folders(string dataFolder) => _folders.Select(f => System.IO.Path.Combine(dataFolder, f)).Where(Directory.Exists);
}
