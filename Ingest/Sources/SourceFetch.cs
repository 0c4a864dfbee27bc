using System.Globalization;
using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Sources;

namespace Octoplus.Ingest.Sources;

/// <summary>Fetches the file of a source, telling its log.</summary>
public static class SourceFetch
{
    private const long MaxPageBytes = 10_000_000;

    /// <summary>Fetches a file unless its validators say that it has not changed.</summary>
    /// <exception cref="SourceException">It could not be had whole.</exception>
    public static async Task<SourceAnswer> FileAsync(
        SourceHttp http, SourceRequest request, Uri address, SourceFile former, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(former);
        var path = Path.Combine(request.Folder, Path.GetRandomFileName());
        var context = request.Context;
        context.Report("fetching");
        var body = await http.GetAsync(
            new FetchRequest(address, path)
            {
                Etag = former.Etag,
                LastModified = former.LastModified,
                OnRetry = (attempt, reason) => request.Log(Message.Of("source.retry", attempt, reason.Reason), JobLogLevel.Warning),
                OnProgress = (done, total) => context.Report("fetching", done, total),
            },
            cancellationToken);
        if (body.IsUnchanged)
        {
            request.Log(Message.Of("source.not-modified"));
            return SourceAnswer.Unchanged(former);
        }

        if (body.Bytes == 0)
        {
            throw new SourceException(Message.Of("source.failure.empty", body.Address.Host));
        }

        return new SourceAnswer(former.Name, new FetchedFile(path, body.FileName, body.Sha256, body.Bytes)) { Etag = body.Etag, LastModified = body.LastModified };
    }

    /// <summary>How a page or a description is asked for.</summary>
    public static FetchRequest Page(SourceRequest request, Uri address, string path)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new FetchRequest(address, path)
        {
            MaxBytes = MaxPageBytes,
            IsCompressible = true,
            OnRetry = (attempt, reason) => request.Log(Message.Of("source.retry", attempt, reason.Reason), JobLogLevel.Warning),
        };
    }

    /// <summary>A page about a publication; null where it cannot be had: it is only asked to save a download.</summary>
    public static async Task<PublishedPage?> PublishedAsync(SourceHttp http, SourceRequest request, Uri address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(request);
        var path = Path.Combine(request.Folder, "page.html");
        var context = request.Context;
        context.Report("asking");
        try
        {
            var body = await http.GetAsync(Page(request, address, path), cancellationToken);
            await using var html = File.OpenRead(path);
            return PublishedPage.Parse(html, body.Address);
        }
        catch (SourceException e)
        {
            request.Log(Message.Of("source.no-page", address.Host, e.Reason), JobLogLevel.Warning);
            return null;
        }
    }

    /// <summary>When a page says that its publication was changed; null where it does not, or cannot be had.</summary>
    public static async Task<DateOnly?> PageDateAsync(SourceHttp http, SourceRequest request, Uri address, CancellationToken cancellationToken)
        => (await PublishedAsync(http, request, address, cancellationToken))?.ModifiedOn();

    /// <summary>What is kept of a page to tell the next time whether it has changed.</summary>
    public static string PageStamp(DateOnly day, Uri? link = null)
        => $"page {day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}{(link is null ? "" : " " + link.AbsoluteUri)}" is { Length: <= 400 } stamp ? stamp : "";

    /// <summary>Whether a day is not after the one in a stamp of a page or of a portal's description.</summary>
    internal static bool IsNotAfter(DateOnly day, string stamp)
        => stamp.Split(' ').Select(part => DateTimeOffset.TryParse(part, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) && part.Contains('-', StringComparison.Ordinal)
            ? DateOnly.FromDateTime(moment.UtcDateTime)
            : (DateOnly?)null).Max() is { } known && day <= known;
}
