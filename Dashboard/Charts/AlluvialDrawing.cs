using Octoplus.Core.Groups;

namespace Octoplus.Dashboard.Charts;

/// <summary>
/// Blocks and ribbons of the alluvial view. Groups stand in the order of their numbers in every year, so that a ribbon that rises or falls is a change.
/// Across in shares of the width, down in pixels.
/// </summary>
internal sealed class AlluvialDrawing
{
    /// <summary>Of the picture without the years below it, pixels.</summary>
    public const double Height = 320;

    private const double GapBelowBlock = 7;
    private const double Margin = 0.045;

    private readonly IReadOnlyList<GroupYear> _years;
    private readonly double _perMember;

    private AlluvialDrawing(IReadOnlyList<GroupYear> years)
    {
        _years = years;
        var numbers = years.SelectMany(y => y.Numbers.Values).Distinct().Order().ToList();
        var most = Math.Max(1, years.Select(y => y.Numbers.Count).DefaultIfEmpty(1).Max());
        _perMember = (Height - (GapBelowBlock * Math.Max(0, numbers.Count - 1))) / most;
        Blocks = [.. years.SelectMany((year, column) => BlocksOf(year, column, numbers))];
        Ribbons = [.. Enumerable.Range(0, Math.Max(0, years.Count - 1)).SelectMany(RibbonsOf)];
    }

    public IReadOnlyList<AlluvialBlock> Blocks { get; }

    /// <summary>Those who stay first, so that those who move are drawn over them.</summary>
    public IReadOnlyList<AlluvialRibbon> Ribbons { get; }

    public static AlluvialDrawing Of(IReadOnlyList<GroupYear> years) => new(years);

    /// <summary>Middle of a year's column.</summary>
    public double X(int column) => _years.Count == 1 ? 0.5 : Margin + ((1 - (2 * Margin)) * column / (_years.Count - 1));

    /// <summary>Where one member passes, by year: null where it is not there.</summary>
    public IEnumerable<(double X, double Y)?> PathOf(string member)
    {
        for (var column = 0; column < _years.Count; column++)
        {
            var at = column;
            var left = Ribbons.FirstOrDefault(r => r.Column == at && r.Members.Contains(member));
            var right = Ribbons.FirstOrDefault(r => r.Column == at - 1 && r.Members.Contains(member));
            double? y = left is not null ? left.Top + (left.Height / 2) : right is not null ? right.TopAfter + (right.Height / 2)
                : Blocks.FirstOrDefault(b => b.Column == at && b.Members.Contains(member)) is { } block ? block.Top + (block.Height / 2) : null;
            yield return y is { } known ? (X(column), known) : null;
        }
    }

    private IEnumerable<AlluvialBlock> BlocksOf(GroupYear year, int column, IReadOnlyList<int> numbers)
    {
        var top = 0.0;
        foreach (var number in numbers)
        {
            string[] members = [.. year.Numbers.Where(n => n.Value == number).Select(n => n.Key).Order(StringComparer.Ordinal)];
            if (members.Length > 0)
            {
                yield return new AlluvialBlock(column, year.Year, number, top, members.Length * _perMember, members);
                top += (members.Length * _perMember) + GapBelowBlock;
            }
        }
    }

    private IEnumerable<AlluvialRibbon> RibbonsOf(int column)
    {
        var (before, after) = (_years[column], _years[column + 1]);
        var flows = before.Numbers.Where(n => after.Numbers.ContainsKey(n.Key))
            .GroupBy(n => (From: n.Value, To: after.Numbers[n.Key]), n => n.Key)
            .Select(g => (g.Key.From, g.Key.To, Members: g.Order(StringComparer.Ordinal).ToArray()))
            .ToList();
        var tops = flows.OrderBy(f => f.From).ThenBy(f => f.To).Aggregate((Tops: new Dictionary<(int, int), double>(), Group: 0, Next: 0.0), (state, f) => Stack(state, f.From, f, column)).Tops;
        var topsAfter = flows.OrderBy(f => f.To).ThenBy(f => f.From).Aggregate((Tops: new Dictionary<(int, int), double>(), Group: 0, Next: 0.0), (state, f) => Stack(state, f.To, f, column + 1)).Tops;
        return flows.OrderBy(f => f.From != f.To).ThenBy(f => f.From).ThenBy(f => f.To)
            .Select(f => new AlluvialRibbon(column, before.Year, after.Year, f.From, f.To, tops[(f.From, f.To)], topsAfter[(f.From, f.To)], f.Members.Length * _perMember, f.Members));
    }

    private (Dictionary<(int, int), double> Tops, int Group, double Next) Stack(
        (Dictionary<(int, int), double> Tops, int Group, double Next) state, int group, (int From, int To, string[] Members) flow, int column)
    {
        var top = group == state.Group ? state.Next : Blocks.First(b => b.Column == column && b.Number == group).Top;
        state.Tops[(flow.From, flow.To)] = top;
        return (state.Tops, group, top + (flow.Members.Length * _perMember));
    }
}

/// <summary>A group in a year.</summary>
internal sealed record AlluvialBlock(int Column, int Year, int Number, double Top, double Height, IReadOnlyList<string> Members);

/// <summary>Who went from a group of a year to one of the next.</summary>
/// <param name="TopAfter">Where it arrives.</param>
internal sealed record AlluvialRibbon(int Column, int Year, int Next, int From, int To, double Top, double TopAfter, double Height, IReadOnlyList<string> Members)
{
    public bool IsMove => From != To;
}
