using System.Globalization;
using System.Text;
using Octoplus.Core.Boundaries;

namespace Octoplus.Ingest.Readers.Boundaries;

/// <summary>
/// Draws shapes on a grid: metropolitan France in Lambert-93, what lies far from it as insets below, each in an equirectangular projection about its own
/// middle; shapes that are mostly elsewhere in one equirectangular projection. Then thins the lines to a bound of size.
/// </summary>
public static class OutlineDrawing
{
    /// <summary>Name of the projection of the main drawing where it is France.</summary>
    public const string Lambert = "lambert-93";

    /// <summary>Size of the main drawing at most, that of the map page.</summary>
    public const double MaxWidth = 613;

    /// <inheritdoc cref="MaxWidth"/>
    public const double MaxHeight = 585;

    /// <summary>All paths together, bytes: a map is sent with every page.</summary>
    public const int MaxPathBytes = 120_000;

    /// <summary>What a shape needs at least, bytes: where there are many, the bound is this times their number.</summary>
    public const int MinShapeBytes = 60;

    /// <summary>Points of the grid a unit of the drawing.</summary>
    internal const int StepsPerUnit = 10;

    private const string Equirectangular = "equirectangular";
    private const double EarthRadius = 6_371_008.8;
    private const double Degree = Math.PI / 180;
    private const double InsetWidth = 96;
    private const double InsetHeight = 76;
    private const double InsetGap = 6;

    // Pieces of land nearer than this belong into one inset.
    private const double InsetReachDegrees = 0.3;

    /// <summary>Outlines in the order of the shapes. Cost: about a microsecond a vertex; memory for the vertices that differ on the grid.</summary>
    /// <param name="verticesRead">Points of the file, for the record.</param>
    public static (IReadOnlyList<BoundaryOutline> Outlines, BoundaryLayout Layout) Draw(IReadOnlyList<BoundaryShape> shapes, long verticesRead, int maxPathBytes = MaxPathBytes)
    {
        ArgumentNullException.ThrowIfNull(shapes);
        var isFrance = shapes.Select(s => s.Centre()).Count(c => Lambert93.Covers(c.Longitude, c.Latitude)) * 2 >= shapes.Count;
        var isInset = shapes.Select(s => isFrance && s.Centre() is var (x, y) && !Lambert93.Covers(x, y)).ToArray();
        var main = shapes.Where((_, i) => !isInset[i]).ToList();
        var centre = isFrance ? default : Middle(main);
        var frame = Frame.Around(main, isFrance ? Lambert93.Project : About(centre), MaxWidth, MaxHeight);
        var places = new Func<double, double, (double X, double Y)>[shapes.Count];
        Array.Fill(places, frame.Place);
        var height = PlaceInsets(shapes, isInset, frame.Height, places);
        var rings = shapes.Select((s, i) => OutlineGrid.Rings(s, places[i])).ToList();
        var (paths, kept) = Thin(rings, Math.Max(maxPathBytes, MinShapeBytes * shapes.Count));
        return (
            [.. shapes.Select((s, i) => new BoundaryOutline(s.Code, s.Name, isInset[i], s.AreaKm2, paths[i]))],
            new BoundaryLayout
            {
                Projection = isFrance ? Lambert : Equirectangular,
                CentreLongitude = isFrance ? null : centre.Longitude,
                CentreLatitude = isFrance ? null : centre.Latitude,
                OriginX = frame.Left,
                OriginY = frame.Top,
                Scale = frame.Scale,
                Width = isInset.Contains(true) ? MaxWidth : frame.Width,
                Height = height,
                VerticesRead = verticesRead,
                VerticesKept = kept,
            });
    }

    // x = R (λ − λ₀) cos φ₀, y = R φ (Snyder 1987, 12-1 and 12-2).
    private static Func<double, double, (double X, double Y)> About((double Longitude, double Latitude) centre)
    {
        var shrink = Math.Cos(centre.Latitude * Degree);
        return (longitude, latitude) => (EarthRadius * (longitude - centre.Longitude) * Degree * shrink, EarthRadius * (latitude - centre.Latitude) * Degree);
    }

    private static (double Longitude, double Latitude) Middle(List<BoundaryShape> shapes)
    {
        var bounds = shapes.ConvertAll(s => s.Bounds());
        return ((bounds.Min(b => b.West) + bounds.Max(b => b.East)) / 2, (bounds.Min(b => b.South) + bounds.Max(b => b.North)) / 2);
    }

    /// <summary>Rows of insets below the main drawing; returns the height of all.</summary>
    private static double PlaceInsets(IReadOnlyList<BoundaryShape> shapes, bool[] isInset, double top, Func<double, double, (double X, double Y)>[] places)
    {
        var groups = new List<((double West, double South, double East, double North) Bounds, List<int> Members)>();
        for (var i = 0; i < shapes.Count; i++)
        {
            if (isInset[i])
            {
                var joined = (Bounds: shapes[i].Bounds(), Members: new List<int> { i });
                foreach (var near in groups.Where(g => IsNear(g.Bounds, joined.Bounds)).ToList())
                {
                    groups.Remove(near);
                    joined = (Around(near.Bounds, joined.Bounds), [.. near.Members, .. joined.Members]);
                }

                groups.Add(joined);
            }
        }

        var perRow = (int)((MaxWidth + InsetGap) / (InsetWidth + InsetGap));
        foreach (var (group, place) in groups.OrderBy(g => g.Members.Min()).Select((g, n) => (g, n)))
        {
            var members = group.Members.ConvertAll(m => shapes[m]);
            var inset = Frame.Around(members, About(Middle(members)), InsetWidth, InsetHeight);
            var (left, upper) = (place % perRow * (InsetWidth + InsetGap), top + InsetGap + (place / perRow * (InsetHeight + InsetGap)));
            foreach (var member in group.Members)
            {
                places[member] = (longitude, latitude) => inset.Place(longitude, latitude) is var (x, y) ? (x + left, y + upper) : default;
            }
        }

        return groups.Count == 0 ? top : top + ((groups.Count + perRow - 1) / perRow * (InsetHeight + InsetGap));
    }

    private static bool IsNear((double West, double South, double East, double North) a, (double West, double South, double East, double North) b)
        => a.West - InsetReachDegrees <= b.East + InsetReachDegrees && b.West - InsetReachDegrees <= a.East + InsetReachDegrees
            && a.South - InsetReachDegrees <= b.North + InsetReachDegrees && b.South - InsetReachDegrees <= a.North + InsetReachDegrees;

    private static (double West, double South, double East, double North) Around((double West, double South, double East, double North) a, (double West, double South, double East, double North) b)
        => (Math.Min(a.West, b.West), Math.Min(a.South, b.South), Math.Max(a.East, b.East), Math.Max(a.North, b.North));

    /// <summary>Thins with fewer and fewer points until all paths fit.</summary>
    private static (IReadOnlyList<string> Paths, long Kept) Thin(IReadOnlyList<IReadOnlyList<GridPoint[]>> rings, int maxBytes)
    {
        var coverage = new OutlineCoverage(rings);
        var budget = coverage.PointCount;
        while (true)
        {
            var thinned = coverage.Thin(budget);
            var paths = thinned.Select(Write).ToList();
            var bytes = paths.Sum(p => (long)p.Length);
            if (bytes <= maxBytes || budget < rings.Count * 3)
            {
                return (paths, thinned.Sum(r => r.Sum(p => (long)p.Length)));
            }

            budget = (long)(budget * Math.Min(0.9, 0.97 * maxBytes / bytes));
        }
    }

    /// <summary>Each ring as <c>m</c>, its first point and then differences, <c>z</c>; the pen goes back to the first point.</summary>
    private static string Write(IReadOnlyList<GridPoint[]> rings)
    {
        var path = new StringBuilder();
        var pen = default(GridPoint);
        foreach (var ring in rings)
        {
            path.Append('m');
            var isFirst = true;
            foreach (var point in ring)
            {
                Append(path, point.X - pen.X, isFirst);
                Append(path, point.Y - pen.Y, isFirst: false);
                (pen, isFirst) = (point, false);
            }

            path.Append('z');
            pen = ring[0];
        }

        return path.ToString();
    }

    private static void Append(StringBuilder path, int steps, bool isFirst)
    {
        if (!isFirst && steps >= 0)
        {
            path.Append(' ');
        }

        path.Append(CultureInfo.InvariantCulture, $"{(double)steps / StepsPerUnit:0.#}");
    }

    /// <summary>Fits projected shapes into a rectangle.</summary>
    private sealed record Frame(Func<double, double, (double X, double Y)> Project, double Left, double Top, double Scale, double Width, double Height)
    {
        public static Frame Around(List<BoundaryShape> shapes, Func<double, double, (double X, double Y)> project, double maxWidth, double maxHeight)
        {
            var (west, south, east, north) = (double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);
            foreach (var ring in shapes.SelectMany(s => s.Polygons).Select(p => p[0]))
            {
                for (var i = 0; i < ring.Length; i += 2)
                {
                    var (x, y) = project(ring[i], ring[i + 1]);
                    (west, east, south, north) = (Math.Min(west, x), Math.Max(east, x), Math.Min(south, y), Math.Max(north, y));
                }
            }

            var scale = Math.Min(maxWidth / Math.Max(east - west, 1), maxHeight / Math.Max(north - south, 1));
            return new Frame(project, west, north, scale, (east - west) * scale, (north - south) * scale);
        }

        public (double X, double Y) Place(double longitude, double latitude)
            => Project(longitude, latitude) is var (x, y) ? ((x - Left) * Scale, (Top - y) * Scale) : default;
    }
}
