using System.Globalization;
using System.Text.RegularExpressions;
using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Readers.Series;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Readers.Unemployment;

/// <summary>Reads the sheet of quarterly rates: code, name, then a column a quarter (<c>T1_1982</c>…), notes below.</summary>
public sealed partial class UnemploymentSheet(string sheet, FindingList findings)
{
    /// <summary>Key of the one measure, in %.</summary>
    public const string Measure = "taux-de-chomage";

    /// <summary>The header is looked for in the first rows.</summary>
    public const int HeaderRows = 10;

    private const int FirstOverseasQuarter = 20141;
    private const int FirstQuarterColumn = 2;

    private static readonly SeriesMeasure _measure = new(Measure, "Taux de chômage localisé", "%", MeasureKind.Rate);

    private static readonly Dictionary<string, string> _names = ReferenceTerritories.Departments.ToDictionary(d => d.Code, d => TextKey.Of(d.Name), StringComparer.Ordinal);

    // The estimates leave Mayotte out.
    private static readonly Dictionary<string, int> _required = ReferenceTerritories.Departments
        .Where(d => d.Code != "976").ToDictionary(d => d.Code, d => d.Code.Length == 2 ? 0 : FirstOverseasQuarter, StringComparer.Ordinal);

    private readonly SeriesTable _points = new();

    /// <summary>Place of the header among rows; −1 where there is none.</summary>
    public static int HeaderOf(IReadOnlyList<object?[]> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        for (var i = 0; i < Math.Min(rows.Count, HeaderRows); i++)
        {
            if (rows[i].Length > FirstQuarterColumn && rows[i][0] is string code && TextKey.Of(code) == "CODE" && rows[i].Any(c => QuarterOf(c) is not null))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Reads and checks the rows; with errors among the findings the content must not be used.</summary>
    /// <param name="rows">Cells as numbers, texts or null, the first row of the sheet first.</param>
    public SeriesContent Read(IReadOnlyList<object?[]> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var header = HeaderOf(rows);
        if (header < 0)
        {
            findings.Error("missing-header", sheet, null, null, null, "No row says 'Code', 'Libellé', 'T1_1982'… above the rates.");
        }
        else if (Quarters(rows[header], header + 1) is { Count: > 0 } quarters)
        {
            for (var i = header + 1; i < rows.Count; i++)
            {
                AddRow(rows[i], i + 1, quarters);
            }
        }

        if (!findings.HasErrors)
        {
            new Completeness(PeriodGrain.Quarter, findings, _required).Check(_points, Measure);
        }

        return new SeriesContent(Datasets.Unemployment, PeriodGrain.Quarter, [_measure], _points);
    }

    private static int? QuarterOf(object? cell)
        => cell is string text && Quarter().Match(text.Trim()) is { Success: true } match
            ? (int.Parse(match.Groups["year"].ValueSpan, CultureInfo.InvariantCulture) * 10) + int.Parse(match.Groups["quarter"].ValueSpan, CultureInfo.InvariantCulture)
            : null;

    /// <summary>Keys of the quarters by column, one after the other; empty after an error.</summary>
    private List<int> Quarters(object?[] header, int row)
    {
        var quarters = new List<int>();
        var last = Array.FindLastIndex(header, c => c is not null);
        for (var column = FirstQuarterColumn; column <= last; column++)
        {
            var expected = quarters.Count == 0 ? (int?)null : quarters[^1] % 10 == 4 ? quarters[^1] + 7 : quarters[^1] + 1;
            if (QuarterOf(header[column]) is not { } quarter)
            {
                findings.Error("not-a-quarter", sheet, row, column + 1, Text(header[column]), "Expected a quarter such as T1_1982.");
            }
            else if (expected is { } next && quarter != next)
            {
                findings.Error("quarter-out-of-order", sheet, row, column + 1, Text(header[column]), $"Expected {Period.Label(next)} here: a column is missing, doubled or moved.");
            }
            else
            {
                quarters.Add(quarter);
                continue;
            }

            return [];
        }

        return quarters;
    }

    private void AddRow(object?[] row, int rowNumber, List<int> quarters)
    {
        // Notes stand in the first column alone.
        if (row.Skip(FirstQuarterColumn).All(c => c is null) && (row[0] is null || Text(row[0])!.Trim().Length > 3))
        {
            return;
        }

        if (DepartmentOf(row, rowNumber) is not { } department)
        {
            return;
        }

        if (_points.Find(Measure, department) is not null)
        {
            findings.Error("duplicate-department", sheet, rowNumber, 1, department, "The département stands in an earlier row already: keep one of them.");
            return;
        }

        var hasStarted = false;
        for (var i = 0; i < quarters.Count; i++)
        {
            var rate = RateOf(row, rowNumber, FirstQuarterColumn + i, department, quarters[i], hasStarted);
            hasStarted |= rate is not null;
            _points.TryAdd(Measure, department, quarters[i], rate);
        }

        if (Array.FindLastIndex(row, c => c is not null) is var last && last >= FirstQuarterColumn + quarters.Count)
        {
            findings.Error("value-without-quarter", sheet, rowNumber, last + 1, Text(row[last]), "The header has no quarter above this cell: the row is shifted, or the header cut.");
        }
    }

    private string? DepartmentOf(object?[] row, int rowNumber)
    {
        var code = row[0] switch
        {
            double number when number == Math.Floor(number) => number.ToString("00", CultureInfo.InvariantCulture),
            string text => text.Trim().ToUpperInvariant() is { Length: 1 } single ? "0" + single : text.Trim().ToUpperInvariant(),
            _ => "",
        };
        if (!_names.TryGetValue(code, out var name))
        {
            findings.Error("unknown-department", sheet, rowNumber, 1, Text(row[0]), "Expected the code of a département, such as 01, 2A or 971.");
            return null;
        }

        var label = TextKey.Of(Text(row.ElementAtOrDefault(1)) ?? "");
        if (label == name)
        {
            return code;
        }

        var other = _names.FirstOrDefault(n => n.Value == label).Key;
        findings.Add(
            other is null ? FindingSeverity.Warning : FindingSeverity.Error, other is null ? "other-label" : "label-of-another", sheet, rowNumber, "B", Text(row.ElementAtOrDefault(1)),
            other is null ? $"The département {code} is known by another name: check that it is meant." : $"This is the name of {other}, the code says {code}: the columns are shifted against each other.");
        return other is null ? code : null;
    }

    private double? RateOf(object?[] row, int rowNumber, int column, string department, int quarter, bool hasStarted)
    {
        var cell = column < row.Length ? row[column] : null;
        if (cell is double rate and >= 0 and <= 100)
        {
            return rate;
        }

        if (cell is not null)
        {
            findings.Error("not-a-rate", sheet, rowNumber, column + 1, Text(cell), "Expected a percentage from 0 to 100, as a number.");
        }
        else if (hasStarted || quarter >= _required.GetValueOrDefault(department, int.MaxValue))
        {
            findings.Error("blank-cell", sheet, rowNumber, column + 1, null, $"{department} has no rate for {Period.Label(quarter)}: only overseas départements before 2014 are blank.");
        }

        return null;
    }

    private static string? Text(object? cell) => cell is null ? null : Convert.ToString(cell, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^T(?<quarter>[1-4])_(?<year>(19|20)[0-9]{2})$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Quarter();
}
