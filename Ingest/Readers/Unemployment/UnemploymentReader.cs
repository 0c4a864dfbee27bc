using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Files;
using Octoplus.Ingest.Readers.Series;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Readers.Unemployment;

/// <summary>Reads INSEE's localised unemployment rates: the sheet <c>Département</c> of a legacy .xls; other sheets are named and left.</summary>
public static class UnemploymentReader
{
    // Published sheets have some 110 rows and 180 columns.
    private const int MaxRows = 2000;

    /// <summary>Told by a sheet <c>Département</c> with quarters in its header.</summary>
    public static FileFormat Format { get; } = new(
        Datasets.Unemployment, file => file.Container == FileContainer.LegacyWorkbook && HasQuarterlySheet(file.Path), Read);

    /// <summary>Reads and checks the sheet.</summary>
    /// <exception cref="UnreadableFileException">The file is no readable .xls.</exception>
    public static SeriesContent Read(FileProbe file, FindingList findings, IProgress<long>? rowsRead)
    {
        ArgumentNullException.ThrowIfNull(file);
        using var workbook = new LegacyWorkbook(file.Path);
        SeriesContent? content = null;
        do
        {
            if (content is null && IsDepartments(workbook))
            {
                content = new UnemploymentSheet(workbook.SheetName, findings).Read([.. workbook.Rows().Take(MaxRows)]);
            }
            else
            {
                findings.Warning("ignored-sheet", workbook.SheetName, null, null, null, "Only the sheet of the départements is read.");
            }
        }
        while (workbook.NextSheet());
        return content ?? throw new UnreadableFileException("missing-sheet", "There is no sheet 'Département'.");
    }

    private static bool IsDepartments(LegacyWorkbook workbook) => TextKey.Of(workbook.SheetName) is "DEPARTEMENT" or "DEPARTEMENTS";

    private static bool HasQuarterlySheet(string path)
    {
        using var workbook = new LegacyWorkbook(path);
        do
        {
            if (IsDepartments(workbook) && UnemploymentSheet.HeaderOf([.. workbook.Rows().Take(UnemploymentSheet.HeaderRows)]) >= 0)
            {
                return true;
            }
        }
        while (workbook.NextSheet());
        return false;
    }
}
