using Octoplus.Core.Statistics.Clustering;

namespace Octoplus.Core.Groups;

/// <summary>Numerators and denominators by year and territory as they are read; taken together over years, and made into tables.</summary>
internal sealed class GroupCells(IReadOnlyList<GroupFeature> features)
{
    private readonly Dictionary<(int Year, string Id), Cell[]> _cells = [];
    private readonly Dictionary<(int Year, string Id), double> _events = [];
    private readonly SortedSet<int> _years = [];

    // A cell that was never set is unknown: its denominator is 0.
    private readonly record struct Cell(double Numerator, double Denominator)
    {
        public bool IsKnown => Denominator > 0;
    }

    /// <summary>A year that is served, whether or not a territory has a value in it.</summary>
    public void AddYear(int year) => _years.Add(year);

    /// <summary>A territory that is listed in a year, whether or not it has a value.</summary>
    public void List(int year, string id) => _cells.TryAdd((year, id), new Cell[features.Count]);

    /// <summary>A value of a listed territory; a denominator of 0: it is unknown.</summary>
    public void Set(int year, string id, int feature, double numerator, double denominator)
        => _cells[(year, id)][feature] = new Cell(numerator, denominator);

    /// <summary>All events that a service recorded in a year; those with too few are left out.</summary>
    public void SetEvents(int year, string id, double events) => _events[(year, id)] = events;

    /// <summary>The tables, in order of the years; <paramref name="ids"/> gives the order of the rows.</summary>
    public IReadOnlyList<GroupYearData> Build(GroupChoice choice, IReadOnlyList<string> ids)
        => [.. _years
            .Where(year => Enumerable.Range(0, choice.YearsAveraged).All(back => _years.Contains(year - back)))
            .Select(year => Build(choice, year, ids))
            .Where(year => year.Table.Ids.Count > 0)];

    private GroupYearData Build(GroupChoice choice, int year, IReadOnlyList<string> ids)
    {
        var rows = new List<(string Id, Cell[] Cells)>();
        var leftOut = new List<MissingCell>();
        foreach (var id in ids.Where(id => _cells.ContainsKey((year, id))))
        {
            var cells = Sum(choice.YearsAveraged, year, id);
            if (choice.Territories != GroupTerritories.Departments && !HasEnough(choice.YearsAveraged, year, id))
            {
                leftOut.Add(new MissingCell(id, GroupFeature.TooFewEvents));
            }
            else if (Array.TrueForAll(cells, c => c.IsKnown))
            {
                rows.Add((id, cells));
            }
            else
            {
                leftOut.AddRange(features.Where((_, f) => !cells[f].IsKnown).Select(f => new MissingCell(id, f.Code)));
            }
        }

        return new GroupYearData(year, Table(rows), leftOut);
    }

    // Unknown in one of the years, unknown in all: a mean of other years would not be of the same ones.
    private Cell[] Sum(int years, int year, string id)
    {
        var sum = new Cell[features.Count];
        for (var f = 0; f < sum.Length; f++)
        {
            var parts = Enumerable.Range(0, years).Select(back => _cells.GetValueOrDefault((year - back, id))?[f] ?? default).ToList();
            sum[f] = parts.TrueForAll(p => p.IsKnown) ? new Cell(parts.Sum(p => p.Numerator), parts.Sum(p => p.Denominator)) : default;
        }

        return sum;
    }

    private bool HasEnough(int years, int year, string id)
        => !(Enumerable.Range(0, years).Sum(back => _events.GetValueOrDefault((year - back, id), double.NaN)) < years * (double)GroupFeature.LeastEvents); // not listed in one of them: its features are missing

    private FeatureTable Table(List<(string Id, Cell[] Cells)> rows)
    {
        var cells = rows.SelectMany(r => r.Cells).ToList();
        return new FeatureTable(
            [.. rows.Select(r => r.Id)],
            [.. features.Select(f => f.Code)],
            [.. cells.Select((c, i) => features[i % features.Count].Factor * c.Numerator / c.Denominator)])
        {
            Parts = new RatioParts([.. cells.Select(c => c.Numerator)], [.. cells.Select(c => c.Denominator)], [.. features.Select(f => f.Factor)]),
        };
    }
}
