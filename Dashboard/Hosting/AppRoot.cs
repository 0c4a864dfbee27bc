namespace Octoplus.Dashboard.Hosting;

/// <summary>
/// The folder that holds <c>appsettings.json</c> and <c>wwwroot</c>: the root of the repository when the program runs from a
/// build, its own folder when it was published. Never the working directory, so the program may be started from anywhere.
/// </summary>
public static class AppRoot
{
    private static readonly Lazy<string> _folder = new(() => Find(AppContext.BaseDirectory));

    public static string Folder => _folder.Value;

    public static string WebRoot => Path.Combine(Folder, "wwwroot");

    /// <exception cref="DirectoryNotFoundException">Neither <paramref name="start"/> nor a parent of it holds both.</exception>
    public static string Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "appsettings.json")) && Directory.Exists(Path.Combine(folder.FullName, "wwwroot")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"Neither {start} nor a folder above it holds appsettings.json and wwwroot.");
    }
}
