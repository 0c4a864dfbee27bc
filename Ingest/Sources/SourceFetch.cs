using Octoplus.Core.Jobs;
using Octoplus.Core.Sources;

namespace Octoplus.Ingest.Sources;

/// <summary>Fetches the file of a source, telling its log.</summary>
public static class SourceFetch
{
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
                OnRetry = (attempt, reason) => request.Log(Message.Of("source.retry", attempt, reason.Kind), JobLogLevel.Warning),
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
}
