using System.Globalization;
using CsvHelper;
using Octoplus.Ingest.Files;

namespace Octoplus.Ingest.Readers.GroupFiles;

/// <summary>
/// Reads and writes the files that are grouped. In: <c>id,feature…</c>, a header and a row each; separator comma, semicolon or tab, decimal point, or decimal
/// comma where commas do not separate; UTF-8 (with or without byte order mark), UTF-16 or Windows-1252. Out: <c>id,cluster,distance,silhouette</c>.
/// </summary>
public static class ClusterFile
{
    /// <summary>Problems listed; further ones are counted.</summary>
    public const int MaxProblems = 200;

    /// <summary>Longest identifier and longest header.</summary>
    public const int MaxNameLength = 200;

    private const int HeadBytes = 4_000_000;
    private const int MaxRecordBytes = 1_000_000;

    /// <summary>Reads a file. Whatever is wrong with it is told, never thrown, but for failures of the disk.</summary>
    /// <param name="stream">Seekable, at its beginning; left open.</param>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static ClusterFileContent Read(Stream stream, ClusterFileLimits limits, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(limits);
        if (stream.Length == 0 || stream.Length > limits.MaxBytes)
        {
            return OfSize(stream.Length, limits);
        }

        var reading = new ClusterFileReading(limits);

        var head = new byte[Math.Min(HeadBytes, stream.Length)];
        stream.ReadExactly(head);
        stream.Position = 0;
        var text = DelimitedText.Sniff(head);
        var form = new ClusterFileForm(text.Separator, HasDecimalComma: false, text.Encoding);
        if (!text.IsText)
        {
            reading.Refuse("not-text", null, null, "", "", "This is no text: save the sheet as CSV.");
            return reading.ToContent(form);
        }

        using var csv = CsvReader.Create(stream, text.ReaderOptions(MaxRecordBytes), leaveOpen: true);
        try
        {
            reading.ReadAll(csv, cancellationToken);
        }
        catch (CsvFormatException e)
        {
            // Without the message of the reader, which may quote the row.
            reading.Refuse("broken-csv", (int)Math.Min(int.MaxValue, e.LineNumber), null, "", "", "A quote is left open or misplaced, or the line is longer than 1 MB.");
        }

        return reading.ToContent(form);
    }

    /// <summary>What is said of a file that is empty, or larger than what is read: which may be known before it comes.</summary>
    public static ClusterFileContent OfSize(long bytes, ClusterFileLimits limits)
    {
        var reading = new ClusterFileReading(limits);
        reading.RefuseSize(bytes);
        return reading.ToContent(ClusterFileForm.Plain);
    }

    /// <summary>Writes the groups, in the order given.</summary>
    /// <param name="stream">Left open.</param>
    /// <param name="form">Separator and decimal mark; always UTF-8.</param>
    /// <param name="isForSpreadsheet">With a byte order mark, and identifiers that a spreadsheet would run as formulas made harmless by an apostrophe; else as they are.</param>
    public static void Write(Stream stream, IEnumerable<ClusterFileRow> rows, ClusterFileForm form, bool isForSpreadsheet = false)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(form);
        IFormatProvider numbers = form.HasDecimalComma ? new NumberFormatInfo { NumberDecimalSeparator = "," } : CultureInfo.InvariantCulture;
        var options = new CsvWriterOptions
        {
            Separator = form.Separator,
            NewLine = isForSpreadsheet ? "\r\n" : "\n",
            FormatProvider = CultureInfo.InvariantCulture,
            WriteByteOrderMark = isForSpreadsheet,
            Injection = isForSpreadsheet ? CsvInjection.Escape : CsvInjection.None,
        };
        using var csv = CsvWriter.Create(stream, options, leaveOpen: true);
        csv.WriteRecord((string[])["id", "cluster", "distance", "silhouette"]);
        foreach (var row in rows)
        {
            csv.WriteField(row.Id);
            csv.WriteField(row.Cluster, default, numbers);
            csv.WriteField(row.Distance, default, numbers);
            if (row.Silhouette is { } known)
            {
                csv.WriteField(known, default, numbers);
            }
            else
            {
                csv.WriteField("");
            }

            csv.EndRecord();
        }
    }
}
