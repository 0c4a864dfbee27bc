using CsvHelper;

namespace Octoplus.Ingest.Files;

/// <summary>What all readers of delimited tables do alike.</summary>
internal static class DelimitedRows
{
    /// <summary>Reads a text as it shows itself, strictly: a quote that is left open, or a row longer than said, ends the reading.</summary>
    /// <param name="quotesValues">Whether messages of the reader may hold values of the file.</param>
    public static CsvReaderOptions ReaderOptions(this DelimitedText text, int maxRowBytes, bool allowsLineBreaks = true, bool quotesValues = false) => new()
    {
        Separator = text.Separator,
        Encoding = text.Encoding,
        TrackLineNumbers = true,
        TrimWhitespace = true,
        MaxRecordSize = maxRowBytes,
        AllowLineBreaksInQuotes = allowsLineBreaks,
        MalformedData = CsvMalformedDataHandling.Throw,
        IncludeValuesInExceptions = quotesValues,
    };

    /// <summary>Line of the file where the row begins, from 1.</summary>
    public static int Line(this CsvReader csv) => (int)Math.Min(csv.LineNumber, int.MaxValue);

    /// <summary>No cell of the row is filled.</summary>
    public static bool IsBlank(this CsvReader csv)
    {
        for (var i = 0; i < csv.FieldCount; i++)
        {
            if (!csv.IsEmpty(i))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A name of the header without what surrounds it; a column without one is named by its place, such as <c>#3</c>.</summary>
    public static string HeaderName(string written, int index)
        => written.Trim().Trim('\uFEFF') is { Length: > 0 } name ? name : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"#{index + 1}");
}
