using System.Text.Json;
using System.Text.RegularExpressions;
using Octoplus.Core.Reference;

namespace Octoplus.Ingest.Sources;

/// <summary>More about a source that is a published file or a dataset of a portal; kept as JSON in <see cref="Core.Sources.Source.Settings"/>.</summary>
public sealed record WebSourceSettings
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Page that says when the file was published, as an address or a path on the host of the source; null: none for a file, that of the portal for a dataset.</summary>
    public string? Page { get; init; }

    /// <summary>File: regular expression of a link on <see cref="Page"/>, for files whose address changes with the edition; the last by name is taken.</summary>
    public string? Link { get; init; }

    /// <summary>Dataset: its key on the portal; null: as the address says.</summary>
    public string? Dataset { get; init; }

    /// <summary>Dataset: key of the resource; null: by <see cref="Match"/> and <see cref="Format"/>.</summary>
    public string? Resource { get; init; }

    /// <summary>Dataset: regular expression, capitals or not, that title or address of the resource must match; of several the newest is taken.</summary>
    public string? Match { get; init; }

    /// <summary>Dataset: formats that the resource may have, by commas, such as <c>csv,csv.gz</c>; null: any.</summary>
    public string? Format { get; init; }

    /// <summary>The settings of a source.</summary>
    /// <exception cref="SourceException">They cannot be read.</exception>
    public static WebSourceSettings Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<WebSourceSettings>(json, _json) ?? new WebSourceSettings();
        }
        catch (JsonException e)
        {
            throw new SourceException(Message.Of("source.failure.settings", e.Message), e);
        }
    }

    /// <summary>As they are kept.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, _json);

    /// <summary>Address of <see cref="Page"/>.</summary>
    /// <exception cref="SourceException">It is none.</exception>
    internal Uri PageAddress(Uri source)
        => Uri.TryCreate(source, Page, out var address) ? address : throw new SourceException(Message.Of("source.failure.address", Page ?? ""));

    /// <summary>Whether a text matches a pattern of an administrator, which may be wrong, and must not take long.</summary>
    /// <exception cref="SourceException">The pattern cannot be used.</exception>
    internal static bool Matches(string text, string pattern)
    {
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (Exception e) when (e is ArgumentException or RegexMatchTimeoutException)
        {
            throw new SourceException(Message.Of("source.failure.settings", e.Message), e);
        }
    }
}
