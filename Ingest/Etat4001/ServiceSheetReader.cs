using System.Globalization;
using Octoplus.Core.Offences;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Etat4001;

/// <summary>Reads and checks one sheet <c>Services PN|GN year</c>.</summary>
internal sealed class ServiceSheetReader(string sheet, Force force, int year, IReadOnlySet<string> departments, FindingList findings)
{
    private const double MaxCount = 10_000_000;

    private readonly int[] _rowOf = new int[Nomenclature.OffenceCount + 1];
    private IReadOnlyList<ServiceColumn> _services = [];
    private int[] _serviceOf = [];
    private long?[] _counts = [];
    private (int FirstRow, int Code, int OtherCode, int Rows)? _shift;
    private readonly int[] _blanks = new int[Nomenclature.OffenceCount + 1];

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
                Prepare(header.Services());
            }
        }

        if (!header.IsComplete)
        {
            findings.Error("missing-header", sheet, null, null, null, "No row says 'Code index' and 'Libellé index': the layout is not that of the État 4001.");
            return null;
        }

        ReportShift();
        ReportMissing();
        ReportBlanks();
        return new ServiceSheet(sheet, force, year, _services, _counts);
    }

    private void Prepare(IReadOnlyList<ServiceColumn> services)
    {
        _services = services;
        _counts = new long?[services.Count * Nomenclature.OffenceCount];
        _serviceOf = new int[services.Count > 0 ? services[^1].Column + 1 : 0];
        Array.Fill(_serviceOf, -1);
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

        CheckLabel(row, header, code);
        var offence = Nomenclature.Offences[code - 1];
        var unusedReported = false;
        foreach (ref readonly var cell in row.Cells)
        {
            if (cell.Column <= header.LabelColumn || cell.Kind == XlsxCellKind.Blank)
            {
                continue;
            }

            var service = cell.Column < _serviceOf.Length ? _serviceOf[cell.Column] : -1;
            if (service < 0)
            {
                ReportStray(row, cell);
            }
            else if (ReadCount(row, cell) is { } count)
            {
                if (offence.IsUsed)
                {
                    _counts[(service * Nomenclature.OffenceCount) + code - 1] = count;
                }
                else if (count != 0 && !unusedReported)
                {
                    unusedReported = true;
                    findings.Error("unused-index-value", sheet, row.Number, cell.Column, Text(count), string.Create(
                        CultureInfo.InvariantCulture,
                        $"Index {code} is unused, yet it has counts: the rows from about index {FirstOfUnusedRun(code)} on look shifted. Ask for a corrected edition."));
                }
            }
        }

        if (offence.IsUsed)
        {
            for (var service = 0; service < _services.Count; service++)
            {
                _blanks[code] += _counts[(service * Nomenclature.OffenceCount) + code - 1] is null ? 1 : 0;
            }
        }
    }

    private int? ReadCode(XlsxRow row, SheetHeader header)
    {
        foreach (ref readonly var cell in row.Cells)
        {
            if (cell.Column != header.CodeColumn || cell.Kind == XlsxCellKind.Blank)
            {
                continue;
            }

            var number = cell.Kind == XlsxCellKind.Number ? cell.Number
                : int.TryParse(cell.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : -1;
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
            if (cell.Kind != XlsxCellKind.Blank)
            {
                findings.Error("row-without-index", sheet, row.Number, cell.Column, cell.Text ?? Text(cell.Number), "The row has values but no code of an index.");
                break;
            }
        }

        return null;
    }

    private void CheckLabel(XlsxRow row, SheetHeader header, int code)
    {
        var label = row.Text(header.LabelColumn);
        if (label is null)
        {
            findings.Error("missing-label", sheet, row.Number, header.LabelColumn, null, string.Create(
                CultureInfo.InvariantCulture, $"Index {code} has no label: expected '{Nomenclature.Offences[code - 1].Label}'."));
            return;
        }

        var (match, other) = OffenceLabels.Match(code, label);
        if (match == LabelMatch.Slip)
        {
            findings.Warning("label-spelling", sheet, row.Number, header.LabelColumn, label, string.Create(
                CultureInfo.InvariantCulture, $"Spelt otherwise than the known label of index {code}: '{Nomenclature.Offences[code - 1].WorkbookLabel}'."));
        }
        else if (match == LabelMatch.Unknown)
        {
            findings.Error("unknown-label", sheet, row.Number, header.LabelColumn, label, string.Create(
                CultureInfo.InvariantCulture, $"Index {code} is known as '{Nomenclature.Offences[code - 1].WorkbookLabel}'."));
        }
        else if (match == LabelMatch.Other)
        {
            // Rows shifted by the same step are one finding.
            if (_shift is { } shift && shift.OtherCode - shift.Code == other!.Value - code)
            {
                _shift = shift with { Rows = shift.Rows + 1 };
                return;
            }

            ReportShift();
            _shift = (row.Number, code, other!.Value, 1);
        }
    }

    private void ReportShift()
    {
        if (_shift is { } shift)
        {
            findings.Error("shifted-row", sheet, shift.FirstRow, null, Nomenclature.Offences[shift.OtherCode - 1].Label, string.Create(
                CultureInfo.InvariantCulture,
                $"Index {shift.Code} stands beside the label of index {shift.OtherCode}: {shift.Rows} row(s) from here on are shifted by {shift.OtherCode - shift.Code}."));
            _shift = null;
        }
    }

    private long? ReadCount(XlsxRow row, in XlsxCell cell)
    {
        switch (cell.Kind)
        {
            case XlsxCellKind.Error:
                findings.Error("formula-error", sheet, row.Number, cell.Column, cell.Text, "A formula failed here: expected a count.");
                return null;
            case XlsxCellKind.Text when string.IsNullOrWhiteSpace(cell.Text):
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

    private void ReportStray(XlsxRow row, in XlsxCell cell)
    {
        if (cell.Kind != XlsxCellKind.Text || !string.IsNullOrWhiteSpace(cell.Text))
        {
            findings.Error("value-without-service", sheet, row.Number, cell.Column, cell.Text ?? Text(cell.Number), "A value stands in a column without a service.");
        }
    }

    private void ReportMissing()
    {
        foreach (var code in Enumerable.Range(1, Nomenclature.OffenceCount).Where(c => _rowOf[c] == 0))
        {
            findings.Error("missing-index", sheet, null, null, null, string.Create(
                CultureInfo.InvariantCulture, $"No row for index {code}, {Nomenclature.Offences[code - 1].Label}."));
        }
    }

    private void ReportBlanks()
    {
        foreach (var code in Enumerable.Range(1, Nomenclature.OffenceCount).Where(c => _rowOf[c] > 0 && _blanks[c] > 0))
        {
            findings.Warning("blank-cells", sheet, _rowOf[code], null, null, string.Create(
                CultureInfo.InvariantCulture, $"Index {code} is blank for {_blanks[code]} service(s): kept as unknown, not as zero."));
        }
    }

    // 96, 97 and 99, 100 come in pairs around 98: a shift shows first in the pair's first row.
    private static int FirstOfUnusedRun(int code) => code is 96 or 97 ? 96 : 98;

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
