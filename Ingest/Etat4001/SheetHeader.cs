using System.Globalization;
using System.Text.RegularExpressions;
using Octoplus.Core.Offences;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Etat4001;

/// <summary>The header of a sheet, found by its texts: <c>Année …</c>, <c>Départements</c>, <c>Périmètres</c>, <c>Code index</c>.</summary>
internal sealed partial class SheetHeader(string sheet, Force force, int year, IReadOnlySet<string> departments, FindingList findings)
{
    // Published headers take three rows; a few more may come above.
    private const int MaxRows = 15;

    private readonly SortedDictionary<int, string> _departments = [];
    private readonly SortedDictionary<int, string> _directions = [];
    private readonly SortedDictionary<int, string> _names = [];
    private bool _hasDirections;
    private bool _hasDepartments;
    private bool _hasTitle;
    private int _rows;
    private int _nameRow;

    public int CodeColumn { get; private set; }

    public int LabelColumn { get; private set; }

    /// <summary>The row of the services' names was read: what follows is data.</summary>
    public bool IsComplete { get; private set; }

    public static (Force Force, int Year)? ParseSheetName(string name)
    {
        var match = SheetName().Match(name);
        return match.Success
            ? (match.Groups[1].Value.ToUpperInvariant() == "PN" ? Force.Police : Force.Gendarmerie,
                int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture))
            : null;
    }

    /// <summary>Reads a row above the data; false when the header cannot be found.</summary>
    public bool Read(XlsxRow row)
    {
        foreach (ref readonly var cell in row.Cells)
        {
            if (cell.Kind != XlsxCellKind.Text || cell.Text is null)
            {
                continue;
            }

            var key = TextKey.Of(cell.Text);
            if (key.StartsWith("ANNEE ", StringComparison.Ordinal))
            {
                CheckTitle(row.Number, cell);
            }
            else if (key == "DEPARTEMENTS")
            {
                _hasDepartments = true;
                Collect(row, cell.Column, _departments);
                break;
            }
            else if (key == "PERIMETRES")
            {
                _hasDirections = true;
                Collect(row, cell.Column, _directions);
                break;
            }
            else if (key == "CODE INDEX")
            {
                CodeColumn = cell.Column;
            }
            else if (CodeColumn > 0 && key.StartsWith("LIBELLE INDEX", StringComparison.Ordinal))
            {
                LabelColumn = cell.Column;
                _nameRow = row.Number;
                Collect(row, cell.Column, _names);
                IsComplete = true;
                break;
            }
        }

        return IsComplete || ++_rows < MaxRows;
    }

    /// <summary>The services, after every row of the header was read.</summary>
    public IReadOnlyList<ServiceColumn> Services()
    {
        Require(_hasTitle, "Année … - services de police / compagnies de gendarmerie");
        Require(_hasDepartments, "Départements");
        Require(force == Force.Gendarmerie || _hasDirections, "Périmètres");
        var services = new List<ServiceColumn>();
        var seen = new Dictionary<(string, string, string), int>();
        foreach (var column in _departments.Keys.Union(_names.Keys).Union(_directions.Keys).Order())
        {
            var department = _departments.GetValueOrDefault(column);
            var name = _names.GetValueOrDefault(column);
            var direction = _directions.GetValueOrDefault(column, "");
            if (department is null || name is null || (force == Force.Police && direction.Length == 0))
            {
                findings.Error("incomplete-header", sheet, _nameRow, column, name ?? department ?? direction,
                    "A service needs a département, a name and, for the police, a périmètre above its counts.");
                continue;
            }

            if (!departments.Contains(department))
            {
                findings.Error("unknown-department", sheet, null, column, department,
                    "This code is no département or overseas collectivity. Codes are texts: 01, 2A, 971.");
                continue;
            }

            var service = new ServiceColumn(column, department, direction, name);
            if (seen.TryGetValue((department, service.DirectionKey, service.NameKey), out var first))
            {
                findings.Error("duplicate-service", sheet, _nameRow, column, name,
                    $"The same service stands in column {XlsxCell.ColumnName(first)}: its counts would be added twice.");
                continue;
            }

            seen.Add((department, service.DirectionKey, service.NameKey), column);
            services.Add(service);
        }

        if (services.Count == 0)
        {
            findings.Error("no-service", sheet, null, null, null, "The sheet lists no service.");
        }

        return services;
    }

    private static void Collect(XlsxRow row, int labelColumn, SortedDictionary<int, string> texts)
    {
        foreach (ref readonly var cell in row.Cells)
        {
            if (cell.Column <= labelColumn)
            {
                continue;
            }

            // Some editions write codes such as 75 as numbers; 1 can then only mean 01.
            var text = cell.Kind == XlsxCellKind.Number
                ? cell.Number.ToString("00", CultureInfo.InvariantCulture)
                : cell.Text?.Trim();
            if (!string.IsNullOrEmpty(text))
            {
                texts[cell.Column] = text;
            }
        }
    }

    private void CheckTitle(int row, in XlsxCell cell)
    {
        _hasTitle = true;
        var title = Title().Match(TextKey.Of(cell.Text!));
        var expected = force == Force.Police ? "POLICE" : "GENDARMERIE";
        if (!title.Success || title.Groups[1].Value != year.ToString(CultureInfo.InvariantCulture)
            || !title.Groups[2].Value.Contains(expected, StringComparison.Ordinal))
        {
            findings.Error("title-mismatch", sheet, row, cell.Column, cell.Text, string.Create(
                CultureInfo.InvariantCulture,
                $"The title does not speak of the {expected.ToLowerInvariant()} in {year} as the sheet's name does: which one is right?"));
        }
    }

    private void Require(bool there, string text)
    {
        if (!there)
        {
            findings.Error("missing-header", sheet, null, null, null, $"No header row says '{text}'.");
        }
    }

    [GeneratedRegex(@"^\s*Services?\s+(PN|GN)\s+((?:19|20)\d\d)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SheetName();

    [GeneratedRegex(@"^ANNEE (\d{4}) (.+)$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Title();
}
