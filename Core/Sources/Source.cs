using System.Globalization;
using System.Text.Json;

namespace Octoplus.Core.Sources;

/// <summary>How a source is asked.</summary>
public enum SourceKind
{
    /// <summary>One published file, by its address.</summary>
    File,

    /// <summary>A dataset of a data portal, whose JSON names its resources.</summary>
    Dataset,

    /// <summary>Delimited text files of a folder on the server, by a pattern.</summary>
    Folder,

    /// <summary>A JSON API that serves rows by offset and limit.</summary>
    Api,

    /// <summary>A query on another database, read-only.</summary>
    Query,
}

/// <summary>Where data comes from by itself.</summary>
public sealed record Source
{
    /// <summary>Key.</summary>
    public required long Id { get; init; }

    /// <summary>Stable key of one that ships with the program; null for one of the user's own.</summary>
    public string? Slug { get; init; }

    /// <summary>Shown to people.</summary>
    public required string Name { get; init; }

    /// <summary>How it is asked.</summary>
    public required SourceKind Kind { get; init; }

    /// <summary>Address, folder, or connection, by <see cref="Kind"/>. Never holds a password in clear.</summary>
    public required string Address { get; init; }

    /// <summary>More settings of the kind, as JSON; <c>{}</c> without any.</summary>
    public required string Settings { get; init; }

    /// <summary>Slug of the profile by which its files are read; null for formats known by themselves.</summary>
    public string? Profile { get; init; }

    /// <summary>When it is asked: a cron expression, seconds first, in the time zone of the server.</summary>
    public required string Schedule { get; init; }

    /// <summary>It is asked at all.</summary>
    public required bool IsOn { get; init; }

    /// <summary>Accepts what it brings without a person where nothing is wrong and the change is within <see cref="Bounds"/>.</summary>
    public required bool AcceptsItself { get; init; }

    /// <summary>How large a change it may accept by itself.</summary>
    public required SourceBounds Bounds { get; init; }

    /// <summary>Grows with each change of the settings: two people editing do not overwrite each other.</summary>
    public required int Version { get; init; }

    /// <summary>What logs call it: <c>source:3</c>.</summary>
    public string Subject => SubjectOf(Id);

    /// <summary>What logs call the source of a key.</summary>
    public static string SubjectOf(long id) => string.Create(CultureInfo.InvariantCulture, $"source:{id}");
}

/// <summary>What a person says of a source, or a shipped one of itself.</summary>
public sealed record SourceDraft
{
    /// <inheritdoc cref="Source.Name"/>
    public required string Name { get; init; }

    /// <inheritdoc cref="Source.Kind"/>
    public required SourceKind Kind { get; init; }

    /// <inheritdoc cref="Source.Address"/>
    public required string Address { get; init; }

    /// <inheritdoc cref="Source.Settings"/>
    public string Settings { get; init; } = "{}";

    /// <inheritdoc cref="Source.Profile"/>
    public string? Profile { get; init; }

    /// <inheritdoc cref="Source.Schedule"/>
    public required string Schedule { get; init; }

    /// <inheritdoc cref="Source.IsOn"/>
    public bool IsOn { get; init; } = true;

    /// <inheritdoc cref="Source.AcceptsItself"/>
    public bool AcceptsItself { get; init; } = true;

    /// <inheritdoc cref="Source.Bounds"/>
    public SourceBounds Bounds { get; init; } = new();

    /// <summary>As a source is now.</summary>
    public static SourceDraft Of(Source source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new SourceDraft
        {
            Name = source.Name,
            Kind = source.Kind,
            Address = source.Address,
            Settings = source.Settings,
            Profile = source.Profile,
            Schedule = source.Schedule,
            IsOn = source.IsOn,
            AcceptsItself = source.AcceptsItself,
            Bounds = source.Bounds,
        };
    }
}

/// <summary>How large a change a source may accept without a person, in percent. A first file of a dataset is within any bounds.</summary>
/// <param name="MaxTotalChangePercent">Of the sum of a measure in a period that both have, either way.</param>
/// <param name="MaxVanishedPercent">Places (services, territories) that the file no longer lists, of those listed before.</param>
/// <param name="MaxChangedPercent">Cells with another value, of those that both have.</param>
public sealed record SourceBounds(double MaxTotalChangePercent = 10, double MaxVanishedPercent = 5, double MaxChangedPercent = 20)
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    /// <summary>As stored.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, _json);

    /// <summary>The bounds of <see cref="ToJson"/>.</summary>
    public static SourceBounds FromJson(string json) => JsonSerializer.Deserialize<SourceBounds>(json, _json) ?? new SourceBounds();
}
