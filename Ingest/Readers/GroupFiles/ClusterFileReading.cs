using System.Globalization;
using System.Runtime.InteropServices;
using CsvHelper;
using Octoplus.Core.Statistics.Clustering;
using Octoplus.Ingest.Files;

namespace Octoplus.Ingest.Readers.GroupFiles;

/// <summary>Gathers the rows of one file and what is wrong with them.</summary>
internal sealed class ClusterFileReading(ClusterFileLimits limits)
{
    private const int LongestShown = 40;

    private readonly List<ClusterFileProblem> _problems = [];
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<double> _values = [];
    private int _problemCount;
    private int _idColumn;
    private List<string> _header = [];
    private ClusterFileColumn[] _columns = [];
    private ClusterFileNumbers _numbers = new(isCommaSeparated: false);

    public void Refuse(string code, int? line, string? column, string found, string expected, string reason)
    {
        if (++_problemCount <= ClusterFile.MaxProblems)
        {
            _problems.Add(Problem(code, line, column, found, expected, reason));
        }
    }

    public void RefuseSize(long bytes)
    {
        if (bytes == 0)
        {
            Refuse("empty", null, null, "", "", "The file is empty: 0 bytes.");
        }
        else
        {
            var most = limits.MaxBytes / 1_000_000;
            Refuse("too-large", null, null, Text(bytes / 1_000_000), Text(most), $"The file has more than {Text(most)} MB.");
        }
    }

    public void ReadAll(CsvReader csv, CancellationToken cancellationToken)
    {
        csv.ReadHeader();
        if (!TakeHeader([.. csv.Headers], csv.Separator == ','))
        {
            return;
        }

        while (csv.Read())
        {
            if ((_ids.Count & 0xFFF) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (!csv.IsBlank() && !TakeRow(csv, csv.Line()))
            {
                return;
            }
        }

        if (_ids.Count == 0 && _problemCount == 0)
        {
            Refuse("no-rows", null, null, "", "", "There is no row below the header.");
        }
    }

    public ClusterFileContent ToContent(ClusterFileForm form)
    {
        var text = _ids.Count > 0 ? _columns.Where(c => !c.HasNumbers).ToList() : [];
        foreach (var column in text.Where(_ => !limits.LeaveTextColumns))
        {
            Refuse("text-column", 1, column.Name, column.Problems[0].Found, "", "The column holds no number: leave it out of the file.");
        }

        foreach (var column in _columns.Where(c => c.HasNumbers))
        {
            _problems.AddRange(column.Problems);
            _problemCount += column.ProblemCount;
        }

        var left = text.Select(c => c.Index).ToHashSet();
        if (_columns.Length > 0 && left.Count == _columns.Length && limits.LeaveTextColumns)
        {
            Refuse("no-features", 1, null, "", "", "No column holds numbers.");
        }

        var table = _problemCount == 0 ? Table(left) : null;
        return new ClusterFileContent(
            table,
            [.. _problems.OrderBy(p => p.Line ?? 0).Take(ClusterFile.MaxProblems)],
            _problemCount,
            _header.ElementAtOrDefault(_idColumn) ?? "",
            limits.LeaveTextColumns ? [.. text.Select(c => c.Name)] : [],
            form with { HasDecimalComma = _numbers.HasDecimalComma });
    }

    private static ClusterFileProblem Problem(string code, int? line, string? column, string found, string expected, string reason)
        => new(code, line, column, Shortened(found), expected, reason);

    private static string Shortened(string text) => text.Length > LongestShown ? text[..LongestShown] + "…" : text;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private bool TakeHeader(string[] names, bool isCommaSeparated)
    {
        _header = [.. names.Select(DelimitedRows.HeaderName)];
        _numbers = new ClusterFileNumbers(isCommaSeparated);
        _idColumn = Math.Max(0, _header.FindIndex(n => n.Equals("id", StringComparison.OrdinalIgnoreCase)));
        if (_header.Count < 2)
        {
            Refuse("too-few-columns", 1, null, _header.FirstOrDefault() ?? "", "", "Expected id and at least one feature, separated by commas, semicolons or tabs.");
        }
        else if (_header.Count - 1 > limits.MaxFeatures)
        {
            Refuse("too-many-columns", 1, null, Text(_header.Count - 1), Text(limits.MaxFeatures), $"More than {Text(limits.MaxFeatures)} features.");
        }

        foreach (var twice in _header.GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            Refuse("duplicate-column", 1, twice.Key, twice.Key, "", "Two columns have this name.");
        }

        foreach (var name in _header.Where(n => n.Length > ClusterFile.MaxNameLength))
        {
            Refuse("long-name", 1, null, name, Text(ClusterFile.MaxNameLength), "The name of the column is too long: is this the header?");
        }

        _columns = _problemCount > 0 ? [] : [.. Enumerable.Range(0, _header.Count).Where(i => i != _idColumn).Select(i => new ClusterFileColumn(i, _header[i]))];
        return _problemCount == 0;
    }

    /// <returns>Whether to go on.</returns>
    private bool TakeRow(CsvReader csv, int line)
    {
        if (csv.FieldCount != _header.Count)
        {
            Refuse("ragged", line, null, Text(csv.FieldCount), Text(_header.Count), $"The line has {Text(csv.FieldCount)} fields, the header {Text(_header.Count)}.");
            return true;
        }

        var id = csv.GetString(_idColumn).Trim();
        TakeId(id, line);
        if (_ids.Count > limits.MaxRows || (long)_ids.Count * _columns.Length > limits.MaxValues)
        {
            var most = Math.Min(limits.MaxRows, limits.MaxValues / _columns.Length);
            Refuse("too-many-rows", line, null, "", Text(most), $"More than {Text(most)} rows of {Text(_columns.Length)} features.");
            return false;
        }

        foreach (var column in _columns)
        {
            var raw = csv.GetSpan(column.Index);
            if (_numbers.TryQuick(raw, out var value))
            {
                column.HasNumbers = true;
            }
            else
            {
                value = TakeText(column, csv.GetString(column.Index).Trim(), id, line);
            }

            _values.Add(value);
        }

        return true;
    }

    private void TakeId(string id, int line)
    {
        if (id.Length is 0 or > ClusterFile.MaxNameLength)
        {
            Refuse("no-id", line, _header[_idColumn], id, Text(ClusterFile.MaxNameLength), $"Expected a name of 1 to {Text(ClusterFile.MaxNameLength)} characters.");
            id = string.Create(CultureInfo.InvariantCulture, $"\0{line}");
        }
        else if (id.Contains('\uFFFD', StringComparison.Ordinal))
        {
            Refuse("bad-encoding", line, _header[_idColumn], id, "", "A letter cannot be read: save the file in UTF-8.");
        }

        if (!_ids.TryAdd(id, line))
        {
            Refuse("duplicate-id", line, _header[_idColumn], id, Text(_ids[id]), $"Line {Text(_ids[id])} has this name already.");
            _ids.TryAdd(string.Create(CultureInfo.InvariantCulture, $"\0{line}"), line);
        }
    }

    private double TakeText(ClusterFileColumn column, string text, string id, int line)
    {
        var verdict = _numbers.Read(text, out var value);
        column.HasNumbers |= verdict is ClusterFileNumber.Number or ClusterFileNumber.OtherDecimalMark;
        var mark = _numbers.HasDecimalComma ? "," : ".";
        switch (verdict)
        {
            case ClusterFileNumber.Missing:
                column.Add(Problem("missing-value", line, column.Name, text, "", "The value is missing: fill it in, or leave the row or the column out.") with { Id = Shortened(id) });
                break;
            case ClusterFileNumber.OtherDecimalMark:
                column.Add(Problem("mixed-decimals", line, column.Name, text, mark, $"The file writes decimals with '{mark}'.") with { Id = Shortened(id) });
                break;
            case ClusterFileNumber.NotANumber:
                column.Add(Problem("not-a-number", line, column.Name, text, "", "Expected a number such as 1234.5.") with { Id = Shortened(id) });
                break;
        }

        return value;
    }

    private FeatureTable Table(HashSet<int> left)
    {
        string[] ids = [.. _ids.OrderBy(i => i.Value).Select(i => i.Key)];
        if (left.Count == 0)
        {
            return new FeatureTable(ids, [.. _columns.Select(c => c.Name)], _values);
        }

        var kept = _columns.Select((c, i) => (c, i)).Where(p => !left.Contains(p.c.Index)).Select(p => p.i).ToArray();
        var values = new double[(long)ids.Length * kept.Length];
        var all = CollectionsMarshal.AsSpan(_values);
        for (var row = 0; row < ids.Length; row++)
        {
            for (var j = 0; j < kept.Length; j++)
            {
                values[(row * kept.Length) + j] = all[(row * _columns.Length) + kept[j]];
            }
        }

        return new FeatureTable(ids, [.. kept.Select(i => _columns[i].Name)], values);
    }
}
