using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Octoplus.Ingest.Sources;

/// <summary>An HTML page about a publication: when it was changed, and where its files are. Nothing of it is run or loaded.</summary>
public sealed partial class PublishedPage
{
    private static readonly CultureInfo _french = CultureInfo.GetCultureInfo("fr-FR");
    private static readonly string[] _meta = ["article:modified_time", "og:updated_time", "dcterms.modified", "dc.date.modified", "date.modified", "last-modified"];

    private readonly IDocument _page;
    private readonly Uri _address;

    private PublishedPage(IDocument page, Uri address)
    {
        _page = page;
        _address = address;
    }

    /// <summary>Reads a page.</summary>
    /// <param name="address">After redirects: links are relative to it.</param>
    public static PublishedPage Parse(Stream html, Uri address) => new(new HtmlParser().ParseDocument(html), address);

    /// <summary>
    /// When the publication was changed last: by its metadata, by JSON-LD, in words ("Mis à jour le 3 juillet 2024"), or the newest of its
    /// marked dates; null where none of them says.
    /// </summary>
    public DateOnly? ModifiedOn() => FromMeta() ?? FromJsonLd() ?? FromWords() ?? FromTimes();

    /// <summary>The link whose address matches a pattern, the last by file name where there are several; null where there is none.</summary>
    /// <exception cref="SourceException">The pattern cannot be used.</exception>
    public Uri? FindLink(string pattern)
        => _page.QuerySelectorAll("a[href]")
            .Select(a => Uri.TryCreate(_address, a.GetAttribute("href"), out var link) ? link : null)
            .OfType<Uri>()
            .Where(link => WebSourceSettings.Matches(link.AbsoluteUri, pattern))
            .OrderBy(link => link.Segments[^1], StringComparer.Ordinal)
            .LastOrDefault();

    private DateOnly? FromMeta()
        => _page.QuerySelectorAll("meta[content]")
            .Where(m => _meta.Contains(m.GetAttribute("property") ?? m.GetAttribute("name") ?? m.GetAttribute("http-equiv") ?? "", StringComparer.OrdinalIgnoreCase))
            .Select(m => Iso(m.GetAttribute("content")))
            .Max();

    private DateOnly? FromTimes() => _page.QuerySelectorAll("time[datetime]").Select(t => Iso(t.GetAttribute("datetime"))).Max();

    private DateOnly? FromJsonLd()
    {
        DateOnly? found = null;
        foreach (var script in _page.QuerySelectorAll("script[type='application/ld+json']"))
        {
            try
            {
                using var json = JsonDocument.Parse(script.TextContent);
                found = Later(found, Modified(json.RootElement));
            }
            catch (JsonException)
            {
                // another may be right
            }
        }

        return found;
    }

    private static DateOnly? Modified(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().Select(Modified).Max(),
        JsonValueKind.Object when element.TryGetProperty("dateModified", out var date) && date.ValueKind == JsonValueKind.String => Iso(date.GetString()),
        JsonValueKind.Object when element.TryGetProperty("@graph", out var graph) => Modified(graph),
        _ => null,
    };

    private DateOnly? FromWords()
    {
        DateOnly? found = null;
        foreach (Match match in Words().Matches(_page.Body?.TextContent ?? ""))
        {
            var text = Spaces().Replace(match.Groups["date"].Value.Replace("1er", "1", StringComparison.OrdinalIgnoreCase), " ");
            if (DateOnly.TryParseExact(text, ["d MMMM yyyy", "dd/MM/yyyy", "d/M/yyyy", "yyyy-MM-dd"], _french, DateTimeStyles.None, out var date))
            {
                found = Later(found, date);
            }
        }

        return found;
    }

    private static DateOnly? Later(DateOnly? a, DateOnly? b) => a is null || b > a ? b : a;

    private static DateOnly? Iso(string? text)
        => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? DateOnly.FromDateTime(moment.UtcDateTime) : null;

    // "Mis à jour le 3 juillet 2024", "Dernière mise à jour : 03/07/2024", "Paru le : 16/01/2024", "Date de publication : …"
    [GeneratedRegex(
        @"(?:mise?s?\s+à\s+jour|paru\s+le|dernière\s+modification|date\s+de\s+publication|modifiée?\s+le|updated\s+on)[\s:]*(?:le\s+)?(?<date>[0-9]{1,2}(?:er)?\s+\p{L}+\s+[0-9]{4}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2})",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        2000)]
    private static partial Regex Words();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Spaces();
}
