using System.Runtime.CompilerServices;
using Octoplus.Core.Reference;
using Octoplus.Core.Sources;

namespace Octoplus.Ingest.Sources;

/// <summary>What a query on another database answers, as a table; unchanged where the rows are the same and in the same order.</summary>
public sealed class QuerySourceReader(AllowedFolders folders, NamedConnections connections) : ISourceReader
{
    /// <inheritdoc/>
    public SourceKind Kind => SourceKind.Query;

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourceAnswer> ReadAsync(SourceRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var path = Path.Combine(request.Folder, Path.GetRandomFileName());
        var rows = await WriteAsync(request, path, null, cancellationToken);
        request.Log(Message.Of("source.rows-read", rows));
        yield return new SourceAnswer("", await FolderSourceReader.FetchedAsync(path, ApiSourceReader.TableName(request.Source), cancellationToken));
    }

    /// <summary>Writes the table, or its first rows.</summary>
    /// <param name="mostRows">Null: all.</param>
    /// <returns>Rows written.</returns>
    /// <exception cref="SourceException">The database does not answer, refuses the statement, or takes too long.</exception>
    internal Task<long> WriteAsync(SourceRequest request, string path, int? mostRows, CancellationToken cancellationToken)
    {
        var settings = KindSettings.Parse<QuerySettings>(request.Source.Settings);
        var context = request.Context;
        context.Report("reading-rows");
        return new QueryRows(settings, folders, connections)
            .WriteAsync(request.Source.Address, path, done => context.Report("reading-rows", done), mostRows, cancellationToken);
    }
}
