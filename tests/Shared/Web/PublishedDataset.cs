using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Octoplus.Tests;

/// <summary>A dataset on a <see cref="LocalPublisher"/>, described as data.gouv.fr does, among other resources.</summary>
internal sealed class PublishedDataset(LocalPublisher publisher, string key)
{
    public const string Resource = "11111111-2222-3333-4444-555555555555";

    public string Description => $"/api/1/datasets/{key}/";

    public string Page => $"/fr/datasets/{key}/";

    public string File => $"/files/{key}.xlsx";

    /// <summary>Address of the source: that of the file without the portal's description.</summary>
    public Uri Address => new(publisher.Address, $"/fr/datasets/r/{Resource}");

    public string Settings => JsonSerializer.Serialize(new { dataset = key, resource = Resource });

    /// <summary>Publishes bytes: description, page and file agree.</summary>
    /// <param name="sum">What the description says of the bytes, where that is not their SHA-1.</param>
    public void Publish(byte[] content, DateTime modified, string? sum = null, int others = 3)
    {
        Describe(content, modified, sum, others);
        publisher.File(File, content);
        publisher.File($"/fr/datasets/r/{Resource}", content);
        Date(modified);
    }

    /// <summary>Says on the page when the dataset was changed.</summary>
    public void Date(DateTime modified)
        => publisher.File(Page, Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.GetCultureInfo("fr-FR"), $"<html><body><h1>Crimes</h1><p>Dernière mise à jour : {modified:d MMMM yyyy}</p></body></html>")), "text/html");

    /// <summary>Changes the description only.</summary>
    public void Describe(byte[] content, DateTime modified, string? sum = null, int others = 3)
        => publisher.File(Description, Json(content, modified, sum ?? Convert.ToHexStringLower(SHA1.HashData(content)), others), "application/json");

    private byte[] Json(byte[] content, DateTime modified, string sum, int others)
        => JsonSerializer.SerializeToUtf8Bytes(new
        {
            id = "53699d0ea3a729239d205b2e",
            slug = key,
            last_modified = modified,
            resources = Enumerable.Range(0, others)
                .Select(i => Entry($"00000000-0000-0000-0000-{i:000000000000}", $"Autre fichier {i}", "pdf", $"/files/other-{i}.pdf", 1000 + i, modified.AddDays(1), new string('0', 40)))
                .Append(Entry(Resource, "Crimes et délits par service depuis 2012", "xlsx", File, content.Length, modified, sum)),
        });

    private object Entry(string id, string title, string format, string path, long size, DateTime modified, string sum) => new
    {
        id,
        title,
        description = "Séries annuelles des crimes et délits enregistrés, par service.",
        format,
        type = "main",
        mime = "application/octet-stream",
        filesize = size,
        checksum = new { type = "sha1", value = sum },
        last_modified = modified.ToString("yyyy-MM-ddTHH:mm:ss.ffffff+00:00", CultureInfo.InvariantCulture),
        url = new Uri(publisher.Address, path),
        latest = new Uri(publisher.Address, $"/fr/datasets/r/{id}"),
    };
}
