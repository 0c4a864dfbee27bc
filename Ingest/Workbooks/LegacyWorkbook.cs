using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace Octoplus.Ingest.Workbooks;

/// <summary>A legacy .xls workbook, read sheet by sheet.</summary>
internal sealed class LegacyWorkbook : IDisposable
{
    private readonly IExcelDataReader _reader;

    /// <summary>Opens it at its first sheet.</summary>
    /// <exception cref="UnreadableFileException">The file is no readable .xls, or protected.</exception>
    public LegacyWorkbook(string path)
        => _reader = Guard(() => ExcelReaderFactory.CreateBinaryReader(new MemoryStream(File.ReadAllBytes(path))));

    /// <summary>Name of the sheet; empty where a damaged file has none.</summary>
    public string SheetName => _reader.Name ?? "";

    /// <summary>Goes to the next sheet.</summary>
    public bool NextSheet() => Guard(_reader.NextResult);

    /// <summary>The rows of the sheet that were not read yet; the cells are numbers, texts, dates, booleans or null.</summary>
    public IEnumerable<object?[]> Rows()
    {
        while (Guard(_reader.Read))
        {
            yield return [.. Enumerable.Range(0, _reader.FieldCount).Select(_reader.GetValue)];
        }
    }

    public void Dispose() => _reader.Dispose();

    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidPasswordException e)
        {
            throw new UnreadableFileException("password-protected", UnreadableFileException.ProtectedReason, e);
        }
        catch (Exception e) when (e is ExcelReaderException or InvalidDataException or EndOfStreamException or IndexOutOfRangeException
            or ArgumentException or InvalidOperationException or NotSupportedException or OverflowException)
        {
            throw new UnreadableFileException("broken-workbook", $"The file cannot be read as an .xls workbook: {e.Message} Download it again.", e);
        }
    }
}
