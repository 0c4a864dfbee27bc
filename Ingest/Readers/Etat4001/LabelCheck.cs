using System.Globalization;
using Octoplus.Core.Reference;
using Octoplus.Ingest.Contents;

namespace Octoplus.Ingest.Readers.Etat4001;

/// <summary>Compares the labels of a sheet with the indices that they stand beside; labels shifted together are one finding.</summary>
internal sealed class LabelCheck(string sheet, FindingList findings)
{
    private readonly List<Row> _rows = [];

    /// <param name="Codes">Indices that bear the label; empty where there is none.</param>
    private sealed record Row(int Number, int Column, int Code, string? Label, LabelMatch Match, IReadOnlyList<int> Codes);

    /// <summary>Notes a row, in the order of the sheet.</summary>
    public void Add(int row, int column, int code, string? label)
    {
        var (match, codes) = label is null ? (LabelMatch.Unknown, []) : OffenceLabels.Match(code, label);
        _rows.Add(new Row(row, column, code, label, match, codes));
    }

    /// <summary>Reports what is wrong, after the last row.</summary>
    public void Report()
    {
        var shifted = new bool[_rows.Count];
        for (var i = 0; i < _rows.Count; i++)
        {
            if (!shifted[i] && _rows[i].Match == LabelMatch.Other)
            {
                ReportShift(i, shifted);
            }
        }

        foreach (var row in _rows.Where((_, i) => !shifted[i]))
        {
            ReportRow(row);
        }
    }

    private void ReportShift(int first, bool[] shifted)
    {
        // The four unused indices share one label: the step that explains most rows is the one.
        var row = _rows[first];
        var step = row.Codes.Select(c => c - row.Code).OrderByDescending(s => Length(first, s)).ThenBy(Math.Abs).First();
        var length = Length(first, step);
        Array.Fill(shifted, true, first, length);

        // Rows that the shift left without a label: above labels that moved down, below labels that moved up.
        for (var i = first - 1; step < 0 && i >= Math.Max(0, first + step) && _rows[i].Label is null; i--)
        {
            shifted[i] = true;
        }

        for (var i = first + length; step > 0 && i < Math.Min(_rows.Count, first + length + step) && _rows[i].Label is null; i++)
        {
            shifted[i] = true;
        }

        findings.Error("shifted-row", sheet, row.Number, row.Column, row.Label, string.Create(
            CultureInfo.InvariantCulture,
            $"Index {row.Code} stands beside the label of index {row.Code + step}: the labels of {length} row(s) from here on are {Math.Abs(step)} row(s) too far {(step < 0 ? "down" : "up")}. Ask for a corrected edition."));
    }

    /// <summary>Rows from one on whose labels belong <paramref name="step"/> indices further, up to the last that shows it.</summary>
    private int Length(int first, int step)
    {
        var length = 0;
        for (var i = first; i < _rows.Count && _rows[i].Codes.Contains(_rows[i].Code + step); i++)
        {
            // A label that also fits its own index shows nothing.
            length = _rows[i].Match == LabelMatch.Other ? i - first + 1 : length;
        }

        return length;
    }

    private void ReportRow(Row row)
    {
        var known = Nomenclature.Offences[row.Code - 1].WorkbookLabel;
        if (row.Label is null)
        {
            findings.Error("missing-label", sheet, row.Number, row.Column, null, string.Create(
                CultureInfo.InvariantCulture, $"Index {row.Code} has no label: expected '{known}'."));
        }
        else if (row.Match == LabelMatch.Slip)
        {
            findings.Warning("label-spelling", sheet, row.Number, row.Column, row.Label, string.Create(
                CultureInfo.InvariantCulture, $"Spelt otherwise than the known label of index {row.Code}: '{known}'."));
        }
        else if (row.Match == LabelMatch.Unknown)
        {
            findings.Error("unknown-label", sheet, row.Number, row.Column, row.Label, string.Create(
                CultureInfo.InvariantCulture, $"Index {row.Code} is known as '{known}'."));
        }
    }
}
