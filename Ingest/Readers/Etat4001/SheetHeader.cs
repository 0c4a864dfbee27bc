using System.Globalization;
using System.Text.RegularExpressions;
using Octoplus.Core.Reference;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Readers.Etat4001;

/// <summary>The header of a sheet, found by its texts: <c>Année …</c>, <c>Départements</c>, <c>Périmètres</c>, <c>Code index</c>.</summary>
internal sealed partial class SheetHeader(string sheet, Force force, int year, IReadOnlySet<string> departments, FindingList findings)
{
    // Published headers take three rows; a few more may come above.
    private const int MaxRows = 15;

    // What the table of services holds.
    private const int MaxNameLength = 200;
    private const int MaxDirectionLength = 100;

    private readonly SortedDictionary<int, string> _departments = [];
    private readonly SortedDictionary<int, string> _directions = [];
    private readonly SortedDictionary<int, string> _names = [];
    private bool _hasDirections;
    private bool _hasDepartments;
    private bool _hasTitle;
    private readonly HashSet<int> _badColumns = [];
    private int _rows;
    private int _departmentRow;
    private int _nameRow;

    public int CodeColumn { get; private set; }

    public int LabelColumn { get; private set; }

    /// <summary>The row of the services' names was read: what follows is data.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Columns of services that were reported and cannot be read.</summary>
    public IReadOnlySet<int> BadColumns => _badColumns;

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
                _departmentRow = row.Number;
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

    /// <summary>The services, after every row of the header was read; null when a row is missing without which there are none.</summary>
    public IReadOnlyList<ServiceColumn>? Services()
    {
        _ = Has(_hasTitle, "Année … - services de police / compagnies de gendarmerie");
        if (!Has(_hasDepartments, "Départements") | !Has(force == Force.Gendarmerie || _hasDirections, "Périmètres"))
        {
            return null;
        }

        var services = new List<ServiceColumn>();
        var seen = new Dictionary<(string, string, string), int>();
        foreach (var column in _departments.Keys.Union(_names.Keys).Union(_directions.Keys).Except(_badColumns).Order())
        {
            if (Service(column, seen) is { } service)
            {
                services.Add(service);
            }
            else
            {
                _badColumns.Add(column);
            }
        }

        if (services.Count == 0 && _badColumns.Count == 0)
        {
            findings.Error("no-service", sheet, null, null, null, "The sheet lists no service.");
        }

        return services;
    }

    private ServiceColumn? Service(int column, Dictionary<(string, string, string), int> seen)
    {
        var department = _departments.GetValueOrDefault(column);
        var name = _names.GetValueOrDefault(column);
        var direction = _directions.GetValueOrDefault(column, "");
        if (department is null || name is null || (force == Force.Police && direction.Length == 0))
        {
            findings.Error("incomplete-header", sheet, _nameRow, column, name ?? department ?? direction,
                "A service needs a département, a name and, for the police, a périmètre above its counts.");
            return null;
        }

        if (!departments.Contains(department))
        {
            findings.Error("unknown-department", sheet, _departmentRow, column, department,
                "This code is no département or overseas collectivity. Codes are texts: 01, 2A, 971.");
            return null;
        }

        if (name.Length > MaxNameLength || direction.Length > MaxDirectionLength)
        {
            findings.Error("too-long-name", sheet, _nameRow, column, name,
                "The name of a service has 200 characters at most, its périmètre 100.");
            return null;
        }

        var service = new ServiceColumn(column, department, direction, name);
        if (!seen.TryAdd((department, service.DirectionKey, service.NameKey), column))
        {
            var first = XlsxCell.ColumnName(seen[(department, service.DirectionKey, service.NameKey)]);
            findings.Error("duplicate-service", sheet, _nameRow, column, name,
                $"The same service stands in column {first}: its counts would be added twice.");
            return null;
        }

        return service;
    }

    private void Collect(XlsxRow row, int labelColumn, SortedDictionary<int, string> texts)
    {
        foreach (ref readonly var cell in row.Cells)
        {
            if (cell.Column <= labelColumn)
            {
                continue;
            }

            if (cell.Kind == XlsxCellKind.Error)
            {
                findings.Error("formula-error", sheet, row.Number, cell.Column, cell.Text, "A formula failed here: expected a text.");
                _badColumns.Add(cell.Column);
                continue;
            }

            // Some editions write codes such as 75 as numbers; 1 can then only mean 01.
            var text = cell.Kind != XlsxCellKind.Number ? cell.Text?.Trim()
                : cell.Number.ToString(cell.Number == Math.Floor(cell.Number) ? "00" : "R", CultureInfo.InvariantCulture);
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

    private bool Has(bool there, string text)
    {
        if (!there)
        {
            findings.Error("missing-header", sheet, null, null, null, $"No header row says '{text}'.");
        }

        return there;
    }

    [GeneratedRegex(@"^\s*Services?\s+(PN|GN)\s+((?:19|20)[0-9][0-9])\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SheetName();

    [GeneratedRegex(@"^ANNEE ([0-9]{4}) (.+)$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Title();
}
