namespace Octoplus.Tests;

/// <summary>A cell of type <c>e</c>: a formula that failed, with its error (<c>#REF!</c>, <c>#N/A</c>…) as value.</summary>
internal sealed record CellError(string Error = "#REF!");

/// <summary>A formula with the value that Excel stored beside it (text or number); null where it stored none.</summary>
internal sealed record CellFormula(string Formula, object? Value);

/// <summary>What stands in the cell's element, as it is, for what no other record can say.</summary>
internal sealed record CellXml(string Inner);

/// <summary>A cell that is there, with a format and without a value.</summary>
internal sealed record FormattedBlank
{
    public static FormattedBlank Value { get; } = new();
}

/// <summary>The cells of one sheet; rows and columns count from 1.</summary>
internal sealed class WorkbookSheet(string name)
{
    private readonly List<List<object?>> _rows = [];

    public string Name { get; set; } = name;

    /// <summary>Rows above the first index: 3 for the police, 2 for the gendarmerie.</summary>
    public int HeaderRows { get; init; }

    public int RowCount => _rows.Count;

    public int ColumnCount => _rows.Count == 0 ? 0 : _rows.Max(r => r.Count);

    public object? this[int row, int column]
        => row <= _rows.Count && column <= _rows[row - 1].Count ? _rows[row - 1][column - 1] : null;

    /// <summary>The row that an index has before anything is shifted.</summary>
    public int RowOf(int index) => HeaderRows + index;

    public void Set(int row, int column, object? value)
    {
        while (_rows.Count < row)
        {
            _rows.Add([]);
        }

        var cells = _rows[row - 1];
        while (cells.Count < column)
        {
            cells.Add(null);
        }

        cells[column - 1] = value;
    }

    public void ShiftDown(int column, int fromRow, int by)
    {
        var last = RowCount;
        var moved = Enumerable.Range(fromRow, last - fromRow + 1).Select(row => this[row, column]).ToList();
        for (var row = Math.Min(fromRow, fromRow + by); row <= last; row++)
        {
            var source = row - by - fromRow;
            Set(row, column, source >= 0 && source < moved.Count ? moved[source] : null);
        }
    }

    public void SwapRows(int a, int b) => (_rows[a - 1], _rows[b - 1]) = (_rows[b - 1], _rows[a - 1]);

    public void InsertRows(int count) => _rows.InsertRange(0, Enumerable.Range(0, count).Select(_ => new List<object?>()));

    public void RemoveRow(int row) => _rows.RemoveAt(row - 1);

    public WorkbookSheet Copy(string newName)
    {
        var copy = new WorkbookSheet(newName) { HeaderRows = HeaderRows };
        copy._rows.AddRange(_rows.Select(r => r.ToList()));
        return copy;
    }
}
