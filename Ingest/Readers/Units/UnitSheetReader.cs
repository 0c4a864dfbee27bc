using System.Globalization;
using Octoplus.Core.Reference;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Readers.Etat4001;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Readers.Units;

/// <summary>Checks the rows of the list one by one, then what is missing of it.</summary>
/// <param name="columns">Of code, label and unit; every other column holds remarks.</param>
internal sealed class UnitSheetReader(string sheet, int[] columns, FindingList findings)
{
    private readonly LabelCheck _labels = new(sheet, findings);
    private readonly int[] _rowOf = new int[Nomenclature.OffenceCount + 1];
    private readonly List<OffenceUnit> _units = [];

    public void Add(XlsxRow row)
    {
        if (HasError(row) || ReadCode(row) is not { } code)
        {
            return;
        }

        _labels.Add(row.Number, columns[1], code, row.Text(columns[1]));
        var text = row.Text(columns[2]);
        var isUsed = Nomenclature.Offences[code - 1].IsUsed;
        var unit = text is null ? CountUnit.None : UnitTexts.Find(text);
        if (text is null && isUsed)
        {
            findings.Error("missing-unit", sheet, row.Number, columns[2], null, string.Create(
                CultureInfo.InvariantCulture, $"Index {code} has no unit of count: expected {UnitTexts.Known}."));
        }
        else if (unit is null)
        {
            findings.Error("unknown-unit", sheet, row.Number, columns[2], text, $"Expected {UnitTexts.Known}.");
        }
        else if (!isUsed && text is not null)
        {
            findings.Error("unused-index-unit", sheet, row.Number, columns[2], text, string.Create(
                CultureInfo.InvariantCulture, $"Index {code} is unused, yet it has a unit of count."));
        }

        var change = ReadRemarks(row, unit);
        _units.Add(new OffenceUnit(code, unit ?? CountUnit.None, change?.Before, change?.Since));
    }

    /// <summary>The list by index, after the last row.</summary>
    public IReadOnlyList<OffenceUnit> Finish()
    {
        _labels.Report();
        foreach (var code in Enumerable.Range(1, Nomenclature.OffenceCount).Where(c => _rowOf[c] == 0))
        {
            findings.Error("missing-index", sheet, null, null, null, string.Create(
                CultureInfo.InvariantCulture, $"No row for index {code}, {Nomenclature.Offences[code - 1].Label}."));
        }

        return [.. _units.OrderBy(u => u.Offence)];
    }

    private bool HasError(XlsxRow row)
    {
        var found = false;
        foreach (ref readonly var cell in row.Cells)
        {
            if (cell.Kind == XlsxCellKind.Error)
            {
                findings.Error("formula-error", sheet, row.Number, cell.Column, cell.Text, "A formula failed here: expected a text or a code.");
                found = true;
            }
        }

        return found;
    }

    private int? ReadCode(XlsxRow row)
    {
        var isEmpty = true;
        foreach (ref readonly var cell in row.Cells)
        {
            if (cell.Kind == XlsxCellKind.Blank || (cell.Kind == XlsxCellKind.Text && string.IsNullOrWhiteSpace(cell.Text)))
            {
                continue;
            }

            isEmpty = false;
            if (cell.Column == columns[0])
            {
                return ReadCode(row.Number, cell);
            }
        }

        if (!isEmpty)
        {
            findings.Error("row-without-index", sheet, row.Number, columns[0], null, "The row has texts but no code of an index.");
        }

        return null;
    }

    private int? ReadCode(int row, in XlsxCell cell)
    {
        var text = cell.Text?.Trim() ?? cell.Number.ToString(CultureInfo.InvariantCulture);
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code) || code is < 1 or > Nomenclature.OffenceCount)
        {
            findings.Error("unknown-index", sheet, row, cell.Column, text, "Expected the code of an index, 1 to 107.");
            return null;
        }

        if (_rowOf[code] > 0)
        {
            findings.Error("duplicate-index", sheet, row, cell.Column, text, string.Create(
                CultureInfo.InvariantCulture, $"Index {code} stands in row {_rowOf[code]} already."));
            return null;
        }

        _rowOf[code] = row;
        return code;
    }

    private (CountUnit Before, DateOnly Since)? ReadRemarks(XlsxRow row, CountUnit? unit)
    {
        (CountUnit, DateOnly)? change = null;
        foreach (ref readonly var cell in row.Cells)
        {
            if (Array.IndexOf(columns, cell.Column) >= 0 || cell.Kind != XlsxCellKind.Text || string.IsNullOrWhiteSpace(cell.Text))
            {
                continue;
            }

            var (parsed, problem) = UnitTexts.ReadChange(cell.Text, unit);
            if (problem is not null || (parsed is not null && change is not null))
            {
                findings.Error("unread-unit-change", sheet, row.Number, cell.Column, cell.Text, problem ?? "A second change of unit for one index: only one is kept.");
            }
            else if (parsed is null)
            {
                findings.Warning("unread-remark", sheet, row.Number, cell.Column, cell.Text, "This remark tells of no change of unit that the program understands: it is not kept.");
            }

            change ??= parsed;
        }

        return change;
    }
}
