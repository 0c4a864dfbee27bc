namespace Octoplus.Ingest.Sources;

/// <summary>Where a path leads once every symbolic link on it is followed.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40; // as the kernel follows

    /// <summary>The path without links and dots; parts that do not exist stay as they are.</summary>
    /// <exception cref="IOException">Links lead in a circle.</exception>
    public static string Of(string path)
    {
        var root = Path.GetPathRoot(Path.GetFullPath(path))!;
        var left = new Stack<string>(Parts(Path.GetFullPath(path)[root.Length..]).Reverse());
        var real = root;
        var links = 0;
        while (left.TryPop(out var part))
        {
            var next = Path.Combine(real, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MaxLinks)
            {
                throw new IOException($"Too many links: {path}");
            }

            var full = Path.GetFullPath(target, real);
            real = Path.GetPathRoot(full)!;
            foreach (var piece in Parts(full[real.Length..]).Reverse())
            {
                left.Push(piece);
            }
        }

        return real;
    }

    /// <summary>Whether <paramref name="path"/> is <paramref name="folder"/> or lies in it; both without links.</summary>
    public static bool IsWithin(string folder, string path)
        => path == folder || path.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string[] Parts(string path)
        => path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
}
