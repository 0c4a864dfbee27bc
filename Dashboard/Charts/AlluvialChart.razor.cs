using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Groups;
using Octoplus.Core.Statistics.Clustering;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared.Text;
using static Octoplus.Dashboard.Charts.ChartShape;

namespace Octoplus.Dashboard.Charts;

/// <summary>Groups over the years, and who went from one to another.</summary>
public sealed partial class AlluvialChart : ComponentBase
{
    private const double HalfBlock = 9;
    private const int MostNamed = 12;

    private AlluvialDrawing _drawing = default!;
    private IReadOnlyList<int> _numbers = [];
    private IReadOnlyList<string> _ways = [];

    [Inject]
    private IStringLocalizer<ChartTexts> T { get; set; } = default!;

    /// <summary>One entry a year, in order; at least one.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<GroupYear> Paths { get; set; } = [];

    [Parameter, EditorRequired]
    public ClusterNames Names { get; set; } = default!;

    /// <summary>The year that the page shows.</summary>
    [Parameter]
    public int? Year { get; set; }

    /// <summary>Null: the usual one.</summary>
    [Parameter]
    public string? Title { get; set; }

    /// <summary>Identifier of a member whose way is drawn.</summary>
    [Parameter]
    public string? Highlighted { get; set; }

    private IEnumerable<AlluvialRibbon> Moves => _drawing.Ribbons.Where(r => r.IsMove).OrderBy(r => r.Column);

    // Many years scroll within the card.
    private string Width => Paths.Count switch { <= 10 => "few", <= 16 => "many", _ => "most" };

    private string Summary
    {
        get
        {
            if (Paths.Count < 2)
            {
                return T["Alluvial.One", Paths.Count == 0 ? "" : Number(Paths[0].Year)];
            }

            var byYear = Moves.GroupBy(m => m.Next).Select(g => (Year: g.Key, Count: g.Sum(m => m.Members.Count))).OrderByDescending(y => y.Count).ToList();
            var (first, last) = (Number(Paths[0].Year), Number(Paths[^1].Year));
            return byYear.Count == 0
                ? T["Alluvial.Summary.None", first, last]
                : T["Alluvial.Summary", FigureText.Number(byYear.Sum(y => y.Count)), first, last, FigureText.Number(byYear[0].Count), Number(byYear[0].Year)];
        }
    }

    protected override void OnParametersSet()
    {
        _drawing = AlluvialDrawing.Of(Paths);
        _numbers = [.. Paths.SelectMany(p => p.Numbers.Values).Distinct().Order()];
        _ways = Highlighted is { } member ? [.. Ways(member)] : [];
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private string Path(AlluvialRibbon ribbon)
    {
        var (from, to) = (1000 * _drawing.X(ribbon.Column), 1000 * _drawing.X(ribbon.Column + 1));
        var middle = N((from + to) / 2);
        var (x0, x1, y0, y1) = (N(from), N(to), N(ribbon.Top), N(ribbon.TopAfter));
        var (z0, z1) = (N(ribbon.Top + ribbon.Height), N(ribbon.TopAfter + ribbon.Height));
        return $"M{x0} {y0}C{middle} {y0} {middle} {y1} {x1} {y1}V{z1}C{middle} {z1} {middle} {z0} {x0} {z0}z";
    }

    /// <summary>Lines through the years, broken where the member is not there.</summary>
    private IEnumerable<string> Ways(string member)
    {
        var line = new List<string>();
        foreach (var place in _drawing.PathOf(member).Append(null))
        {
            if (place is { } known)
            {
                line.Add($"{N(1000 * known.X)},{N(known.Y)}");
            }
            else if (line.Count > 0)
            {
                yield return string.Join(' ', line);
                line.Clear();
            }
        }
    }

    private string Group(int number) => Names.Group(number) is { Length: > 0 } name ? $"{Number(number)} ({name})" : Number(number);

    private string Mark(AlluvialRibbon ribbon)
        => ribbon.IsMove
            ? T["Alluvial.Move", Number(ribbon.Year), Number(ribbon.Next), FigureText.Number(ribbon.Members.Count), Group(ribbon.From), Group(ribbon.To), Who(ribbon.Members)]
            : T["Alluvial.Stay", Number(ribbon.Year), Number(ribbon.Next), FigureText.Number(ribbon.Members.Count), Group(ribbon.From), Who(ribbon.Members)];

    private string Mark(AlluvialBlock block) => T["Alluvial.Block", Number(block.Year), FigureText.Number(block.Members.Count), Group(block.Number)];

    private string Who(IReadOnlyList<string> members)
    {
        var names = string.Join(", ", members.Take(MostNamed).Select(Names.Member));
        return members.Count > MostNamed ? T["Alluvial.AndMore", names, FigureText.Number(members.Count - MostNamed)] : names;
    }

    private IEnumerable<string> ChartNotes()
    {
        if (Paths.Any(p => p.AdjustedRand is not null))
        {
            yield return T["Alluvial.Rand"];
        }

        if (_ways.Count > 0)
        {
            yield return T["Alluvial.Selected", Names.Member(Highlighted!)];
        }
    }
}
