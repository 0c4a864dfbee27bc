using System.Globalization;
using Octoplus.Core.Statistics.Rates;

namespace Octoplus.Dashboard.Pages.Map;

/// <summary>Which rows the table and the export have, in which order.</summary>
public static class FigureOrder
{
    private const CompareOptions Loosely = CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace;

    private static readonly ChangeVerdict[] _verdicts = [ChangeVerdict.Up, ChangeVerdict.NotDistinguishable, ChangeVerdict.Down, ChangeVerdict.Unknown];

    /// <summary>Until someone sorts: the number that the map shows, highest first.</summary>
    public static (FigureColumn Column, bool Descending) Of(MapState state)
        => state.SortColumn is { } key && FigureColumn.Find(key) is { } column
            ? (column, state.IsSortDescending)
            : (FigureColumn.Find(FigureColumn.KeyOf(state.Shown))!, true);

    /// <summary>Rows without the number come last either way.</summary>
    public static IReadOnlyList<FigureRow> Apply(MapScreen screen, string filter)
    {
        ArgumentNullException.ThrowIfNull(screen);
        var (column, descending) = Of(screen.State);
        var rows = screen.Rows.Where(r => Matches(r, filter.Trim()));
        if (column.Number is { } number)
        {
            return [.. rows.OrderBy(r => number(r) is null).ThenBy(r => (number(r) ?? 0) * (descending ? -1 : 1)).ThenBy(r => r.Code, StringComparer.Ordinal)];
        }

        var words = CultureInfo.CurrentCulture.CompareInfo.GetStringComparer(Loosely);
        var sorted = column.Key == FigureColumn.Verdict
            ? rows.OrderBy(r => Array.IndexOf(_verdicts, r.Figure.Verdict)).ThenBy(r => r.Code, StringComparer.Ordinal)
            : rows.OrderBy(r => r.Territory.Name, words).ThenBy(r => r.Code, StringComparer.Ordinal);
        return descending ? [.. sorted.Reverse()] : [.. sorted];
    }

    private static bool Matches(FigureRow row, string filter)
        => filter.Length == 0
        || row.Territory.OfficialCode.StartsWith(filter, StringComparison.OrdinalIgnoreCase)
        || CultureInfo.InvariantCulture.CompareInfo.IndexOf(row.Territory.Name, filter, Loosely) >= 0;
}
