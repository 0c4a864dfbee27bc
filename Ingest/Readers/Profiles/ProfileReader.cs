using System.Globalization;
using Octoplus.Core.Reference;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Files;
using Octoplus.Ingest.Readers.Series;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Readers.Profiles;

/// <summary>Reads a table by a profile. Values of columns that are personal are never looked at, and of a profile that has such columns no cell is quoted in a finding.</summary>
public sealed class ProfileReader
{
    /// <summary>Rows of a file at most.</summary>
    public const long MaxRows = 5_000_000;

    /// <summary>Series (measure × territory) of a file at most.</summary>
    public const int MaxSeries = 100_000;

    private const int ProgressRows = 10_000;

    private readonly ImportProfile _profile;
    private readonly FindingList _findings;
    private readonly ProfileCellReader _cells;
    private readonly SeriesTable _points = new();
    private readonly Dictionary<(string Measure, string Territory), Dictionary<int, double?>> _sums = [];
    private readonly Dictionary<string, string> _labels = new(StringComparer.Ordinal);

    private ProfileReader(ImportProfile profile, FindingList findings)
    {
        _profile = profile;
        _findings = findings;
        _cells = new ProfileCellReader(profile);
    }

    /// <summary>Reads and checks a table.</summary>
    /// <exception cref="UnreadableFileException">No delimited text, broken, or past the bounds.</exception>
    /// <exception cref="ArgumentException">The profile has <see cref="ImportProfile.Problems"/>.</exception>
    public static SeriesContent Read(FileProbe file, ImportProfile profile, FindingList findings, IProgress<long>? rowsRead = null)
    {
        ArgumentNullException.ThrowIfNull(profile);
        if (profile.Problems() is { Count: > 0 } problems)
        {
            throw new ArgumentException($"The profile '{profile.Slug}' cannot be used: {problems[0]}", nameof(profile));
        }

        var reader = new ProfileReader(profile, findings);
        using var table = ProfileTable.Open(file, profile.Separator, profile.FindEncoding());
        if (ProfileLayout.Of(profile, table.Header, findings) is { } layout)
        {
            reader.ReadRows(table, layout, rowsRead);
        }

        return reader.Finish();
    }

    private void ReadRows(ProfileTable table, ProfileLayout layout, IProgress<long>? rowsRead)
    {
        var rows = 0L;
        while (table.Read())
        {
            if (++rows > MaxRows)
            {
                throw new UnreadableFileException("too-many-rows", string.Create(CultureInfo.InvariantCulture, $"The table has more than {MaxRows} rows: split it by periods."));
            }

            if (rows % ProgressRows == 0)
            {
                rowsRead?.Report(rows);
            }

            if (table.FieldCount != table.Header.Count)
            {
                _findings.Error("column-count", null, table.Line, null, null, string.Create(
                    CultureInfo.InvariantCulture, $"The row has {table.FieldCount} cells, the header {table.Header.Count}: a separator is missing or one too many."));
            }
            else
            {
                ReadRow(table, layout);
            }
        }

        if (rows == 0)
        {
            _findings.Error("no-rows", null, null, null, null, "There is no row below the header.");
        }
    }

    private void ReadRow(ProfileTable table, ProfileLayout layout)
    {
        var territory = layout.Territory < 0 ? ProfileCells.Territory(_profile.FixedTerritory!, _profile.HasDepartmentCodes).Code
            : Checked(table, layout.Territory, "bad-territory", _cells.Territory(table.Cell(layout.Territory)));
        var label = layout.Measure < 0 ? _profile.FixedMeasure : table.Cell(layout.Measure);
        var measure = label is null ? null : layout.Measure < 0 ? ProfileCells.MeasureKey(label) : Checked(table, layout.Measure, "bad-measure", _cells.Measure(label));
        var period = layout.Period < 0 ? null : Checked(table, layout.Period, "bad-period", _cells.Period(table.Cell(layout.Period)));
        if (territory is null || (measure is null && _profile.Shape != TableShape.WideMeasures) || (period is null && _profile.Shape != TableShape.WidePeriods))
        {
            return;
        }

        if (_profile.Values == ValueRule.CountRows)
        {
            Add(table, null, measure!, label!, territory, period!.Value, 1);
        }

        foreach (var column in layout.Values)
        {
            var (number, problem) = _cells.Value(table.Cell(column.Index));
            if (problem is not null)
            {
                Error(table, column.Index, "bad-value", problem);
                continue;
            }

            var name = column.MeasureLabel ?? label!;
            Add(table, column.Index, column.MeasureLabel is null ? measure! : ProfileCells.MeasureKey(name)!, name, territory, column.Period ?? period!.Value, number);
        }
    }

    private void Add(ProfileTable table, int? column, string measure, string label, string territory, int period, double? value)
    {
        _labels.TryAdd(measure, label.Trim());
        if (_profile.Values == ValueRule.Single)
        {
            if (!_points.TryAdd(measure, territory, period, value))
            {
                Error(table, column, "duplicate-cell", $"There is a value for this territory, measure and period ({Period.Label(period)}) already: sum the rows, or correct the file.");
            }
        }
        else
        {
            if (!_sums.TryGetValue((measure, territory), out var sums))
            {
                _sums[(measure, territory)] = sums = [];
            }

            var former = sums.GetValueOrDefault(period);
            sums[period] = value is null ? former : (former ?? 0) + value;
        }

        if (Math.Max(_points.Series.Count, _sums.Count) > MaxSeries)
        {
            throw new UnreadableFileException("too-many-series", string.Create(
                CultureInfo.InvariantCulture, $"The table has more than {MaxSeries} pairs of measure and territory: is the right column the territory?"));
        }
    }

    private T? Checked<T>(ProfileTable table, int column, string code, (T? Found, string? Problem) cell)
    {
        if (cell.Problem is { } problem)
        {
            Error(table, column, code, problem);
        }

        return cell.Found;
    }

    private void Error(ProfileTable table, int? column, string code, string reason)
        => _findings.Error(
            code, null, table.Line, column + 1, column is { } c && !_profile.HasPersonalColumns ? table.Cell(c) : null,
            column is { } named ? $"Column '{table.Header[named]}': {reason}" : reason);

    private SeriesContent Finish()
    {
        foreach (var ((measure, territory), sums) in _sums)
        {
            foreach (var (period, value) in sums.OrderBy(s => s.Key))
            {
                // A sum of numbers that each fit need not fit itself.
                if (value is { } number && !double.IsFinite(number))
                {
                    _findings.Error("sum-too-large", null, null, null, null, $"The sum of a cell in {Period.Label(period)} is no number any more.");
                }
                else
                {
                    _points.TryAdd(measure, territory, period, value);
                }
            }
        }

        return new SeriesContent(
            _profile.Dataset, _profile.Grain, [.. _labels.Select(l => new SeriesMeasure(l.Key, l.Value, _profile.Unit, _profile.Kind))], _points);
    }
}
