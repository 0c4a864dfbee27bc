using System.Runtime.CompilerServices;
using Octoplus.Core.Reference;
using Octoplus.Core.Sources;

namespace Octoplus.Ingest.Sources;

/// <summary>
/// One published file, by its address: asked for by its validators, so that one that has not changed is not sent. Where its server gives none,
/// the date of a page may tell; where its address changes with the edition, a link on that page.
/// </summary>
public sealed class FileSourceReader(SourceHttp http) : ISourceReader
{
    /// <inheritdoc/>
    public SourceKind Kind => SourceKind.File;

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourceAnswer> ReadAsync(SourceRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var address = AddressOf(request.Source.Address);
        var settings = WebSourceSettings.Parse(request.Source.Settings);
        var former = request.Former();
        string? stamp = null;
        if (settings.Page is not null && (settings.Link is not null || former is { Etag: null, LastModified: null }))
        {
            var page = settings.PageAddress(address);
            var published = await SourceFetch.PublishedAsync(http, request, page, cancellationToken);
            var link = settings.Link is { } pattern ? published?.FindLink(pattern) : null;
            stamp = published?.ModifiedOn() is { } day ? SourceFetch.PageStamp(day, link) : null;
            if (former is { Sha256: not null, Etag: null, LastModified: null } && stamp is not null && stamp == former.Published)
            {
                request.Log(Message.Of("source.page-unchanged", page.Host));
                yield return SourceAnswer.Unchanged(former);
                yield break;
            }

            if (link is not null && former.Published?.EndsWith(' ' + link.AbsoluteUri, StringComparison.Ordinal) != true)
            {
                // Validators are of the former address.
                former = former with { Etag = null, LastModified = null };
            }

            address = link ?? address;
        }

        var answer = await SourceFetch.FileAsync(http, request, address, former, cancellationToken);
        yield return answer with { Published = stamp ?? answer.Published };
    }

    private static Uri AddressOf(string text)
        => Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : throw new SourceException(Message.Of("source.failure.address", text));
}
