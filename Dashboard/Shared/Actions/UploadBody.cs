using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Octoplus.Ingest.Files;

namespace Octoplus.Dashboard.Shared.Actions;

/// <summary>One field of a form, read as it comes.</summary>
/// <param name="FileName">As the sender says; null for a field that is no file.</param>
internal sealed record UploadField(string Name, string? FileName, Stream Body)
{
    /// <summary>The value of a short field.</summary>
    public async Task<string> TextAsync(CancellationToken cancellationToken)
    {
        const int MaxText = 4096;
        var buffer = new byte[MaxText];
        var length = await Body.ReadAtLeastAsync(buffer, MaxText, throwOnEndOfStream: false, cancellationToken);
        return System.Text.Encoding.UTF8.GetString(buffer, 0, length);
    }
}

/// <summary>A form with files, field by field from the connection: nothing of it is kept in memory or in temporary files.</summary>
internal sealed class UploadBody
{
    /// <summary>What a form adds to the file in it.</summary>
    public const long Overhead = 1_000_000;

    private readonly MultipartReader _reader;

    private UploadBody(MultipartReader reader) => _reader = reader;

    /// <summary>The body of a request as a form with files; null if it says to be something else.</summary>
    public static UploadBody? Of(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        return string.IsNullOrEmpty(boundary) || boundary.Length > 200 ? null : new UploadBody(new MultipartReader(boundary, request.Body));
    }

    /// <summary>Lets a request bring this many files of the largest size; to be called before its body is read.</summary>
    /// <returns>False if it says itself that it is longer.</returns>
    public static bool Allow(HttpContext context, int files)
    {
        var limit = (FileProbe.MaxFileBytes * files) + Overhead;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = limit;
        }

        return context.Request.ContentLength is not { } length || length <= limit;
    }

    /// <summary>The next field, or null after the last; what was not read of the one before is passed over.</summary>
    /// <exception cref="IOException">The sender broke off.</exception>
    /// <exception cref="InvalidDataException">This is no form.</exception>
    public async Task<UploadField?> NextAsync(CancellationToken cancellationToken)
    {
        while (await _reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
            {
                var name = disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName;
                return new UploadField(
                    HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "", name.HasValue ? HeaderUtilities.RemoveQuotes(name).Value ?? "" : null, section.Body);
            }
        }

        return null;
    }
}
