using Octoplus.Core.Statistics.Clustering;

namespace Octoplus.Dashboard.Charts;

/// <summary>Where points and arrows of the two-dimensional view lie: shares of width and height, one unit as long across as upwards.</summary>
internal sealed class ProjectionDrawing
{
    /// <summary>Height of the picture ÷ its width, as the style sheet has it.</summary>
    public const double Ratio = 0.8;

    private const int MostNumbered = 250;
    private const int MostPoints = 1500;
    private const int MostLabels = 8;
    private const int FewPoints = 25;
    private const int MostArrows = 6;
    private const double Padding = 0.06;
    private const double NarrowWidth = 340;
    private const int LongestFeature = 24;
    private const double PointRadius = 5;

    private readonly double _left;
    private readonly double _top;
    private readonly double _width;
    private readonly LabelPlacer _labels = new(NarrowWidth, NarrowWidth * Ratio);

    private ProjectionDrawing(ClusterAnalysis analysis)
    {
        var (xs, ys) = (analysis.Members.Select(m => m.X).Append(0).ToList(), analysis.Members.Select(m => m.Y).Append(0).ToList());
        var (middleX, middleY) = ((xs.Min() + xs.Max()) / 2, (ys.Min() + ys.Max()) / 2);
        _width = Math.Max(Math.Max(xs.Max() - xs.Min(), (ys.Max() - ys.Min()) / Ratio), 1e-9) * (1 + (2 * Padding));
        _left = middleX - (_width / 2);
        _top = middleY + (_width * Ratio / 2);
    }

    /// <summary>Whether points carry the number of their group; else a badge stands in the middle of each group.</summary>
    public bool HasNumbers { get; private init; }

    public required IReadOnlyList<ClusterMember> Points { get; init; }

    public IReadOnlyList<ProjectionLabel> Labels { get; private set; } = [];

    public IReadOnlyList<ProjectionArrow> Arrows { get; private set; } = [];

    public static ProjectionDrawing Of(ClusterAnalysis analysis, ClusterNames names, string? highlighted)
    {
        var every = Math.Max(1, (analysis.Members.Count + MostPoints - 1) / MostPoints);
        var drawing = new ProjectionDrawing(analysis)
        {
            HasNumbers = analysis.Members.Count <= MostNumbered,
            // What stands out lies on top, and is never left out.
            Points = [.. analysis.Members.Where((m, i) => i % every == 0 || m.Id == highlighted).OrderBy(m => m.Id == highlighted)],
        };
        drawing.LabelPoints(names, highlighted);
        drawing.LabelArrows(analysis.Projection.Loadings, names);
        return drawing;
    }

    public double X(double score) => (score - _left) / _width;

    public double Y(double score) => (_top - score) / (_width * Ratio);

    /// <summary>Middle of the drawn points of a group.</summary>
    public (double X, double Y) Middle(int label)
    {
        var members = Points.Where(m => m.Label == label).ToList();
        return members.Count == 0 ? (0, 0) : (X(members.Average(m => m.X)), Y(members.Average(m => m.Y)));
    }

    private static double Far(ClusterMember member) => Math.Sqrt((member.X * member.X) + (member.Y * member.Y));

    private static string Short(string text) => text.Length > LongestFeature ? text[..(LongestFeature - 1)] + "…" : text;

    private void LabelPoints(ClusterNames names, string? highlighted)
    {
        var labels = new List<ProjectionLabel>();
        foreach (var point in Points.Take(MostNumbered))
        {
            _labels.Block(X(point.X), Y(point.Y), PointRadius);
        }

        foreach (var member in Points.OrderByDescending(m => m.Id == highlighted).ThenByDescending(Far).Take(Points.Count <= FewPoints ? FewPoints : MostLabels))
        {
            var (x, y, text) = (X(member.X), Y(member.Y), names.Member(member.Id));
            if (_labels.Place(x, y, 10, text) is { } endsThere)
            {
                labels.Add(new ProjectionLabel(x, y, text, endsThere, member.Id == highlighted));
            }
        }

        Labels = labels;
    }

    private void LabelArrows(IReadOnlyList<ClusterLoading> loadings, ClusterNames names)
    {
        static double Length(ClusterLoading l) => Math.Sqrt((l.First * l.First) + (l.Second * l.Second));
        var strongest = loadings.OrderByDescending(Length).Take(MostArrows).Where(l => Length(l) > 0).ToList();
        if (strongest.Count == 0)
        {
            return;
        }

        // As long as fits: the ends stay within the picture whatever their direction.
        var room = strongest.Min(l => Math.Min(
            l.First == 0 ? double.MaxValue : (l.First > 0 ? _left + _width : -_left) / Math.Abs(l.First),
            l.Second == 0 ? double.MaxValue : (l.Second > 0 ? _top : (_width * Ratio) - _top) / Math.Abs(l.Second)));
        var scale = Math.Min(room * 0.9, _width * 0.42 / Length(strongest[0]));
        Arrows = [.. strongest.Select(l =>
        {
            var (x, y, text) = (X(l.First * scale), Y(l.Second * scale), Short(names.Feature(l.Feature)));
            return new ProjectionArrow(l, x, y, text, _labels.Place(x, y, 6, text));
        })];
    }
}

/// <summary>A name beside a point.</summary>
/// <param name="EndsThere">Whether it stands left of the point.</param>
internal sealed record ProjectionLabel(double X, double Y, string Text, bool EndsThere, bool IsHighlighted);

/// <summary>What a feature weighs.</summary>
/// <param name="EndsThere">Whether its name stands left of its end; null where there was no room for it.</param>
internal sealed record ProjectionArrow(ClusterLoading Loading, double X, double Y, string Text, bool? EndsThere);
