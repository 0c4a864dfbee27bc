using System.Text.RegularExpressions;
using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Sources;
using Octoplus.Ingest.Readers.Profiles;

namespace Octoplus.Ingest.Sources;

/// <summary>Checks what someone says of a source before it is kept, field by field.</summary>
public sealed class SourceRules(AllowedFolders folders, NamedConnections connections, Core.Profiles.ProfileQueries profiles)
{
    /// <summary>Longest name.</summary>
    public const int MaxName = 150;

    private const int MaxText = 500;

    // A source asked more often than this is a burden to whoever serves it.
    private static readonly TimeSpan _leastInterval = TimeSpan.FromMinutes(5);

    private static Message TooOften => Message.Of("source.setting.schedule-often", _leastInterval.TotalMinutes);

    /// <summary>What is wrong, by field; empty where the source can be kept.</summary>
    public async Task<IReadOnlyList<SettingProblem>> CheckAsync(SourceDraft draft, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var problems = new List<SettingProblem>();
        if (draft.Name.Trim().Length is 0 or > MaxName || draft.Name.Any(char.IsControl))
        {
            problems.Add(new SettingProblem("name", Message.Of("source.setting.name", MaxName)));
        }

        problems.AddRange(CheckKind(draft));
        problems.AddRange(CheckBounds(draft.Bounds));
        if (ScheduleProblem(draft.Schedule, DateTimeOffset.UtcNow) is { } schedule)
        {
            problems.Add(new SettingProblem("schedule", schedule));
        }

        if (draft.Profile is { } slug && await UsableAsync(slug, cancellationToken) is false)
        {
            problems.Add(new SettingProblem("profile", Message.Of("source.setting.profile", slug)));
        }

        return problems;
    }

    /// <summary>What is wrong with a schedule; null if nothing.</summary>
    public static Message? ScheduleProblem(string schedule, DateTimeOffset now)
    {
        CronSchedule cron;
        try
        {
            cron = CronSchedule.Parse(schedule);
        }
        catch (CronException e)
        {
            return e.Problem switch
            {
                CronProblem.Never => Message.Of("source.setting.schedule-over"),
                CronProblem.TooOften => TooOften,
                _ => Message.Of("source.setting.schedule", "0 30 5 * * ?"),
            };
        }

        // An interval of five times tells of minutes and seconds that are listed, not of every odd one.
        var times = cron.Next(6, now);
        return times.Zip(times.Skip(1)).Any(pair => pair.Second - pair.First < _leastInterval) ? TooOften : null;
    }

    private IEnumerable<SettingProblem> CheckKind(SourceDraft draft)
    {
        try
        {
            return draft.Kind switch
            {
                SourceKind.Folder => [.. KindSettings.Parse<FolderSettings>(draft.Settings).Check(draft.Address, folders)],
                SourceKind.Api => [.. KindSettings.Parse<ApiSettings>(draft.Settings).Check(draft.Address, name => connections.Secret(name) is not null)],
                SourceKind.Query => [.. KindSettings.Parse<QuerySettings>(draft.Settings).Check(draft.Address, folders, connections)],
                _ => [.. CheckWeb(draft)],
            };
        }
        catch (SourceException e) // settings of another program
        {
            return [new SettingProblem("settings", e.Reason)];
        }
    }

    /// <summary>What is wrong with an address of the web; null if nothing.</summary>
    internal static Message? CheckAddress(string address)
        => address.Length > 1000 || !Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps ? Message.Of("source.setting.https")
            : uri.UserInfo.Length > 0 ? Message.Of("source.setting.password-in-address")
            : null;

    private static IEnumerable<SettingProblem> CheckWeb(SourceDraft draft)
    {
        if (CheckAddress(draft.Address) is { } problem)
        {
            yield return new SettingProblem("address", problem);
        }

        var settings = WebSourceSettings.Parse(draft.Settings);
        var texts = new[] { ("page", settings.Page), ("link", settings.Link), ("dataset", settings.Dataset), ("resource", settings.Resource), ("match", settings.Match), ("format", settings.Format) };
        foreach (var (field, _) in texts.Where(t => t.Item2 is { } text && (text.Length > MaxText || text.Any(char.IsControl))))
        {
            yield return new SettingProblem(field, Message.Of("source.setting.text", MaxText));
        }

        foreach (var (field, _) in texts.Where(t => t.Item1 is "link" or "match" && t.Item2 is { Length: <= MaxText } pattern && !IsPattern(pattern)))
        {
            yield return new SettingProblem(field, Message.Of("source.setting.expression"));
        }

        if (settings is { Link: not null, Page: null })
        {
            yield return new SettingProblem("page", Message.Of("source.setting.page"));
        }
    }

    internal static bool IsPattern(string pattern)
    {
        try
        {
            _ = Regex.IsMatch("", pattern, RegexOptions.None, TimeSpan.FromSeconds(1));
            return true;
        }
        catch (Exception e) when (e is ArgumentException or RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static IEnumerable<SettingProblem> CheckBounds(SourceBounds bounds)
        => new[] { ("maxTotalChange", bounds.MaxTotalChangePercent), ("maxVanished", bounds.MaxVanishedPercent), ("maxChanged", bounds.MaxChangedPercent) }
            .Where(b => b.Item2 is not (>= 0 and <= 1000))
            .Select(b => new SettingProblem(b.Item1, Message.Of("source.setting.range", 0, 1000)));

    private async Task<bool> UsableAsync(string slug, CancellationToken cancellationToken)
        => await profiles.FindAsync(slug, cancellationToken) is { } stored && ProfileFormat.Usable(stored) is not null;
}
