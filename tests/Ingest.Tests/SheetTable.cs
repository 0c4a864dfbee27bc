using System.Text;
using ExcelDataReader;

namespace Octoplus.Ingest.Tests;

/// <summary>The sheets of a workbook as another reader than ours sees them: cells by sheet, row and column from 0.</summary>
internal static class SheetTable
{
    static SheetTable() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <param name="wanted">Which sheets, by name; all unless told.</param>
    public static Dictionary<string, List<object?[]>> ReadAll(string path, Predicate<string>? wanted = null)
    {
        using var stream = File.OpenRead(path);
        using var reader = ExcelReaderFactory.CreateReader(stream);
        var sheets = new Dictionary<string, List<object?[]>>();
        do
        {
            if (wanted?.Invoke(reader.Name) == false)
            {
                continue;
            }

            var rows = new List<object?[]>();
            while (reader.Read())
            {
                rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)]);
            }

            sheets.Add(reader.Name, rows);
        }
        while (reader.NextResult());

        return sheets;
    }

    /// <summary>Sum of the numbers from a row and column on.</summary>
    public static double Sum(this List<object?[]> rows, int headerRows)
        => rows.Skip(headerRows).Sum(r => r.Skip(2).OfType<double>().Sum());
}
