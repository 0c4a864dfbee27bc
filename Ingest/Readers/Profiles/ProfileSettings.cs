namespace Octoplus.Ingest.Readers.Profiles;

/// <summary>How a table is laid out.</summary>
public enum TableShape
{
    /// <summary>A row a cell: territory, measure, period, value.</summary>
    Long,

    /// <summary>A row a territory and period; each column of values is a measure.</summary>
    WideMeasures,

    /// <summary>A row a territory and measure; each column of values is a period, named in the header.</summary>
    WidePeriods,
}

/// <summary>What a column of the file is for.</summary>
public enum ColumnRole
{
    /// <summary>Not read; stays in the file that is kept.</summary>
    Ignored,

    /// <summary>Code of the territory.</summary>
    Territory,

    /// <summary>What is measured.</summary>
    Measure,

    /// <summary>The period.</summary>
    Period,

    /// <summary>A value; in the wide shapes there are several.</summary>
    Value,

    /// <summary>Personal: in no way stored.</summary>
    Dropped,

    /// <summary>Personal: replaced by a keyed hash in the file that is kept, see <see cref="PseudonymKey"/>.</summary>
    Hashed,
}

/// <summary>Where a value comes from.</summary>
public enum ValueRule
{
    /// <summary>A cell; a second row for one cell is an error.</summary>
    Single,

    /// <summary>The sum of all rows of a cell.</summary>
    Sum,

    /// <summary>The number of rows of a cell; there is no column of values.</summary>
    CountRows,
}

/// <summary>How numbers and dates are written.</summary>
public enum WrittenIn
{
    /// <summary><c>1 234,5</c> and dd/MM/yyyy.</summary>
    French,

    /// <summary><c>1,234.5</c> and MM/dd/yyyy.</summary>
    English,
}

/// <summary>A column of the file by its header.</summary>
/// <param name="Header">As <see cref="ProfileTable"/> names it: trimmed; <c>#3</c> where the third has no header; a second of one name ends in <c> (2)</c>.</param>
public sealed record ProfileColumn(string Header, ColumnRole Role);
