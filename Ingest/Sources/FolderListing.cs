using Microsoft.Extensions.FileSystemGlobbing;
using Octoplus.Core.Reference;
using Octoplus.Ingest.Files;

namespace Octoplus.Ingest.Sources;

/// <summary>A file of a folder.</summary>
/// <param name="Name">Relative to the folder, parts separated by <c>/</c>.</param>
/// <param name="Path">Absolute.</param>
public sealed record FolderFile(string Name, string Path, long Size, DateTime ChangedAt)
{
    /// <summary>Another one means that someone wrote it anew; the same, that nobody did.</summary>
    public string Stamp => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Size}-{ChangedAt.Ticks}");
}

/// <summary>Files of a folder that a pattern names, told apart by whether they may be read now.</summary>
/// <param name="Files">To be read, by name.</param>
/// <param name="Unsettled">Still being written: empty, or touched too lately.</param>
/// <param name="Unfit">Larger than 200 MB, or named beyond <see cref="MaxName"/> characters.</param>
public sealed record FolderListing(IReadOnlyList<FolderFile> Files, IReadOnlyList<FolderFile> Unsettled, IReadOnlyList<FolderFile> Unfit)
{
    /// <summary>Longest name that can be remembered.</summary>
    public const int MaxName = 200;

    /// <summary>Files that one source may have.</summary>
    public const int MaxFiles = 2000;

    private const int MaxEntries = 100_000;
    private const int MaxDepth = 16;

    /// <summary>Lists a folder; symbolic links, and what begins with a dot, are passed over.</summary>
    /// <exception cref="SourceException">The folder may not be read, is not there, or holds too much.</exception>
    public static FolderListing Of(string folder, FolderSettings settings, AllowedFolders allowed, DateTime utcNow, CancellationToken cancellationToken)
    {
        var root = allowed.Demand(folder, isFolder: true);
        var pattern = new Matcher(StringComparison.OrdinalIgnoreCase).AddInclude(settings.Pattern.Replace('\\', '/'));
        try
        {
            var all = Entries(new DirectoryInfo(root), cancellationToken)
                .Select(f => new FolderFile(Path.GetRelativePath(root, f.FullName).Replace(Path.DirectorySeparatorChar, '/'), f.FullName, f.Length, f.LastWriteTimeUtc))
                .Where(f => pattern.Match(f.Name).HasMatches)
                .OrderBy(f => f.Name, StringComparer.Ordinal)
                .ToList();
            if (all.Count > MaxFiles)
            {
                throw new SourceException(Message.Of("source.failure.folder-too-many", all.Count, MaxFiles));
            }

            bool IsUnfit(FolderFile f) => f.Name.Length > MaxName || f.Size > FileProbe.MaxFileBytes;

            // A clock of another machine may be ahead: what is of the future has lain long enough once it is as far behind.
            bool IsSettled(FolderFile f) => f.Size > 0 && Math.Abs((utcNow - f.ChangedAt).TotalSeconds) >= settings.SettleSeconds;
            return new FolderListing(
                [.. all.Where(f => !IsUnfit(f) && IsSettled(f))], [.. all.Where(f => !IsUnfit(f) && !IsSettled(f))], [.. all.Where(IsUnfit)]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException(Message.Of("source.failure.path-unreadable", root, e.Message), e);
        }
    }

    /// <summary>Copies a file of the listing.</summary>
    /// <returns>False if someone writes it just now: then nothing is left at <paramref name="to"/>.</returns>
    /// <exception cref="SourceException">It may no longer be read.</exception>
    public static async Task<bool> CopyAsync(FolderFile file, string to, AllowedFolders allowed, CancellationToken cancellationToken)
    {
        try
        {
            await using (var from = allowed.Open(file.Path))
            await using (var copy = File.Create(to))
            {
                await from.CopyToAsync(copy, cancellationToken);
            }

            var after = new FileInfo(file.Path);
            if (after.Exists && after.Length == file.Size && after.LastWriteTimeUtc == file.ChangedAt && new FileInfo(to).Length == file.Size)
            {
                return true;
            }
        }
        catch (IOException)
        {
            // held by whoever writes it, or gone
        }
        catch (UnauthorizedAccessException e)
        {
            File.Delete(to);
            throw new SourceException(Message.Of("source.failure.path-unreadable", file.Path, e.Message), e);
        }

        File.Delete(to);
        return false;
    }

    private static IEnumerable<FileInfo> Entries(DirectoryInfo root, CancellationToken cancellationToken)
    {
        var left = new Stack<(DirectoryInfo Folder, int Depth)>([(root, 0)]);
        var seen = 0;
        while (left.TryPop(out var here))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var entry in here.Folder.EnumerateFileSystemInfos())
            {
                if (++seen > MaxEntries)
                {
                    throw new SourceException(Message.Of("source.failure.folder-too-many", seen, MaxEntries));
                }

                if (entry.Name.StartsWith('.') || entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
                {
                    continue;
                }

                if (entry is FileInfo file)
                {
                    yield return file;
                }
                else if (entry is DirectoryInfo folder && here.Depth < MaxDepth)
                {
                    left.Push((folder, here.Depth + 1));
                }
            }
        }
    }
}
