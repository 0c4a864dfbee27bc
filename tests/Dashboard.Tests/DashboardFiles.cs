namespace Octoplus.Dashboard.Tests;

/// <summary>Source files of a feature, for tests that look in them for the keys of its texts.</summary>
internal static class DashboardFiles
{
    /// <summary>The files of a folder of Dashboard, and those named by their paths beside it.</summary>
    public static IEnumerable<string> Of(string folder, params IEnumerable<string> others)
        => Directory.GetFiles(PathOf(folder)).Concat(others.Select(PathOf));

    private static string PathOf(string path) => Path.Combine(Repository.Root, "Dashboard", path);
}
