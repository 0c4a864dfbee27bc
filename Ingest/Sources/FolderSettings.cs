using Octoplus.Core.Reference;

namespace Octoplus.Ingest.Sources;

/// <summary>How the files of a folder are chosen. The folder itself is the address of the source.</summary>
public sealed record FolderSettings
{
    /// <summary>Names relative to the folder: <c>*</c> within a name, <c>**</c> any folders below. Case does not count.</summary>
    public string Pattern { get; init; } = "*.csv";

    /// <summary>Seconds that a file must have lain untouched; a younger one waits for the next run. 0 to 3,600.</summary>
    public int SettleSeconds { get; init; } = 10;

    /// <summary>What is wrong, by field; empty if nothing.</summary>
    public IEnumerable<SettingProblem> Check(string address, AllowedFolders folders)
    {
        if (folders.Check(address, isFolder: true) is { } problem)
        {
            yield return new SettingProblem("address", problem);
        }

        if (Pattern.Length is 0 or > 200 || Pattern.Any(char.IsControl))
        {
            yield return new SettingProblem("pattern", Message.Of("source.setting.pattern", "*.csv", "**/mensuel-*.csv"));
        }
        else if (Path.IsPathRooted(Pattern) || Pattern.Split('/', '\\').Contains("..", StringComparer.Ordinal))
        {
            yield return new SettingProblem("pattern", Message.Of("source.setting.pattern-outside"));
        }

        if (SettleSeconds is < 0 or > 3600)
        {
            yield return new SettingProblem("settleSeconds", Message.Of("source.setting.range", 0, 3600));
        }
    }
}
