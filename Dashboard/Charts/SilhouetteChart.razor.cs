using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Statistics.Clustering;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Charts;

/// <summary>A bar for each member, by group: how much nearer it is to its own group than to the next.</summary>
public sealed partial class SilhouetteChart : ComponentBase
{
    private const int MostRows = 2000;

    private SilhouetteDrawing _drawing = default!;
    private IReadOnlyList<ClusterMember> _rows = [];
    private ClusterMember? _first;
    private double? _mean;

    [Inject]
    private IStringLocalizer<ChartTexts> T { get; set; } = default!;

    [Parameter, EditorRequired]
    public ClusterAnalysis Analysis { get; set; } = default!;

    [Parameter, EditorRequired]
    public ClusterNames Names { get; set; } = default!;

    /// <summary>Null: the usual one.</summary>
    [Parameter]
    public string? Title { get; set; }

    /// <summary>Identifier of a member that stands out.</summary>
    [Parameter]
    public string? Highlighted { get; set; }

    private double Gap => _drawing.BarHeight >= 6 ? 1 : 0;

    private string Summary => _mean is { } mean
        ? T["Silhouette.Summary", Value(mean), FigureText.Number(Known().Count(m => m.Silhouette < 0)), FigureText.Number(Known().Count())]
        : T["Silhouette.None"];

    protected override void OnParametersSet()
    {
        _drawing = SilhouetteDrawing.Of(Analysis);
        var inOrder = Analysis.Groups.OrderBy(g => Names.Number(g.Label)).SelectMany(g => _drawing.Groups[g.Label]).ToList();
        _first = Analysis.Groups.OrderBy(g => Names.Number(g.Label)).SelectMany(g => _drawing.Drawn(g.Label)).FirstOrDefault();
        _rows = [.. inOrder.Take(MostRows)];
        _mean = Analysis.Counts.FirstOrDefault(c => c.Clusters == Analysis.Clusters)?.Silhouette;
    }

    private IEnumerable<ClusterMember> Known() => Analysis.Members.Where(m => m.Silhouette is not null);

    private bool IsFirst(ClusterMember member) => ReferenceEquals(member, _first);

    private string Value(double? silhouette) => silhouette is { } known ? FigureText.Number(known, 2) : T["Unknown"];

    private string Members(int count) => count == 1 ? T["Members.One"] : T["Members.Many", FigureText.Number(count)];

    private string Mark(ClusterMember member)
        => T["Silhouette.Mark", Names.Member(member.Id), Value(member.Silhouette), Names.Number(member.Label), Names.Number(member.Nearest)];

    private IEnumerable<string> ChartNotes()
    {
        yield return T["Silhouette.Scale"];
        if (_mean is { } mean)
        {
            yield return T["Silhouette.Mean", Value(mean)];
        }

        if (Analysis.SilhouetteSample is { } sample)
        {
            yield return T["Silhouette.Sample", FigureText.Number(sample), FigureText.Number(Analysis.Members.Count)];
        }

        if (_drawing.Every > 1)
        {
            yield return T["Silhouette.Thinned", FigureText.Number(_drawing.Every)];
        }
    }
}
