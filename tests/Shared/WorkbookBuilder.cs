using System.Text;

namespace Octoplus.Tests;

/// <summary>
/// Small État 4001 workbooks in the published layout, made in memory, to be spoilt in one place: "one minimal fixture per defect".
/// <c>WorkbookBuilder.Valid().Sheet("Services GN 2019").ShiftRows(fromIndex: 98, by: 1).Save(path)</c>.
/// Rows and columns of <see cref="Cell"/> count from 1 as in the spreadsheet; everything else names the index of the État 4001
/// (1…107) and the ordinal of a service column in its sheet (1 is column C).
/// </summary>
internal sealed class WorkbookBuilder
{
    private const int FirstServiceColumn = 3;

    private static readonly int[] _unused = [96, 97, 99, 100];

    private readonly List<WorkbookSheet> _sheets = [];
    private WorkbookSheet? _current;
    private bool _inlineStrings;

    /// <summary>The 107 labels as the published workbook spells them, read from the reference table of the checkout.</summary>
    public static IReadOnlyList<string> Labels { get; } = ReadLabels();

    /// <summary>
    /// Count of an index at a service: last digit of the index × <paramref name="k"/> + (year − 2019), where k is 1, 2, 3 for the
    /// police in 01, 2A, 971 and 4, 5 for the gendarmerie in 01, 971. Sums over all services and used indices:
    /// police 2019 2,736 and 2020 3,045; gendarmerie 2019 4,104 and 2020 4,310; both years 14,195.
    /// </summary>
    public static int Count(int year, int k, int index) => ((index % 10) * k) + (year - 2019);

    /// <summary>
    /// A workbook without fault: <c>Présentation</c> (empty), then <c>Services PN</c> and <c>Services GN</c> of each year (2019 and 2020
    /// unless told), police services in 01 (DCSP), 2A (DCSP) and 971 (DCPAF), gendarmerie companies in 01 and 971, counts by <see cref="Count(int, int, int)"/>.
    /// </summary>
    public static WorkbookBuilder Valid(params int[] years)
    {
        years = years.Length > 0 ? years : [2019, 2020];
        var builder = Empty("Présentation");
        foreach (var year in years)
        {
            builder.AddPoliceSheet($"Services PN {year}", year)
                .AddColumn("01", "CIAT DE BOURG EN BRESSE", "DCSP", index => Count(year, 1, index))
                .AddColumn("2A", "CIAT D'AJACCIO", "DCSP", index => Count(year, 2, index))
                .AddColumn("971", "DPAF GUADELOUPE 971", "DCPAF", index => Count(year, 3, index));
        }

        foreach (var year in years)
        {
            builder.AddGendarmerieSheet($"Services GN {year}", year)
                .AddColumn("01", "CGD BELLEY", count: index => Count(year, 4, index))
                .AddColumn("971", "CGD POINTE A PITRE", count: index => Count(year, 5, index));
        }

        return builder;
    }

    /// <summary>A workbook of one empty sheet.</summary>
    public static WorkbookBuilder Empty(string sheetName = "Feuil1")
    {
        var builder = new WorkbookBuilder();
        builder._sheets.Add(builder._current = new WorkbookSheet(sheetName));
        return builder;
    }

    /// <summary>Adds a sheet with the headers and the labels of the police, without services, and selects it.</summary>
    public WorkbookBuilder AddPoliceSheet(string name, int year)
        => AddSheet(name, [$"Année {year} - services de police", "Départements"], [null, "Périmètres"], ["Code index", @"Libellé index \ CSP"]);

    /// <summary>Adds a sheet with the headers and the labels of the gendarmerie, without services, and selects it.</summary>
    public WorkbookBuilder AddGendarmerieSheet(string name, int year)
        => AddSheet(name, [$"Année {year} - compagnies de gendarmerie", "Départements"], ["Code index", @"Libellé index \ CGD"]);

    /// <summary>Selects the sheet that the calls after this one change.</summary>
    public WorkbookBuilder Sheet(string name)
    {
        _current = Find(name);
        return this;
    }

    public WorkbookBuilder RemoveSheet(string name)
    {
        _sheets.Remove(Find(name));
        return this;
    }

    public WorkbookBuilder RenameSheet(string name, string newName)
    {
        Find(name).Name = newName;
        return this;
    }

    /// <summary>Adds a copy as last sheet and selects it; the new name may be that of the first, which Excel itself would refuse.</summary>
    public WorkbookBuilder DuplicateSheet(string name, string newName)
    {
        _sheets.Add(_current = Find(name).Copy(newName));
        return this;
    }

    /// <summary>Sets a cell: text, a number, null for no cell, or <see cref="CellError"/>, <see cref="CellFormula"/>, <see cref="FormattedBlank"/>.</summary>
    public WorkbookBuilder Cell(int row, int column, object? value)
    {
        Current.Set(row, column, value);
        return this;
    }

    /// <summary>Sets what stands beside an index at a service of the selected sheet, service 1 being the first.</summary>
    public WorkbookBuilder Count(int index, int service, object? value)
        => Cell(Current.RowOf(index), FirstServiceColumn + service - 1, value);

    /// <summary>Sets the label of an index.</summary>
    public WorkbookBuilder Label(int index, object? value) => Cell(Current.RowOf(index), 2, value);

    /// <summary>Sets the number of the index, column A.</summary>
    public WorkbookBuilder Code(int index, object? value) => Cell(Current.RowOf(index), 1, value);

    /// <summary>
    /// Adds a service after the last one, its counts by index (nought unless told). A police sheet writes the direction.
    /// Unused indices get what the force writes there, whatever <paramref name="count"/> says: spoil them by <see cref="Count(int, int, object?)"/>.
    /// </summary>
    public WorkbookBuilder AddColumn(object? department, object? name, object? direction = null, Func<int, object?>? count = null)
    {
        var column = Math.Max(FirstServiceColumn, Current.ColumnCount + 1);
        var isPolice = Current.HeaderRows == 3;
        Current.Set(1, column, department);
        if (isPolice)
        {
            Current.Set(2, column, direction);
        }

        Current.Set(Current.HeaderRows, column, name);
        for (var index = 1; index <= Labels.Count; index++)
        {
            Current.Set(Current.RowOf(index), column, (_unused.Contains(index), isPolice) switch
            {
                (true, true) => 0,
                (true, false) => null,
                _ => count is null ? 0 : count(index),
            });
        }

        return this;
    }

    /// <summary>Trailing columns of cells that are formatted and hold nothing, as in the published sheets of 2018 to 2020.</summary>
    public WorkbookBuilder AddBlankColumns(int count)
    {
        var last = Current.ColumnCount;
        for (var column = last + 1; column <= last + count; column++)
        {
            for (var row = 1; row <= Current.RowCount; row++)
            {
                Current.Set(row, column, FormattedBlank.Value);
            }
        }

        return this;
    }

    /// <summary>
    /// Moves the counts of an index and of those below down by some rows (up if negative); numbers and labels stay. Rows
    /// left behind are blank; what would pass the last row is lost.
    /// </summary>
    public WorkbookBuilder ShiftRows(int fromIndex, int by)
    {
        for (var column = FirstServiceColumn; column <= Current.ColumnCount; column++)
        {
            Current.ShiftDown(column, Current.RowOf(fromIndex), by);
        }

        return this;
    }

    /// <summary>As <see cref="ShiftRows"/>, but the labels move; numbers and counts stay.</summary>
    public WorkbookBuilder ShiftLabels(int fromIndex, int by = 1)
    {
        Current.ShiftDown(2, Current.RowOf(fromIndex), by);
        return this;
    }

    /// <summary>Exchanges two rows whole: numbers, labels and counts, so that only the order is unusual.</summary>
    public WorkbookBuilder SwapRows(int indexA, int indexB)
    {
        Current.SwapRows(Current.RowOf(indexA), Current.RowOf(indexB));
        return this;
    }

    /// <summary>Removes the row of an index; those below move up.</summary>
    public WorkbookBuilder RemoveRow(int index)
    {
        Current.RemoveRow(Current.RowOf(index));
        return this;
    }

    /// <summary>Removes a row of the header, from 1; all below move up, so call it last.</summary>
    public WorkbookBuilder RemoveHeaderRow(int row)
    {
        Current.RemoveRow(row);
        return this;
    }

    /// <summary>Puts empty rows above all others, so call it last.</summary>
    public WorkbookBuilder InsertRows(int count)
    {
        Current.InsertRows(count);
        return this;
    }

    /// <summary>Writes texts into their cells (<c>inlineStr</c>), as other programs than Excel do, instead of into the shared table.</summary>
    public WorkbookBuilder InlineStrings()
    {
        _inlineStrings = true;
        return this;
    }

    /// <returns>The path.</returns>
    public string Save(string path)
    {
        File.WriteAllBytes(path, ToArray());
        return path;
    }

    public byte[] ToArray() => WorkbookXml.Write(_sheets, _inlineStrings);

    private WorkbookSheet Current => _current ?? throw new InvalidOperationException("Select a sheet first.");

    private WorkbookSheet Find(string name)
        => _sheets.Find(s => s.Name == name) ?? throw new ArgumentException($"No sheet {name}.", nameof(name));

    private WorkbookBuilder AddSheet(string name, params object?[][] headers)
    {
        _sheets.Add(_current = new WorkbookSheet(name) { HeaderRows = headers.Length });
        foreach (var (row, texts) in headers.Index())
        {
            _current.Set(row + 1, 1, texts[0]);
            _current.Set(row + 1, 2, texts[1]);
        }

        foreach (var (position, label) in Labels.Index())
        {
            _current.Set(headers.Length + position + 1, 1, position + 1);
            _current.Set(headers.Length + position + 1, 2, label);
        }

        return this;
    }

    // Not through Octoplus.Core, which not every test project references.
    private static List<string> ReadLabels()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "Core", "Reference", "offences.csv"), Encoding.UTF8);
        var column = Array.IndexOf(lines[0].Split(','), "workbook_label");
        return [.. lines.Skip(1).Select(line => Fields(line)[column])];
    }

    private static List<string> Fields(string line)
    {
        // Every second part between double quotes is quoted: its commas are no separators.
        var parts = line.Split('"').Select((part, i) => i % 2 == 0 ? part.Replace(',', '\t') : part);
        return [.. string.Concat(parts).Split('\t')];
    }
}
