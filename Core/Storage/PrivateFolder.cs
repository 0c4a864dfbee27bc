namespace Octoplus.Core.Storage;

/// <summary>Folders of what is nobody else's business: password hashes, keys, files as they came.</summary>
public static class PrivateFolder
{
    /// <summary>Makes a folder for the program's own account alone; one that is there keeps the rights that someone gave it.</summary>
    public static DirectoryInfo Make(string path)
        => OperatingSystem.IsWindows() || Directory.Exists(path)
            ? Directory.CreateDirectory(path)
            : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}
