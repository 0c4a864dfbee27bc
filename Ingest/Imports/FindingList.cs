using System.Globalization;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Imports;

/// <summary>Gathers the findings of one file, at most <see cref="Limit"/> of them: a broken file may hold a million. Safe for concurrent use.</summary>
public sealed class FindingList(string file)
{
    /// <summary>Findings kept; the rest is counted.</summary>
    public const int Limit = 1000;

    private readonly Lock _lock = new();
    private readonly List<Finding> _findings = [];
    private int _leftOut;
    private bool _hasErrors;

    /// <summary>Any of the findings, kept or counted, refuses the file.</summary>
    public bool HasErrors
    {
        get
        {
            lock (_lock)
            {
                return _hasErrors;
            }
        }
    }

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
            _hasErrors |= severity == FindingSeverity.Error;
            if (_findings.Count < Limit)
            {
                _findings.Add(new Finding(severity, code, file, sheet, row, column, found is { Length: > 200 } ? found[..200] + "…" : found, reason));
            }
            else
            {
                _leftOut++;
            }
        }
    }

    /// <summary>The findings by place, with a line for those left out.</summary>
    public IReadOnlyList<Finding> ToList()
    {
        lock (_lock)
        {
            var all = _findings.OrderBy(f => f.Sheet, StringComparer.Ordinal).ThenBy(f => f.Row ?? 0)
                .ThenBy(f => f.Column?.Length ?? 0).ThenBy(f => f.Column, StringComparer.Ordinal).ToList();
            if (_leftOut > 0)
            {
                all.Add(new Finding(
                    _hasErrors ? FindingSeverity.Error : FindingSeverity.Warning, "more-findings", file, null, null, null, null,
                    string.Create(CultureInfo.InvariantCulture, $"{_leftOut} more findings are not listed.")));
            }

            return all;
        }
    }
}
