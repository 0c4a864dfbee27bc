namespace Octoplus.Ingest.Workbooks;

/// <summary>What a cell holds.</summary>
public enum XlsxCellKind
{
    /// <summary>Formatted but empty.</summary>
    Blank,

    /// <summary>A number, or the stored number of a formula.</summary>
    Number,

    /// <summary>A text.</summary>
    Text,

    /// <summary>An error such as <c>#REF!</c>.</summary>
    Error,

    /// <summary>True or false.</summary>
    Boolean,
}

/// <summary>One cell.</summary>
/// <param name="Column">From 1.</param>
/// <param name="Number">For <see cref="XlsxCellKind.Number"/>.</param>
/// <param name="Text">For every other kind; null when blank.</param>
public readonly record struct XlsxCell(int Column, XlsxCellKind Kind, double Number, string? Text)
{
    /// <summary>The letters of a column number: 1 is A, 27 is AA.</summary>
    public static string ColumnName(int column)
    {
        var name = "";
        for (var rest = column; rest > 0; rest = (rest - 1) / 26)
        {
            name = (char)('A' + ((rest - 1) % 26)) + name;
        }

        return name;
    }
}

/// <summary>One row; <see cref="Cells"/> is overwritten by the next row.</summary>
public sealed class XlsxRow
{
    private XlsxCell[] _cells = new XlsxCell[64];

    /// <summary>From 1, as a spreadsheet shows it.</summary>
    public int Number { get; internal set; }

    /// <summary>The cells that the file lists, by column.</summary>
    public ReadOnlySpan<XlsxCell> Cells => _cells.AsSpan(0, Count);

    private int Count { get; set; }

    /// <summary>The text of a column, trimmed; null where there is none.</summary>
    public string? Text(int column)
    {
        foreach (ref readonly var cell in Cells)
        {
            if (cell.Column == column)
            {
                return cell.Kind == XlsxCellKind.Text && !string.IsNullOrWhiteSpace(cell.Text) ? cell.Text.Trim() : null;
            }
        }

        return null;
    }

    internal void Start(int number)
    {
        Number = number;
        Count = 0;
    }

    internal void Add(in XlsxCell cell)
    {
        if (Count == _cells.Length)
        {
            Array.Resize(ref _cells, 2 * Count);
        }

        _cells[Count++] = cell;
    }
}
