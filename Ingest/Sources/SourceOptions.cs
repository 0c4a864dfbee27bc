using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Octoplus.Core.Jobs;
using Octoplus.Core.Sources;

namespace Octoplus.Ingest.Sources;

/// <summary>A source that ships with the program or its installation. One entry of the section <c>Sources</c>; put into the database at start.</summary>
public sealed class SourceOptions
{
    /// <summary>Stable key, at most 40 characters: an entry is put in once, and one that someone edited or deleted is left alone. Default: made of the name.</summary>
    public string? Slug { get; set; }

    /// <summary>Shown to people.</summary>
    public string Name { get; set; } = "";

    /// <summary>How it is asked; default: <see cref="SourceKind.Dataset"/> where <see cref="Dataset"/>, <see cref="Match"/> or <see cref="Resource"/> is given, else <see cref="SourceKind.File"/>.</summary>
    public SourceKind? Kind { get; set; }

    /// <summary>Download address, or page of the dataset; https only.</summary>
    public Uri? Url { get; set; }

    /// <inheritdoc cref="WebSourceSettings.Dataset"/>
    public string? Dataset { get; set; }

    /// <inheritdoc cref="WebSourceSettings.Resource"/>
    public string? Resource { get; set; }

    /// <inheritdoc cref="WebSourceSettings.Match"/>
    public string? Match { get; set; }

    /// <inheritdoc cref="WebSourceSettings.Format"/>
    public string? Format { get; set; }

    /// <inheritdoc cref="WebSourceSettings.Page"/>
    public string? Page { get; set; }

    /// <inheritdoc cref="WebSourceSettings.Link"/>
    public string? Link { get; set; }

    /// <inheritdoc cref="Source.Profile"/>
    public string? Profile { get; set; }

    /// <inheritdoc cref="Source.Schedule"/>
    public string Schedule { get; set; } = "0 0 6 * * ?";

    /// <inheritdoc cref="Source.IsOn"/>
    public bool IsOn { get; set; } = true;

    /// <inheritdoc cref="Source.AcceptsItself"/>
    public bool AcceptsItself { get; set; } = true;

    /// <summary>The key: as given, or made of the name.</summary>
    public string Key => Slug is { Length: > 0 } slug ? slug : "s-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Name)))[..16];

    /// <summary>What is put in.</summary>
    public SourceDraft ToDraft() => new()
    {
        Name = Name,
        Kind = Kind ?? ((Given(Dataset) ?? Given(Match) ?? Given(Resource)) is null ? SourceKind.File : SourceKind.Dataset),
        Address = Url!.OriginalString,
        Settings = new WebSourceSettings
        {
            Page = Given(Page), Link = Given(Link), Dataset = Given(Dataset), Resource = Given(Resource), Match = Given(Match), Format = Given(Format),
        }.ToJson(),
        Profile = Given(Profile),
        Schedule = Schedule,
        IsOn = IsOn,
        AcceptsItself = AcceptsItself,
    };

    // An environment variable takes an entry of the file away by being empty.
    private static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;

    /// <summary>What is wrong with the entries of the section; nothing where all is well.</summary>
    public static IEnumerable<string> Problems(IReadOnlyList<SourceOptions> sources)
        => sources.SelectMany((o, i) => o.Problems(string.Create(CultureInfo.InvariantCulture, $"Sources:{i}")))
            .Concat(sources.GroupBy(o => o.Key, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => $"Sources: two entries have the Slug '{g.Key}': give each its own."));

    private IEnumerable<string> Problems(string key)
    {
        if (Name is not { Length: > 0 and <= 150 })
        {
            yield return $"{key}:Name must have 1 to 150 characters.";
        }

        if (Key.Length > 40)
        {
            yield return $"{key}:Slug is '{Slug}': at most 40 characters.";
        }

        if (Url is not { IsAbsoluteUri: true, Scheme: "https", OriginalString.Length: <= 1000 })
        {
            yield return $"{key}:Url is '{Url}': expected an address that begins with https://.";
        }

        if (Kind is not (null or SourceKind.Dataset or SourceKind.File))
        {
            yield return $"{key}:Kind is '{Kind}': expected Dataset or File; other kinds are set up on /admin/sources.";
        }

        foreach (var (field, pattern) in new[] { (nameof(Match), Given(Match)), (nameof(Link), Given(Link)) })
        {
            if (pattern is not null && !SourceRules.IsPattern(pattern))
            {
                yield return $"{key}:{field} is '{pattern}': expected a regular expression.";
            }
        }

        if (CronSchedule.NextOf(Schedule, DateTimeOffset.UtcNow) is null)
        {
            yield return $"{key}:Schedule is '{Schedule}': expected a cron expression of six fields, such as '0 0 6 * * ?' (every day at six).";
        }
    }
}
