using System.Runtime.CompilerServices;
using Octoplus.Core.Reference;
using Octoplus.Core.Sources;

namespace Octoplus.Ingest.Sources;

/// <summary>Rows of a JSON API, page by page, as one table; it is the same table, and so unchanged, where the rows are the same.</summary>
public sealed class ApiSourceReader(SourceHttp http, NamedConnections connections) : ISourceReader
{
    private const long MaxPageBytes = 20_000_000;

    /// <inheritdoc/>
    public SourceKind Kind => SourceKind.Api;

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourceAnswer> ReadAsync(SourceRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var path = Path.Combine(request.Folder, Path.GetRandomFileName());
        var rows = await WriteAsync(request, path, null, cancellationToken);
        request.Log(Message.Of("source.rows-read", rows));
        yield return new SourceAnswer("", await FolderSourceReader.FetchedAsync(path, TableName(request.Source), cancellationToken));
    }

    /// <summary>Writes the table, or its first rows.</summary>
    /// <param name="mostRows">Null: all.</param>
    /// <returns>Rows written.</returns>
    /// <exception cref="SourceException">The API does not answer, or not as the settings say.</exception>
    internal Task<long> WriteAsync(SourceRequest request, string path, int? mostRows, CancellationToken cancellationToken)
    {
        var settings = KindSettings.Parse<ApiSettings>(request.Source.Settings);
        if (!Uri.TryCreate(request.Source.Address, UriKind.Absolute, out var address))
        {
            throw new SourceException(Message.Of("source.failure.address", request.Source.Address));
        }

        var headers = Headers(settings);
        var (context, page) = (request.Context, path + ".page");
        return new ApiRows(settings, FetchAsync).WriteAsync(address, path, (done, total) => context.Report("reading-rows", done, total), mostRows, cancellationToken);

        async Task<byte[]> FetchAsync(Uri of, CancellationToken token)
        {
            try
            {
                await http.GetAsync(SourceFetch.Page(request, of, page) with { MaxBytes = MaxPageBytes, Headers = headers }, token);
                return await File.ReadAllBytesAsync(page, token);
            }
            finally
            {
                File.Delete(page);
            }
        }
    }

    /// <summary>The name of a source as that of a file.</summary>
    internal static string TableName(Source source) => source.Name.Replace('/', '-').Replace('\\', '-') + ".csv";

    private Dictionary<string, string> Headers(ApiSettings settings)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Accept"] = "application/json" };
        if (settings.Secret.Length > 0)
        {
            var secret = connections.Secret(settings.Secret)
                ?? throw new SourceException(Message.Of("source.setting.secret-missing", "Secrets:" + settings.Secret, "Secrets__" + settings.Secret));
            headers[settings.SecretHeader] = secret.All(c => c is >= ' ' and <= '~') ? secret
                : throw new SourceException(Message.Of("source.setting.secret-characters", "Secrets:" + settings.Secret));
        }

        return headers;
    }
}
