using System.Globalization;
using Octoplus.Ingest.Readers.Profiles;

namespace Octoplus.Ingest.Readers.GroupFiles;

/// <summary>What a cell is.</summary>
internal enum ClusterFileNumber
{
    Number,
    Missing,
    NotANumber,

    /// <summary>A number, with another decimal mark than those before it.</summary>
    OtherDecimalMark,
}

/// <summary>Reads the numbers of one file: its first decimal mark tells the mark of all.</summary>
internal sealed class ClusterFileNumbers(bool isCommaSeparated)
{
    private static readonly HashSet<string> _missing = new(["", "-", ".", "NA", "N/A", "NaN", "null", "nd", "n.d.", "ns"], StringComparer.OrdinalIgnoreCase);

    // Of a file that commas separate, a comma in quotes separates thousands.
    private WrittenIn? _mark = isCommaSeparated ? WrittenIn.English : null;

    public bool HasDecimalComma => _mark == WrittenIn.French;

    /// <summary>Plain numbers, of which large files are made: 12, -3.5, 1e-7.</summary>
    public bool TryQuick(ReadOnlySpan<byte> text, out double value)
    {
        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (text.Length == 0 || !char.IsAsciiDigit((char)text[^1]) || !double.TryParse(text, Plain, CultureInfo.InvariantCulture, out value) || !double.IsFinite(value))
        {
            value = double.NaN;
            return false;
        }

        return !text.Contains((byte)'.') || (_mark ??= WrittenIn.English) == WrittenIn.English;
    }

    public ClusterFileNumber Read(string text, out double value)
    {
        value = double.NaN;
        if (_missing.Contains(text))
        {
            return ClusterFileNumber.Missing;
        }

        // A comma alone is thousands or decimals: where it is not known to be the one, nobody can tell.
        var hasComma = text.Contains(',', StringComparison.Ordinal);
        var wanted = hasComma && !text.Contains('.', StringComparison.Ordinal) && !isCommaSeparated ? WrittenIn.French
            : hasComma || text.Contains('.', StringComparison.Ordinal) ? WrittenIn.English : (WrittenIn?)null;
        if (!NumberText.TryParse(text, wanted ?? WrittenIn.French, out var number))
        {
            return ClusterFileNumber.NotANumber;
        }

        if (wanted is not null && (_mark ??= wanted) != wanted)
        {
            return ClusterFileNumber.OtherDecimalMark;
        }

        value = number ?? double.NaN;
        return ClusterFileNumber.Number;
    }
}
