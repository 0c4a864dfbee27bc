using System.Globalization;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Readers.Populations;

/// <summary>Reads one yearly sheet.</summary>
internal sealed class PopulationSheetReader(string sheet, int year, IReadOnlySet<string> departments, FindingList findings)
{
    private const long MaxPersons = 20_000_000;
    private const long MaxSubtotal = 500_000_000;

    private static readonly int[] _ages = [0, 20, 40, 60, 75];

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public IEnumerable<PopulationCell> Read(List<object?[]> rows)
    {
        var blocks = rows.FindIndex(r => FindText(r, "Ensemble") >= 0);
        if (blocks < 0 || blocks + 1 >= rows.Count || FindText(rows[blocks], "Hommes") < 0 || FindText(rows[blocks], "Femmes") < 0)
        {
            findings.Error("missing-header", sheet, null, null, null, "No row says 'Ensemble', 'Hommes', 'Femmes' above the age groups.");
            return [];
        }

        if (!CheckAges(rows, blocks))
        {
            return [];
        }

        var cells = new List<PopulationCell>();
        for (var i = blocks + 2; i < rows.Count; i++)
        {
            if (DepartmentOf(rows[i], i + 1) is { } department)
            {
                AddRow(rows, i, department, blocks, cells);
            }
        }

        CheckSubtotals(rows, blocks, cells);
        if (_seen.Count < 90)
        {
            findings.Error("missing-department", sheet, null, null, null, string.Create(
                CultureInfo.InvariantCulture, $"Only {_seen.Count} départements found: expected 96 or more."));
        }

        return cells;
    }

    private static int FindText(object?[] row, string text)
        => Array.FindIndex(row, c => c is string s && TextKey.Of(s) == TextKey.Of(text));

    private static string? AgeText(List<object?[]> rows, int row, int column)
        => column < rows[row].Length ? rows[row][column] as string : null;

    private bool CheckAges(List<object?[]> rows, int blocks)
    {
        foreach (var block in new[] { "Ensemble", "Hommes", "Femmes" })
        {
            var first = FindText(rows[blocks], block);
            for (var age = 0; age < _ages.Length; age++)
            {
                var text = AgeText(rows, blocks + 1, first + age);
                if (text is null || !text.StartsWith(_ages[age].ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
                {
                    findings.Error("unknown-age-group", sheet, blocks + 2, first + age + 1, text, string.Create(
                        CultureInfo.InvariantCulture, $"Expected the age group from {_ages[age]} years under '{block}'."));
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>The code of a row; null for subtotals, sources and blank rows, which have none.</summary>
    private string? DepartmentOf(object?[] row, int rowNumber)
    {
        var code = row[0] switch
        {
            double number => number.ToString("00", CultureInfo.InvariantCulture),
            string text when text.Trim().Length is 2 or 3 && char.IsDigit(text.Trim()[0]) => text.Trim().ToUpperInvariant(),
            _ => null,
        };
        if (code is null || (row.Length > 1 && row[1] is null))
        {
            return null;
        }

        if (!departments.Contains(code))
        {
            findings.Error("unknown-department", sheet, rowNumber, 1, code, "This code is no département.");
            return null;
        }

        if (!_seen.Add(code))
        {
            findings.Error("duplicate-department", sheet, rowNumber, 1, code, "The département stands in an earlier row already.");
            return null;
        }

        return code;
    }

    private void AddRow(List<object?[]> rows, int i, string department, int blocks, List<PopulationCell> cells)
    {
        var sum = 0L;
        foreach (var (block, sex) in new[] { ("Hommes", 'M'), ("Femmes", 'F') })
        {
            var first = FindText(rows[blocks], block);
            for (var age = 0; age < _ages.Length; age++)
            {
                if (Persons(rows[i], i + 1, first + age) is { } persons)
                {
                    sum += persons;
                    cells.Add(new PopulationCell(year, department, sex, _ages[age], persons));
                }
            }
        }

        var totalColumn = FindText(rows[blocks], "Ensemble") + _ages.Length;
        if (Persons(rows[i], i + 1, totalColumn) is { } total && total != sum)
        {
            findings.Error("total-mismatch", sheet, i + 1, totalColumn + 1, total.ToString(CultureInfo.InvariantCulture), string.Create(
                CultureInfo.InvariantCulture, $"The total of {department} is not the sum of its groups, {sum}."));
        }
    }

    // A row that is damaged, or that nobody knows for a département's, would be missing without a word.
    private void CheckSubtotals(List<object?[]> rows, int blocks, List<PopulationCell> cells)
    {
        var column = FindText(rows[blocks], "Ensemble") + _ages.Length;
        for (var i = blocks + 2; i < rows.Count; i++)
        {
            var title = TextKey.Of(rows[i][0] as string ?? "");
            Func<PopulationCell, bool>? isPart = title switch
            {
                "FRANCE METROPOLITAINE" => c => c.Department.Length == 2,
                "DOM" => c => c.Department.Length == 3,
                "FRANCE METROPOLITAINE ET DOM" => _ => true,
                _ => null,
            };
            if (isPart is not null && Persons(rows[i], i + 1, column, MaxSubtotal) is { } stated && cells.Where(isPart).Sum(c => c.Persons) is var sum && sum != stated)
            {
                findings.Error("total-mismatch", sheet, i + 1, column + 1, stated.ToString(CultureInfo.InvariantCulture), string.Create(
                    CultureInfo.InvariantCulture, $"'{(string)rows[i][0]!}' is not the sum of its départements, {sum}."));
            }
        }
    }

    private long? Persons(object?[] row, int rowNumber, int column, long max = MaxPersons)
    {
        if (column < row.Length && row[column] is double number and >= 0 && number <= max && number == Math.Floor(number))
        {
            return (long)number;
        }

        findings.Error("not-a-count", sheet, rowNumber, column + 1, column < row.Length ? Convert.ToString(row[column], CultureInfo.InvariantCulture) : null,
            "Expected a whole number of inhabitants.");
        return null;
    }
}
