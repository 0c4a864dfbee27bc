using Octoplus.Core.Reference;

namespace Octoplus.Ingest.Contents;

/// <summary>A place as compared between two vintages.</summary>
/// <param name="Key">What makes it one and the same, such as force, département, direction and name.</param>
/// <param name="Name">As published.</param>
/// <param name="Group">Where it belongs; places are looked at as renamed only within one <paramref name="RenameGroup"/>.</param>
/// <param name="RenameGroup">Such as force and département.</param>
public sealed record ComparedPlace(string Key, string Name, string Group, string RenameGroup);

/// <summary>Gathers a <see cref="ChangeReport"/> cell by cell; memory grows with the places, not with the cells. Not safe for concurrent use.</summary>
public sealed class ChangeReportBuilder(string dataset)
{
    private readonly List<PeriodChange> _periods = [];
    private readonly Dictionary<(string Measure, int Period), Total> _totals = [];
    private readonly Dictionary<string, Side> _added = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Side> _vanished = new(StringComparer.Ordinal);
    private readonly PriorityQueue<CellChange, (double Difference, long Order)> _largest = new();
    private readonly HashSet<string> _former = new(StringComparer.Ordinal);
    private string? _lastFormer;
    private long _changed;
    private long _compared;

    /// <summary>Notes a period of the file.</summary>
    public void Period(int period, bool isProvisional, long? formerVintage) => _periods.Add(new PeriodChange(period, isProvisional, formerVintage));

    /// <summary>Adds to the sums of a measure and period; null where a side has nothing.</summary>
    public void AddTotal(string measure, string? label, int period, double? before, double? after)
    {
        if (!_totals.TryGetValue((measure, period), out var total))
        {
            _totals[(measure, period)] = total = new Total { Label = label };
        }

        total.Before = before is null ? total.Before : (total.Before ?? 0) + before;
        total.After = after is null ? total.After : (total.After ?? 0) + after;
    }

    /// <summary>A cell that both sides have: a place that both list, in a period that both have.</summary>
    public void Cell(ComparedPlace place, string measure, string? label, int period, double? before, double? after)
    {
        _compared++;
        NoteFormer(place.Key);
        if (before != after)
        {
            Keep(new CellChange(place.Name, place.Group, measure, label, period, before, after));
        }
    }

    /// <summary>A cell of text that both sides have.</summary>
    public void TextCell(ComparedPlace place, string measure, string? label, int period, string? before, string? after)
    {
        _compared++;
        NoteFormer(place.Key);
        if (before != after)
        {
            Keep(new CellChange(place.Name, place.Group, measure, label, period, null, null, before ?? "", after ?? ""));
        }
    }

    /// <summary>A place that only the file lists in a period.</summary>
    public void Added(ComparedPlace place, int period, double total) => Note(_added, place, period, total);

    /// <summary>A place that only the active vintage lists in a period.</summary>
    public void Vanished(ComparedPlace place, int period, double total)
    {
        NoteFormer(place.Key);
        Note(_vanished, place, period, total);
    }

    /// <summary>The report.</summary>
    public ChangeReport Build()
        => new(
            dataset,
            [.. _periods.OrderBy(p => p.Period)],
            [.. _totals.OrderBy(t => t.Key.Measure, StringComparer.Ordinal).ThenBy(t => t.Key.Period)
                .Select(t => new TotalChange(t.Key.Measure, t.Value.Label, t.Key.Period, t.Value.Before, t.Value.After))],
            Listed(_added),
            Listed(_vanished),
            [.. RenamedPlaces.Find(_vanished.Values, _added.Values)],
            _added.Count,
            _vanished.Count,
            _changed,
            _compared,
            [.. _largest.UnorderedItems.OrderByDescending(c => c.Priority).Select(c => c.Element)])
        {
            FormerPlaces = _former.Count,
        };

    private static List<PlaceChange> Listed(Dictionary<string, Side> sides)
        => [.. sides.Values.OrderByDescending(s => s.Total).ThenBy(s => s.Place.Key, StringComparer.Ordinal).Take(ChangeReport.MaxPlaces)
            .Select(s => new PlaceChange(s.Place.Name, s.Place.Group, [.. s.Periods.Order()], s.Total))];

    private static void Note(Dictionary<string, Side> sides, ComparedPlace place, int period, double total)
    {
        if (!sides.TryGetValue(place.Key, out var side))
        {
            sides[place.Key] = side = new Side(place);
        }

        side.Periods.Add(period);
        side.Total += total;
    }

    // Cells come place by place: the set is asked once a place, not once a cell.
    private void NoteFormer(string key)
    {
        if (!ReferenceEquals(key, _lastFormer))
        {
            _former.Add(key);
            _lastFormer = key;
        }
    }

    // Of equal differences the first met are kept.
    private void Keep(CellChange cell)
    {
        _largest.Enqueue(cell, (cell.Difference(), -_changed++));
        if (_largest.Count > ChangeReport.MaxCells)
        {
            _largest.Dequeue();
        }
    }

    internal sealed class Side(ComparedPlace place)
    {
        public ComparedPlace Place => place;

        public HashSet<int> Periods { get; } = [];

        public double Total { get; set; }
    }

    private sealed class Total
    {
        public string? Label { get; init; }

        public double? Before { get; set; }

        public double? After { get; set; }
    }
}
