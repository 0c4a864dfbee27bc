using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Octoplus.Core.Reference;

namespace Octoplus.Ingest.Sources;

/// <summary>A resource as a data portal describes it (udata, the program of data.gouv.fr).</summary>
/// <param name="Modified">As written.</param>
/// <param name="Checksum">Such as <c>sha1:…</c>, lower-case; null where there is none.</param>
public sealed record PortalResource(string Id, string Title, string Format, Uri? Address, string Modified, string? Checksum, long? Size)
{
    /// <summary>What is kept to tell the next time whether it has changed: check sum and size first, which say more than a date.</summary>
    public string Stamp => string.Create(CultureInfo.InvariantCulture, $"{Content} {Modified}");

    /// <summary>The part of <see cref="Stamp"/> that says what the bytes are.</summary>
    public string Content => string.Create(CultureInfo.InvariantCulture, $"{Checksum ?? "-"} {Size ?? -1}");

    /// <summary>Whether a stamp of the last time says the same, or at least that the bytes are the same.</summary>
    public bool IsAsIn(string? stamp)
        => stamp == Stamp || (Checksum is not null && stamp?.StartsWith(Content + " ", StringComparison.Ordinal) == true);

    /// <summary>Compares a file with the published check sum.</summary>
    /// <exception cref="SourceException">It has another.</exception>
    public async Task VerifyAsync(FetchedFile file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (Checksum?.Split(':') is not [var kind, var expected] || Algorithm(kind, expected) is not { } algorithm)
        {
            return;
        }

        await using var content = File.OpenRead(file.Path);
        var found = Convert.ToHexStringLower(await CryptographicOperations.HashDataAsync(algorithm, content, cancellationToken));
        if (found != expected)
        {
            throw new SourceException(Message.Of("source.failure.wrong-checksum", file.FileName, kind, expected, found));
        }
    }

    // A portal that names no algorithm, or another one, is told by the length; what is unknown cannot be compared.
    private static HashAlgorithmName? Algorithm(string kind, string value) => (kind, value.Length) switch
    {
        ("md5", 32) => HashAlgorithmName.MD5,
        ("sha1", 40) => HashAlgorithmName.SHA1,
        ("sha256" or "sha2" or "sha-256", 64) => HashAlgorithmName.SHA256,
        _ => null,
    };
}

/// <summary>The description of a dataset on a data portal.</summary>
public static class PortalDataset
{
    /// <summary>Which fields are wanted: a mask that udata knows (header <c>X-Fields</c>), and others pass over.</summary>
    public const string Fields = "resources{id,title,format,url,latest,last_modified,checksum,filesize}";

    /// <summary>The resource that the settings mean.</summary>
    /// <exception cref="SourceException">This is no description of a dataset, or it has no such resource.</exception>
    public static PortalResource Find(Stream json, WebSourceSettings settings, string host)
    {
        ArgumentNullException.ThrowIfNull(settings);
        List<PortalResource> resources;
        try
        {
            using var document = JsonDocument.Parse(json);
            resources = [.. document.RootElement.GetProperty("resources").EnumerateArray().Select(Read)];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new SourceException(Message.Of("source.failure.bad-answer", host, e.Message), e);
        }

        return resources.Where(r => IsMeant(r, settings)).OrderByDescending(r => r.Modified, StringComparer.Ordinal).FirstOrDefault()
            ?? throw new SourceException(Message.Of("source.failure.no-resource", host, settings.Resource ?? settings.Match ?? settings.Format ?? ""));
    }

    private static bool IsMeant(PortalResource resource, WebSourceSettings settings)
        => settings.Resource is { } id
            ? resource.Id == id
            : (settings.Match is null || WebSourceSettings.Matches($"{resource.Title} {resource.Address}", settings.Match))
                && (settings.Format is null || settings.Format.Split(',', StringSplitOptions.TrimEntries).Contains(resource.Format, StringComparer.OrdinalIgnoreCase));

    private static PortalResource Read(JsonElement resource)
        => new(
            Text(resource, "id") ?? "",
            Text(resource, "title") ?? "",
            Text(resource, "format") ?? "",
            Uri.TryCreate(Text(resource, "url") ?? Text(resource, "latest"), UriKind.Absolute, out var address) ? address : null,
            Text(resource, "last_modified") is { Length: <= 60 } modified ? modified : "",
            Checksum(resource),
            resource.TryGetProperty("filesize", out var size) && size.ValueKind == JsonValueKind.Number && size.TryGetInt64(out var bytes) ? bytes : null);

    private static string? Checksum(JsonElement resource)
        => resource.TryGetProperty("checksum", out var sum) && sum.ValueKind == JsonValueKind.Object && Text(sum, "type") is { } type && Text(sum, "value") is { } value
            ? $"{type}:{value}".ToLowerInvariant() is { Length: <= 200 } text ? text : null
            : null;

    private static string? Text(JsonElement element, string name)
        => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
