using System.Diagnostics;

namespace Octoplus.Core.Storage;

/// <summary>Files of secrets that the program makes for itself, readable by its own account alone.</summary>
public static class SecretFile
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    /// <summary>Makes a file where there is none. Of several processes that share the folder one makes it, the others wait and find it whole.</summary>
    /// <exception cref="IOException">The folder cannot be written, or another process has been making it for half a minute.</exception>
    public static void Ensure(string path, Func<byte[]> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        if (File.Exists(path))
        {
            return;
        }

        PrivateFolder.Make(Path.GetDirectoryName(path)!);

        // A move that must not replace is a question and an answer on some systems, with time for another between them.
        using var held = Lock(path + ".lock");
        if (File.Exists(path))
        {
            return;
        }

        var part = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(part, options))
        {
            file.Write(make());
            file.Flush(flushToDisk: true);
        }

        File.Move(part, path);
    }

    private static FileStream Lock(string path)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException && clock.Elapsed < _patience)
            {
                Thread.Sleep(20);
            }
        }
    }
}
