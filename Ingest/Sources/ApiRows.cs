using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Octoplus.Core.Reference;
using Octoplus.Ingest.Files;

namespace Octoplus.Ingest.Sources;

/// <summary>Asks for one page.</summary>
/// <returns>Its body, to its end.</returns>
/// <exception cref="SourceException">No answer, or no good one.</exception>
public delegate Task<byte[]> ApiFetch(Uri address, CancellationToken cancellationToken);

/// <summary>
/// Reads the rows of a JSON API page by page into one table. Rather no file than a wrong one: an API that repeats a page, that says another
/// number of rows on the way, or that ends before it has sent as many as it said, is a failure.
/// </summary>
public sealed class ApiRows(ApiSettings settings, ApiFetch fetch)
{
    private static readonly JsonDocumentOptions _json = new() { MaxDepth = 64 };

    private readonly HashSet<string> _pages = [];
    private readonly SortedSet<string> _found = new(StringComparer.Ordinal);
    private long _rows;
    private long? _total;

    /// <summary>Writes all rows to <paramref name="path"/>; a failure leaves no file there.</summary>
    /// <param name="read">Told of rows read, and of all where the API says so.</param>
    /// <param name="mostRows">Stops after so many rows, for a look at the first ones; null: all.</param>
    /// <returns>Rows written.</returns>
    /// <exception cref="SourceException">The API does not answer, or not as the settings say.</exception>
    public async Task<long> WriteAsync(Uri address, string path, Action<long, long?>? read, int? mostRows, CancellationToken cancellationToken)
    {
        var spool = path + ".rows";
        try
        {
            await SpoolAsync(address, spool, read, mostRows, cancellationToken);
            return await TabulateAsync(spool, path, cancellationToken);
        }
        catch (Exception e) when (e is InvalidOperationException or JsonException)
        {
            File.Delete(path);
            throw new SourceException(Message.Of("source.failure.api-no-text"), e); // half a character, escaped
        }
        catch
        {
            File.Delete(path);
            throw;
        }
        finally
        {
            File.Delete(spool);
        }
    }

    // All pages first, a row a line: only then it is known which columns there are, and whether all rows came.
    private async Task SpoolAsync(Uri address, string spool, Action<long, long?>? read, int? mostRows, CancellationToken cancellationToken)
    {
        await using var lines = new StreamWriter(spool, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        var next = (Uri?)Page(address, 0);
        for (var page = 1; next is not null; page++)
        {
            if (page > settings.MaxPages)
            {
                throw new SourceException(Message.Of("source.failure.api-too-many-pages", settings.MaxPages));
            }

            next = await PageAsync(address, next, lines, cancellationToken);
            read?.Invoke(_rows, _total);
            if (_rows >= mostRows)
            {
                return;
            }
        }

        if (_total is { } total && total != _rows)
        {
            throw new SourceException(Message.Of("source.failure.api-incomplete", _rows, total));
        }
    }

    /// <returns>The address of the page after; null after the last.</returns>
    private async Task<Uri?> PageAsync(Uri first, Uri address, StreamWriter lines, CancellationToken cancellationToken)
    {
        var body = await fetch(address, cancellationToken);
        using var document = Parse(body);
        var rows = RowsOf(document.RootElement);
        CheckTotal(document.RootElement);
        var count = rows.GetArrayLength();
        if (count > 0 && !_pages.Add(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(rows.GetRawText())))))
        {
            throw new SourceException(Message.Of("source.failure.api-repeated", _rows));
        }

        foreach (var row in rows.EnumerateArray())
        {
            await WriteLineAsync(row, lines, cancellationToken);
        }

        if (settings.Next.Length > 0)
        {
            return count == 0 ? null : NextOf(document.RootElement, first, address);
        }

        // Where the API does not say how many there are, only an empty page is the end: a short one may be a bound of its own.
        return settings.Offset.Length == 0 || count == 0 || _rows >= _total ? null : Page(first, _rows);
    }

    private static JsonDocument Parse(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body, _json);
        }
        catch (JsonException e)
        {
            var start = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 80)));
            throw new SourceException(Message.Of("source.failure.api-no-json", start.ReplaceLineEndings(" ")), e);
        }
    }

    private JsonElement RowsOf(JsonElement answer)
        => ApiCells.At(answer, settings.Rows) is { ValueKind: JsonValueKind.Array } rows
            ? rows
            : throw new SourceException(settings.Rows.Length == 0
                ? Message.Of("source.failure.api-no-array", Members(answer))
                : Message.Of("source.failure.api-no-rows", settings.Rows, Members(answer)));

    private void CheckTotal(JsonElement answer)
    {
        if (settings.Total.Length == 0)
        {
            return;
        }

        if (ApiCells.At(answer, settings.Total) is not { ValueKind: JsonValueKind.Number } value || !value.TryGetInt64(out var total))
        {
            throw new SourceException(Message.Of("source.failure.api-no-total", settings.Total, Members(answer)));
        }

        if (total > settings.MaxRows)
        {
            throw new SourceException(Message.Of("source.failure.api-too-many-rows", total, settings.MaxRows));
        }

        if (_total is { } before && before != total)
        {
            throw new SourceException(Message.Of("source.failure.api-total-changed", before, total));
        }

        _total = total;
    }

    private async Task WriteLineAsync(JsonElement row, StreamWriter lines, CancellationToken cancellationToken)
    {
        if (row.ValueKind != JsonValueKind.Object)
        {
            throw new SourceException(Message.Of("source.failure.api-no-object", _rows + 1));
        }

        if (++_rows > settings.MaxRows)
        {
            throw new SourceException(Message.Of("source.failure.api-too-many-rows", _rows, settings.MaxRows));
        }

        if (settings.Columns.Count == 0)
        {
            _found.UnionWith(row.EnumerateObject().Where(m => ApiCells.IsScalar(m.Value)).Select(m => m.Name));
            if (_found.Count > ApiSettings.MaxColumns)
            {
                throw new SourceException(Message.Of("source.failure.api-too-many-columns", ApiSettings.MaxColumns));
            }
        }

        await lines.WriteLineAsync(JsonSerializer.Serialize(row).AsMemory(), cancellationToken);
        if (lines.BaseStream.Position > 4 * FileProbe.MaxFileBytes)
        {
            throw new SourceException(Message.Of("source.failure.table-too-large", FileProbe.MaxFileBytes / 1_000_000));
        }
    }

    private Uri? NextOf(JsonElement answer, Uri first, Uri here)
    {
        if (ApiCells.At(answer, settings.Next) is not { ValueKind: JsonValueKind.String } value || value.GetString() is not { Length: > 0 } text)
        {
            return null;
        }

        // Another server would be given the secret of this one.
        return Uri.TryCreate(here, text, out var next) && next.Scheme == first.Scheme && next.Authority == first.Authority
            ? next
            : throw new SourceException(Message.Of("source.failure.api-next-elsewhere", text, first.Authority));
    }

    private Uri Page(Uri address, long offset)
    {
        var query = new List<string>();
        if (address.Query.Length > 1)
        {
            query.Add(address.Query[1..]);
        }

        if (settings.Limit.Length > 0)
        {
            query.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{settings.Limit}={settings.PageSize}"));
        }

        if (settings.Offset.Length > 0)
        {
            query.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{settings.Offset}={offset}"));
        }

        return new UriBuilder(address) { Query = string.Join('&', query), Fragment = "" }.Uri;
    }

    private async Task<long> TabulateAsync(string spool, string path, CancellationToken cancellationToken)
    {
        string[] columns = settings.Columns.Count > 0 ? [.. settings.Columns] : [.. _found];
        if (columns.Length == 0)
        {
            throw new SourceException(Message.Of("source.failure.api-empty"));
        }

        await using var table = await TableFile.CreateAsync(path, columns, cancellationToken);
        var filled = new bool[columns.Length];
        await foreach (var line in File.ReadLinesAsync(spool, cancellationToken))
        {
            using var row = JsonDocument.Parse(line, _json);
            var values = columns.Select(c => settings.Columns.Count > 0 ? ApiCells.At(row.RootElement, c) : Own(row.RootElement, c)).ToArray();
            for (var i = 0; i < columns.Length; i++)
            {
                filled[i] |= values[i] is not null;
                if (settings.Columns.Count > 0 && values[i] is { } value && !ApiCells.IsScalar(value))
                {
                    throw new SourceException(Message.Of("source.failure.api-no-cell", columns[i]));
                }
            }

            await table.WriteAsync([.. values.Select(v => v is { } value && ApiCells.IsScalar(value) ? ApiCells.Text(value) : "")], cancellationToken);
        }

        return table.Rows == 0 ? throw new SourceException(Message.Of("source.failure.api-empty"))
            : Array.IndexOf(filled, value: false) is var missing and >= 0 ? throw new SourceException(Message.Of("source.failure.api-no-column", columns[missing]))
            : table.Rows;
    }

    private static JsonElement? Own(JsonElement row, string name) => row.TryGetProperty(name, out var value) ? value : null;

    private static string Members(JsonElement answer)
        => answer.ValueKind == JsonValueKind.Object ? string.Join(", ", answer.EnumerateObject().Select(m => m.Name).Take(12)) : answer.ValueKind.ToString();
}
