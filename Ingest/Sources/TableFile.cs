using CsvHelper;
using Octoplus.Core.Reference;
using Octoplus.Ingest.Files;

namespace Octoplus.Ingest.Sources;

/// <summary>
/// Writes rows as the one form in which APIs and queries are handed to the readers: UTF-8, commas, a header, LF. The same rows give the same
/// bytes. A file that would be larger than the readers take is a failure.
/// </summary>
internal sealed class TableFile : IAsyncDisposable
{
    private readonly FileStream _file;
    private readonly CsvWriter _csv;
    private readonly int _columns;

    private TableFile(string path, int columns)
    {
        _columns = columns;
        _file = File.Create(path);
        _csv = CsvWriter.Create(_file, new CsvWriterOptions { Separator = ',', NewLine = "\n" }, leaveOpen: true);
    }

    public long Rows { get; private set; }

    public static async Task<TableFile> CreateAsync(string path, IReadOnlyList<string> header, CancellationToken cancellationToken)
    {
        var table = new TableFile(path, header.Count);
        await table.WriteAsync([.. header], cancellationToken);
        table.Rows = 0;
        return table;
    }

    public async Task WriteAsync(string[] cells, CancellationToken cancellationToken)
    {
        if (cells.Length != _columns)
        {
            throw new InvalidOperationException("A row has as many cells as the header.");
        }

        await _csv.WriteRecordAsync(cells, cancellationToken);
        Rows++;
        if (_file.Position > FileProbe.MaxFileBytes)
        {
            throw new SourceException(Message.Of("source.failure.table-too-large", FileProbe.MaxFileBytes / 1_000_000));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _csv.DisposeAsync();
        await _file.DisposeAsync();
    }
}
