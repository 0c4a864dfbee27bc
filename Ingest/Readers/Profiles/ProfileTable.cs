using System.Globalization;
using System.Text;
using CsvHelper;
using Octoplus.Ingest.Files;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Readers.Profiles;

/// <summary>A delimited file read row by row, every cell as text. Not safe for concurrent use.</summary>
internal sealed class ProfileTable : IDisposable
{
    public const int MaxRecordBytes = 100_000;

    private readonly CsvReader _csv;

    private ProfileTable(CsvReader csv, Encoding encoding, char separator)
    {
        _csv = csv;
        (Encoding, Separator) = (encoding, separator);
        Guard(csv.ReadHeader);
        Header = Distinct(csv.Headers.ToArray());
    }

    public Encoding Encoding { get; }

    public char Separator { get; }

    /// <summary>Trimmed; a column without a header is named by its place, a second one of a name by its number.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>Line of the file where the row begins, from 1.</summary>
    public int Line => _csv.Line();

    public int FieldCount => _csv.FieldCount;

    /// <summary>Opens a file as it shows itself, or as told.</summary>
    /// <exception cref="UnreadableFileException">No text, no table, or more than <see cref="ImportProfile.MaxColumns"/> columns.</exception>
    public static ProfileTable Open(FileProbe file, char? separator, Encoding? encoding)
    {
        if (file.Table is not { } table)
        {
            throw new UnreadableFileException("not-a-table", "A profile reads delimited text (.csv, .tsv): save the sheet as CSV in UTF-8.");
        }

        var text = table with { Separator = separator ?? table.Separator, Encoding = encoding ?? table.Encoding };
        var csv = CsvReader.FromFile(file.Path, text.ReaderOptions(MaxRecordBytes));
        try
        {
            var opened = new ProfileTable(csv, text.Encoding, text.Separator);
            return opened.Header.Count is > 0 and <= ImportProfile.MaxColumns
                ? opened
                : throw new UnreadableFileException("too-many-columns", string.Create(
                    CultureInfo.InvariantCulture, $"The table has {opened.Header.Count} columns: expected 1 to {ImportProfile.MaxColumns}. Is the separator right?"));
        }
        catch
        {
            csv.Dispose();
            throw;
        }
    }

    /// <summary>Moves to the next row that has any cell filled.</summary>
    /// <exception cref="UnreadableFileException">A quote is left open, or a row is longer than <see cref="MaxRecordBytes"/>.</exception>
    public bool Read()
    {
        while (Guard(_csv.Read))
        {
            if (!_csv.IsBlank())
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A cell, trimmed.</summary>
    public string Cell(int column) => _csv.GetString(column).Trim();

    public void Dispose() => _csv.Dispose();

    private static List<string> Distinct(string[] names)
    {
        var header = new List<string>(names.Length);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
        {
            var name = DelimitedRows.HeaderName(names[i], i) is { Length: > 200 } longName ? longName[..200] : DelimitedRows.HeaderName(names[i], i);
            var unique = name;
            for (var number = 2; !seen.Add(unique); number++)
            {
                unique = string.Create(CultureInfo.InvariantCulture, $"{name} ({number})");
            }

            header.Add(unique);
        }

        return header;
    }

    private static void Guard(Action read) => Guard(() =>
    {
        read();
        return true;
    });

    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (CsvFormatException e)
        {
            // Without the message of the reader, which may quote the row.
            throw new UnreadableFileException("broken-csv", string.Create(
                CultureInfo.InvariantCulture,
                $"The table cannot be read at line {e.LineNumber}: a quote is left open or misplaced, or the row is longer than {MaxRecordBytes / 1000} kB. Check separator, encoding and that line."), e);
        }
    }
}
