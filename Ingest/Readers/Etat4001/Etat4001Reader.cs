using System.Globalization;
using System.Runtime.ExceptionServices;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Demonstration;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Readers.Etat4001;

/// <summary>Reads the workbook of crimes and délits by service: one sheet per force and year.</summary>
public static class Etat4001Reader
{
    /// <summary>Told by the names of the sheets.</summary>
    public static FileFormat Format { get; } = new(
        Datasets.Etat4001,
        file => file.Sheets.Any(s => SheetHeader.ParseSheetName(s.Name) is not null),
        (file, findings, progress) => Read(file.Path, ReferenceTerritories.Codes, findings, progress));

    /// <summary>Reads and checks every sheet, on all cores.</summary>
    /// <param name="departments">Codes that a service may belong to.</param>
    /// <param name="findings">Receives what is wrong; with errors the content must not be used.</param>
    /// <exception cref="UnreadableFileException">A part of the file is cut off, no XML, or too large.</exception>
    public static Etat4001Content Read(string path, IReadOnlySet<string> departments, FindingList findings, IProgress<long>? cellsRead = null)
    {
        using var workbook = XlsxWorkbook.Open(path);
        var named = workbook.Sheets
            .Select(s => (Sheet: s, Key: SheetHeader.ParseSheetName(s.Name)))
            .Where(s => s.Key is not null)
            .Select(s => (s.Sheet, s.Key!.Value.Force, s.Key.Value.Year))
            .ToList();
        CheckSheets(named, findings);
        var sheets = new ServiceSheet?[named.Count];
        var cells = 0L;
        try
        {
            Parallel.ForEach(
                Enumerable.Range(0, named.Count),
                new ParallelOptions { MaxDegreeOfParallelism = BatchWork.Threads },
                () => XlsxWorkbook.Open(path),
                (i, _, own) =>
                {
                    var (sheet, force, year) = named[i];
                    sheets[i] = new ServiceSheetReader(sheet.Name, force, year, departments, findings).Read(own.Rows(sheet));
                    cellsRead?.Report(Interlocked.Add(ref cells, sheets[i]?.Counts.LongLength ?? 0));
                    return own;
                },
                own => own.Dispose());
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions.OfType<UnreadableFileException>().FirstOrDefault() ?? e.InnerExceptions[0]);
        }

        return new Etat4001Content([.. sheets.OfType<ServiceSheet>()], IsDemonstration(workbook));
    }

    private static void CheckSheets(List<(XlsxSheet Sheet, Force Force, int Year)> sheets, FindingList findings)
    {
        foreach (var twice in sheets.GroupBy(s => (s.Force, s.Year)).Where(g => g.Count() > 1))
        {
            findings.Error("duplicate-sheet", twice.Last().Sheet.Name, null, null, null, string.Create(
                CultureInfo.InvariantCulture, $"The sheets {string.Join(", ", twice.Select(s => $"'{s.Sheet.Name}'"))} are of one force and year."));
        }

        foreach (var year in sheets.GroupBy(s => s.Year))
        {
            foreach (var (force, code) in new[] { (Force.Police, "PN"), (Force.Gendarmerie, "GN") })
            {
                if (year.All(s => s.Force != force))
                {
                    findings.Error("missing-sheet", null, null, null, null, string.Create(
                        CultureInfo.InvariantCulture, $"The workbook has no sheet 'Services {code} {year.Key}': each year needs police and gendarmerie."));
                }
            }
        }
    }

    private static bool IsDemonstration(XlsxWorkbook workbook)
        => workbook.Sheets.Where(s => SheetHeader.ParseSheetName(s.Name) is null).Any(s =>
            workbook.Rows(s).Take(1).Any(r => r.Text(1) == DemonstrationWorkbook.Marker));
}
