using System.Globalization;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Contents;

/// <summary>Gathers the findings of one file, at most <see cref="Limit"/> of them, errors first: a broken file may hold a million. Safe for concurrent use.</summary>
public sealed class FindingList(string file)
{
    /// <summary>Findings kept; the rest is counted.</summary>
    public const int Limit = 1000;

    private readonly Lock _lock = new();
    private readonly List<Finding> _errors = [];
    private readonly List<Finding> _warnings = [];
    private int _errorCount;
    private int _warningCount;

    /// <summary>Errors found, kept or only counted.</summary>
    public int Errors
    {
        get
        {
            lock (_lock)
            {
                return _errorCount;
            }
        }
    }

    /// <summary>Warnings found, kept or only counted.</summary>
    public int Warnings
    {
        get
        {
            lock (_lock)
            {
                return _warningCount;
            }
        }
    }

    /// <summary>Any error refuses the file.</summary>
    public bool HasErrors => Errors > 0;

    /// <summary>Adds an error.</summary>
    public void Error(string code, string? sheet, int? row, int? column, string? found, string reason)
        => Add(FindingSeverity.Error, code, sheet, row, column is { } c ? XlsxCell.ColumnName(c) : null, found, reason);

    /// <summary>Adds a warning.</summary>
    public void Warning(string code, string? sheet, int? row, int? column, string? found, string reason)
        => Add(FindingSeverity.Warning, code, sheet, row, column is { } c ? XlsxCell.ColumnName(c) : null, found, reason);

    /// <summary>Adds a finding whose column is known by its header.</summary>
    public void Add(FindingSeverity severity, string code, string? sheet, int? row, string? column, string? found, string reason)
    {
        lock (_lock)
        {
            var isError = severity == FindingSeverity.Error;
            _errorCount += isError ? 1 : 0;
            _warningCount += isError ? 0 : 1;
            var kept = isError ? _errors : _warnings;
            if (kept.Count < Limit)
            {
                kept.Add(new Finding(severity, code, file, sheet, row, column, found is { Length: > 200 } ? found[..200] + "…" : found, reason));
            }
        }
    }

    /// <summary>The findings by place, with a line for those left out.</summary>
    public IReadOnlyList<Finding> ToList()
    {
        lock (_lock)
        {
            var all = _errors.Concat(_warnings).Take(Limit).OrderBy(f => f.Sheet, StringComparer.Ordinal).ThenBy(f => f.Row ?? 0)
                .ThenBy(f => f.Column?.Length ?? 0).ThenBy(f => f.Column, StringComparer.Ordinal).ToList();
            if (_errorCount + _warningCount - all.Count is > 0 and var leftOut)
            {
                all.Add(new Finding(
                    _errorCount > 0 ? FindingSeverity.Error : FindingSeverity.Warning, "more-findings", file, null, null, null, null,
                    string.Create(CultureInfo.InvariantCulture, $"{leftOut} more findings are not listed.")));
            }

            return all;
        }
    }
}
