using System.Globalization;
using Octoplus.Core.Reference;

namespace Octoplus.Ingest.Sources;

/// <summary>Section <c>Folders</c> of the settings: what the administrator of the machine lets sources read.</summary>
public sealed class FolderOptions
{
    /// <summary>Absolute paths; default: <c>inbox</c> and <c>drop</c> in the data folder, the latter made at start.</summary>
    public IList<string> Roots { get; } = [];
}

/// <summary>
/// Folders that sources may read from. Whoever administers the web pages chooses below them and nowhere else, and no symbolic link leads out of
/// them: an administrator of the pages is not one of the machine. The data folder itself is refused: it holds password hashes and keys.
/// </summary>
public sealed class AllowedFolders
{
    private readonly string _data;

    /// <param name="roots">Absolute paths.</param>
    /// <param name="data">The data folder.</param>
    /// <exception cref="InvalidOperationException">A root is relative, or holds the data folder.</exception>
    public AllowedFolders(IEnumerable<string> roots, string data)
    {
        _data = RealPath.Of(data);
        Roots = [.. roots.Select(Checked).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Absolute paths as configured.</summary>
    public IReadOnlyList<string> Roots { get; }

    /// <summary>What is wrong with a path that someone typed; null if it may be read and is there.</summary>
    /// <param name="isFolder">Expected is a folder, else a file.</param>
    public Message? Check(string path, bool isFolder)
    {
        if (path.Length == 0 || path.Length > 1000 || path.Contains('\0', StringComparison.Ordinal) || !Path.IsPathFullyQualified(path))
        {
            return Message.Of("source.failure.path-relative", string.Join(", ", Roots));
        }

        try
        {
            var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
            if (RootOf(full) is not { } root)
            {
                return Message.Of("source.failure.path-outside", full, string.Join(", ", Roots));
            }

            if (RealPath.Of(full) != Expected(root, full))
            {
                return Message.Of("source.failure.path-link", full);
            }

            return (isFolder ? Directory.Exists(full) : File.Exists(full)) ? null : Message.Of(isFolder ? "source.failure.path-no-folder" : "source.failure.path-no-file", full);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Message.Of("source.failure.path-unreadable", path, e.Message);
        }
    }

    /// <summary>The path, absolute and tidy.</summary>
    /// <exception cref="SourceException">It may not be read, or is not there.</exception>
    public string Demand(string path, bool isFolder)
        => Check(path, isFolder) is { } problem ? throw new SourceException(problem) : Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    /// <summary>Opens a file below the roots; a link put in its place meanwhile is not followed out.</summary>
    /// <exception cref="SourceException">It may not be read, or is not there.</exception>
    /// <exception cref="IOException">Another program holds it.</exception>
    public FileStream Open(string path)
    {
        var full = Demand(path, isFolder: false);
        var stream = new FileStream(full, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            // What was opened, not what the name leads to by now.
            if (OperatingSystem.IsLinux()
                && File.ResolveLinkTarget(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{stream.SafeFileHandle.DangerousGetHandle()}"), returnFinalTarget: false)?.FullName is { } opened
                && opened != Expected(RootOf(full)!, full))
            {
                throw new SourceException(Message.Of("source.failure.path-link", full));
            }

            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private string? RootOf(string full) => Roots.FirstOrDefault(r => RealPath.IsWithin(r, full));

    // Where it lies if no link is on the way below the root; the root itself may be one, as the administrator of the machine likes.
    private static string Expected(string root, string full)
        => full == root ? RealPath.Of(root) : Path.Combine(RealPath.Of(root), Path.GetRelativePath(root, full));

    private string Checked(string root)
    {
        if (!Path.IsPathFullyQualified(root))
        {
            throw new InvalidOperationException($"Folders:Roots holds '{root}': expected an absolute path.");
        }

        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        return RealPath.IsWithin(RealPath.Of(full), _data)
            ? throw new InvalidOperationException($"Folders:Roots holds '{root}', in which the data folder lies, with password hashes and keys: name a folder beside it.")
            : full;
    }
}
