using System.Globalization;
using Octoplus.Core.Reference;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Readers.Etat4001;

/// <summary>Reads and checks one sheet <c>Services PN|GN year</c>.</summary>
internal sealed class ServiceSheetReader(string sheet, Force force, int year, IReadOnlySet<string> departments, FindingList findings)
{
    private const double MaxCount = 10_000_000;
    private const int NoService = -1;
    private const int BadService = -2; // reported with the header: its counts are passed over

    // Rows that move down from 98 leave it blank; rows that move up bring blanks from 96 to 94 at the earliest.
    private const int FirstThatAShiftBlanks = 94;

    private readonly int[] _rowOf = new int[Nomenclature.OffenceCount + 1];
    private IReadOnlyList<ServiceColumn> _services = [];
    private int[] _serviceOf = [];
    private long?[] _counts = [];
    private readonly int[] _blanks = new int[Nomenclature.OffenceCount + 1];
    private readonly LabelCheck _labels = new(sheet, findings);
    private readonly SortedDictionary<int, (int Row, string? Found, int Cells)> _strays = [];
    private readonly List<(int Code, int Row, int Column, long Found, int Cells)> _unused = [];

    /// <summary>The sheet; null when its header cannot be found. Findings tell whether it may be used.</summary>
    public ServiceSheet? Read(IEnumerable<XlsxRow> rows)
    {
        var header = new SheetHeader(sheet, force, year, departments, findings);
        foreach (var row in rows)
        {
            if (header.IsComplete)
            {
                ReadRow(row, header);
            }
            else if (!header.Read(row))
            {
                break;
            }
            else if (header.IsComplete)
            {
                if (header.Services() is not { } services)
                {
                    return null;
                }

                Prepare(services, header.BadColumns);
            }
        }

        if (!header.IsComplete)
        {
            findings.Error("missing-header", sheet, null, null, null, "No row says 'Code index' and 'Libellé index': the layout is not that of the État 4001.");
            return null;
        }

        _labels.Report();
        ReportStrays();
        ReportMissing();
        var isShifted = ReportUnused();
        ReportBlanks(isShifted ? FirstThatAShiftBlanks - 1 : Nomenclature.OffenceCount);
        return new ServiceSheet(sheet, force, year, _services, _counts);
    }

    private void Prepare(IReadOnlyList<ServiceColumn> services, IReadOnlySet<int> badColumns)
    {
        _services = services;
        _counts = new long?[services.Count * Nomenclature.OffenceCount];
        _serviceOf = new int[services.Select(s => s.Column).Concat(badColumns).DefaultIfEmpty(-1).Max() + 1];
        Array.Fill(_serviceOf, NoService);
        foreach (var column in badColumns)
        {
            _serviceOf[column] = BadService;
        }

        for (var i = 0; i < services.Count; i++)
        {
            _serviceOf[services[i].Column] = i;
        }
    }

    private void ReadRow(XlsxRow row, SheetHeader header)
    {
        if (ReadCode(row, header) is not { } code)
        {
            return;
        }

        _labels.Add(row.Number, header.LabelColumn, code, row.Text(header.LabelColumn));
        var offence = Nomenclature.Offences[code - 1];
        (int Column, long Found, int Cells) unused = default;
        var filled = 0;
        foreach (ref readonly var cell in row.Cells)
        {
            if (cell.Column <= header.LabelColumn || IsBlank(cell))
            {
                continue;
            }

            var service = cell.Column < _serviceOf.Length ? _serviceOf[cell.Column] : NoService;
            if (service == NoService)
            {
                AddStray(row, cell);
            }
            else if (service != BadService)
            {
                filled++;
                if (ReadCount(row, cell) is not { } count)
                {
                    continue;
                }

                if (offence.IsUsed)
                {
                    _counts[(service * Nomenclature.OffenceCount) + code - 1] = count;
                }
                else if (count != 0)
                {
                    unused = unused.Cells == 0 ? (cell.Column, count, 1) : unused with { Cells = unused.Cells + 1 };
                }
            }
        }

        if (unused.Cells > 0)
        {
            _unused.Add((code, row.Number, unused.Column, unused.Found, unused.Cells));
        }

        // A cell that was reported is wrong, not blank.
        _blanks[code] = offence.IsUsed ? _services.Count - filled : 0;
    }

    private int? ReadCode(XlsxRow row, SheetHeader header)
    {
        foreach (ref readonly var cell in row.Cells)
        {
            if (cell.Column != header.CodeColumn || IsBlank(cell))
            {
                continue;
            }

            var number = cell.Kind == XlsxCellKind.Number ? cell.Number
                : int.TryParse(cell.Text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : -1;
            if (number is < 1 or > Nomenclature.OffenceCount || number != Math.Floor(number))
            {
                findings.Error("unknown-index", sheet, row.Number, cell.Column, cell.Text ?? Text(number), "Expected the code of an index, 1 to 107.");
                return null;
            }

            var code = (int)number;
            if (_rowOf[code] > 0)
            {
                findings.Error("duplicate-index", sheet, row.Number, cell.Column, Text(code), string.Create(
                    CultureInfo.InvariantCulture, $"Index {code} stands in row {_rowOf[code]} already."));
                return null;
            }

            _rowOf[code] = row.Number;
            return code;
        }

        foreach (ref readonly var cell in row.Cells)
        {
            if (!IsBlank(cell))
            {
                findings.Error("row-without-index", sheet, row.Number, cell.Column, cell.Text ?? Text(cell.Number), "The row has values but no code of an index.");
                break;
            }
        }

        return null;
    }

    private long? ReadCount(XlsxRow row, in XlsxCell cell)
    {
        switch (cell.Kind)
        {
            case XlsxCellKind.Error:
                findings.Error("formula-error", sheet, row.Number, cell.Column, cell.Text, "A formula failed here: expected a count.");
                return null;
            case XlsxCellKind.Text or XlsxCellKind.Boolean:
                findings.Error("not-a-number", sheet, row.Number, cell.Column, cell.Text, "Expected a count: a whole number, 0 or more.");
                return null;
            default:
                if (cell.Number is < 0 or > MaxCount || cell.Number != Math.Floor(cell.Number))
                {
                    findings.Error("not-a-count", sheet, row.Number, cell.Column, Text(cell.Number), "Expected a whole number from 0 to 10,000,000.");
                    return null;
                }

                return (long)cell.Number;
        }
    }

    private void AddStray(XlsxRow row, in XlsxCell cell)
    {
        _strays[cell.Column] = _strays.TryGetValue(cell.Column, out var stray)
            ? stray with { Cells = stray.Cells + 1 }
            : (row.Number, cell.Text ?? Text(cell.Number), 1);
    }

    private void ReportStrays()
    {
        foreach (var (column, (row, found, cells)) in _strays)
        {
            findings.Error("value-without-service", sheet, row, column, found, string.Create(
                CultureInfo.InvariantCulture, $"{cells} value(s) from here down stand in a column without a service."));
        }
    }

    /// <summary>True when rows of the unused indices look shifted; then that is the one finding.</summary>
    private bool ReportUnused()
    {
        // A shift brings counts of nearly every service, a slip of the hand one.
        var shifted = _unused.FindAll(u => 2 * u.Cells > _services.Count);
        foreach (var (code, row, column, found, cells) in _unused.Except(shifted))
        {
            findings.Error("unused-index-value", sheet, row, column, Text(found), string.Create(
                CultureInfo.InvariantCulture, $"Index {code} is unused, yet {cells} of {_services.Count} services have counts there."));
        }

        if (shifted.Count == 0)
        {
            return false;
        }

        var first = shifted[0];
        findings.Error("unused-index-value", sheet, first.Row, first.Column, Text(first.Found), string.Create(
            CultureInfo.InvariantCulture,
            $"Unused indices have counts ({string.Join(", ", shifted.Select(u => u.Code))}): the rows from about index {FirstOfUnusedRun(first.Code)} on look shifted. Ask for a corrected edition."));
        return true;
    }

    private void ReportMissing()
    {
        foreach (var code in Enumerable.Range(1, Nomenclature.OffenceCount).Where(c => _rowOf[c] == 0))
        {
            findings.Error("missing-index", sheet, null, null, null, string.Create(
                CultureInfo.InvariantCulture, $"No row for index {code}, {Nomenclature.Offences[code - 1].Label}."));
        }
    }

    private void ReportBlanks(int lastCode)
    {
        foreach (var code in Enumerable.Range(1, lastCode).Where(c => _rowOf[c] > 0 && _blanks[c] > 0))
        {
            findings.Warning("blank-cells", sheet, _rowOf[code], null, null, string.Create(
                CultureInfo.InvariantCulture, $"Index {code} is blank for {_blanks[code]} service(s): kept as unknown, not as zero."));
        }
    }

    // 96, 97 and 99, 100 come in pairs around 98: a shift shows first in the pair's first row.
    private static int FirstOfUnusedRun(int code) => code is 96 or 97 ? 96 : 98;

    private static bool IsBlank(in XlsxCell cell)
        => cell.Kind == XlsxCellKind.Blank || (cell.Kind == XlsxCellKind.Text && string.IsNullOrWhiteSpace(cell.Text));

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
