using System.Buffers.Text;
using System.Globalization;
using CsvHelper;
using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Files;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Readers.Series;

/// <summary>A delimited file read row by row, in memory for one row; what is wrong goes to the findings with line and column. Not safe for concurrent use.</summary>
internal sealed class SeriesCsv : IDisposable
{
    // More than any published row of any form; a quote left open ends here.
    private const int MaxRowBytes = 10_000;
    private const int ProgressRows = 10_000;

    private readonly CsvReader _csv;
    private readonly FindingList _findings;
    private readonly IProgress<long>? _rowsRead;
    private long _rows;

    public SeriesCsv(FileProbe file, FindingList findings, IProgress<long>? rowsRead)
    {
        _findings = findings;
        _rowsRead = rowsRead;
        _csv = CsvReader.FromFile(file.Path, file.Table!.ReaderOptions(MaxRowBytes, allowsLineBreaks: false, quotesValues: true));
        try
        {
            Header = Guard(() =>
            {
                _csv.ReadHeader();
                return _csv.Headers.ToArray().Select(h => h.Trim('\uFEFF', ' ', '\t')).ToArray();
            });
        }
        catch
        {
            _csv.Dispose();
            throw;
        }
    }

    /// <summary>Names of the columns as published.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>Line of the file, from 1.</summary>
    public int Row => _csv.Line();

    /// <summary>Moves to the next row that has as many cells as the header; others are errors.</summary>
    /// <exception cref="UnreadableFileException">A quote is left open, or a row is endless.</exception>
    public bool Read()
    {
        while (Guard(_csv.Read))
        {
            if (++_rows % ProgressRows == 0)
            {
                _rowsRead?.Report(_rows);
            }

            if (_csv.FieldCount == Header.Count)
            {
                return true;
            }

            _findings.Add(FindingSeverity.Error, "column-count", null, Row, null, _csv.FieldCount.ToString(CultureInfo.InvariantCulture), string.Create(
                CultureInfo.InvariantCulture, $"The row has {_csv.FieldCount} cells, the header {Header.Count}: a separator is missing or one too many."));
        }

        if (_rows == 0)
        {
            _findings.Error("no-rows", null, null, null, null, "There is no row below the header. Download the file again.");
        }

        return false;
    }

    /// <summary>
    /// Places of the columns of these keys (<see cref="TextKey"/>, without spaces). A column that is missing or stands twice is an
    /// error; one that is not known is an error, or left unread.
    /// </summary>
    /// <param name="names">Accepted names of each column, the present one first.</param>
    /// <returns>Null with errors.</returns>
    public int[]? Columns(IReadOnlyList<string[]> names, bool allowOthers)
    {
        var keys = Header.Select(ColumnKey).ToList();
        var places = names.Select(n => n.Select(ColumnKey).ToHashSet(StringComparer.Ordinal))
            .Select(accepted => Enumerable.Range(0, keys.Count).Where(i => accepted.Contains(keys[i])).ToList()).ToList();
        var isRight = true;
        for (var i = 0; i < names.Count; i++)
        {
            if (places[i].Count != 1)
            {
                isRight = false;
                _findings.Add(
                    FindingSeverity.Error, places[i].Count == 0 ? "missing-column" : "duplicate-column", null, 1, names[i][0], null,
                    places[i].Count == 0 ? $"The column '{names[i][0]}' is missing: export the file whole." : $"The column '{names[i][0]}' stands more than once: remove one.");
            }
        }

        foreach (var other in Enumerable.Range(0, keys.Count).Except(places.SelectMany(p => p)))
        {
            isRight &= allowOthers;
            _findings.Add(
                allowOthers ? FindingSeverity.Warning : FindingSeverity.Error, "unknown-column", null, 1, Header[other], null,
                allowOthers ? "The column is not known and not read." : "The column is not known: remove it, or import the file with a profile.");
        }

        return isRight ? [.. places.Select(p => p[0])] : null;
    }

    /// <summary>The key by which columns are matched: <c>Code.département</c> and <c>code_departement</c> are one.</summary>
    public static string ColumnKey(string name) => TextKey.Of(name).Replace(" ", "", StringComparison.Ordinal);

    /// <summary>A cell as text, trimmed.</summary>
    public string Text(int column) => _csv.GetString(column).Trim();

    /// <summary>A whole number from 0 to <paramref name="max"/>; null after an error.</summary>
    public long? Count(int column, long max)
    {
        var span = _csv.GetSpan(column);
        if (Utf8Parser.TryParse(span, out long count, out var used) && used == span.Length && span[0] is not (byte)'+' && count >= 0 && count <= max)
        {
            return count;
        }

        Error(span.Length == 0 ? "blank-cell" : "not-a-count", column, string.Create(
            CultureInfo.InvariantCulture, $"Expected a whole number from 0 to {max}{(span.Length == 0 ? "; write 0 where nothing was recorded" : "")}."));
        return null;
    }

    /// <summary>A number with a decimal point or comma, 0 or more; null after an error.</summary>
    public double? Number(int column)
    {
        var text = Text(column);
        if (double.TryParse(text.Replace(',', '.'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number))
        {
            return number;
        }

        Error(text.Length == 0 ? "blank-cell" : "not-a-number", column, "Expected a number of 0 or more, with a decimal comma or point.");
        return null;
    }

    /// <summary>As <see cref="Count"/>, and also as statistics programs write round numbers: <c>1e+05</c>.</summary>
    public double? RoundCount(int column, long max)
    {
        if (Number(column) is not { } number)
        {
            return null;
        }

        if (number == Math.Floor(number) && number <= max)
        {
            return number;
        }

        Error("not-a-count", column, string.Create(CultureInfo.InvariantCulture, $"Expected a whole number from 0 to {max}."));
        return null;
    }

    /// <summary>Something is wrong with a cell of this row.</summary>
    public void Error(string code, int column, string reason)
        => _findings.Add(FindingSeverity.Error, code, null, Row, Header[column], Text(column), reason);

    public void Dispose() => _csv.Dispose();

    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (CsvFormatException e)
        {
            throw new UnreadableFileException("broken-csv", $"The file cannot be read as a delimited table: {e.Message} Download it again.", e);
        }
    }
}
