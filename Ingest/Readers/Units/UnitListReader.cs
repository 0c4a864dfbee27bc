using System.Globalization;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Files;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Readers.Units;

/// <summary>Reads the list of units of count: a workbook with <c>Index_Code</c>, <c>Index_Libellé</c>, <c>Index_UC</c> and remarks.</summary>
public static class UnitListReader
{
    private const int MaxRows = 10_000;

    private static readonly string[] _header = ["INDEX CODE", "INDEX LIBELLE", "INDEX UC"];

    /// <summary>Told by the header of its first sheet.</summary>
    public static FileFormat Format { get; } = new(
        Datasets.Units,
        file => file.Container == FileContainer.Workbook && file.Sheets.Count is > 0 and <= 10 && HasHeader(file),
        (file, findings, _) => Read(file.Path, findings));

    /// <summary>Reads and checks the list.</summary>
    /// <exception cref="UnreadableFileException">The workbook is cut off or too large.</exception>
    public static UnitListContent Read(string path, FindingList findings)
    {
        using var workbook = XlsxWorkbook.Open(path);
        var sheet = workbook.Sheets[0];
        foreach (var other in workbook.Sheets.Skip(1).Where(s => workbook.Rows(s).Any(r => !r.Cells.IsEmpty)))
        {
            findings.Warning("ignored-sheet", other.Name, null, null, null, $"Only the first sheet, '{sheet.Name}', is read.");
        }

        UnitSheetReader? reader = null;
        var rows = 0;
        foreach (var row in workbook.Rows(sheet))
        {
            if (rows++ == MaxRows)
            {
                findings.Error("too-many-rows", sheet.Name, row.Number, null, null, "The list has 107 indices: what stands below row 10,000 is not read.");
                break;
            }

            if (reader is null)
            {
                reader = new UnitSheetReader(sheet.Name, ColumnsOf(row), findings);
            }
            else
            {
                reader.Add(row);
            }
        }

        return new UnitListContent(reader?.Finish() ?? []);
    }

    private static bool HasHeader(FileProbe file)
    {
        using var workbook = XlsxWorkbook.Open(file.Path);
        return workbook.Rows(workbook.Sheets[0]).Take(1).Any(r => ColumnsOf(r).All(c => c > 0));
    }

    /// <summary>Columns of code, label and unit, whatever their order; 0 for one that is not there.</summary>
    private static int[] ColumnsOf(XlsxRow row)
    {
        var columns = new int[_header.Length];
        foreach (ref readonly var cell in row.Cells)
        {
            var at = cell.Kind == XlsxCellKind.Text ? Array.IndexOf(_header, TextKey.Of(cell.Text ?? "")) : -1;
            if (at >= 0 && columns[at] == 0)
            {
                columns[at] = cell.Column;
            }
        }

        return columns;
    }
}
