namespace Octoplus.Tests;

/// <summary>
/// The published workbooks, which are not part of this repository: the folder named by <c>OCTOPLUS_REAL_DATA</c>, else
/// <c>../shared/data</c> beside the checkout.
/// </summary>
internal static class RealData
{
    public static string? Folder { get; } = Find();

    private static string? Find()
    {
        var named = Environment.GetEnvironmentVariable("OCTOPLUS_REAL_DATA");
        var folder = string.IsNullOrEmpty(named) ? Path.Combine(Repository.Root, "..", "shared", "data") : named;
        return Directory.Exists(folder) ? Path.GetFullPath(folder) : null;
    }
}
