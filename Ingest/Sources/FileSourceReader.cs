using System.Runtime.CompilerServices;
using Octoplus.Core.Jobs;
using Octoplus.Core.Sources;

namespace Octoplus.Ingest.Sources;

/// <summary>One published file, by its address: asked for by its validators, so that one that has not changed is not sent.</summary>
public sealed class FileSourceReader(SourceHttp http) : ISourceReader
{
    /// <inheritdoc/>
    public SourceKind Kind => SourceKind.File;

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourceAnswer> ReadAsync(SourceRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!Uri.TryCreate(request.Source.Address, UriKind.Absolute, out var address))
        {
            throw new SourceException(Message.Of("source.failure.address", request.Source.Address));
        }

        yield return await SourceFetch.FileAsync(http, request, address, request.Former(), cancellationToken);
    }
}
