namespace Octoplus.Tests;

/// <summary>Where the checkout lies: the folder above the test's assembly that holds the solution.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary><c>Debug</c> or <c>Release</c>: what these tests, and so the program beside them, were built as.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Octoplus.Dashboard.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Octoplus.Dashboard.sln.");
    }
}
