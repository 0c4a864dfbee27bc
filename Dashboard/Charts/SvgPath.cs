using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.OverlayNG;
using NetTopologySuite.Operation.Union;

namespace Octoplus.Dashboard.Charts;

/// <summary>Between SVG paths of closed rings and geometries.</summary>
public static partial class SvgPath
{
    /// <summary>Gaps narrower than twice this are closed when shapes are merged, in units of the drawing.</summary>
    private const double Gap = 0.15;

    /// <summary>Holes smaller than this are leftovers of merging, not enclaves.</summary>
    private const double SmallestHole = 3;

    private static readonly GeometryFactory _factory = new();

    /// <summary>Rings of a path made of relative <c>m … z</c>; a ring inside another one cuts a hole (even-odd).</summary>
    /// <exception cref="FormatException">Another command, or too few points.</exception>
    public static Geometry Read(string path)
    {
        Geometry result = _factory.CreatePolygon();
        foreach (var ring in Rings(path))
        {
            var polygon = _factory.CreatePolygon(ring);
            result = OverlayNGRobust.Overlay(result, polygon.IsValid ? polygon : polygon.Buffer(0), NetTopologySuite.Operation.Overlay.SpatialFunction.SymDifference);
        }

        return result;
    }

    /// <summary>As <see cref="Read"/> of a path whose shells turn clockwise on the screen and whose holes turn the other way: a hundred times as fast.</summary>
    public static Geometry ReadOriented(string path)
    {
        var shells = new List<(LinearRing Ring, List<LinearRing> Holes)>();
        foreach (var ring in Rings(path).Select(_factory.CreateLinearRing))
        {
            // On a screen y grows downwards: what turns clockwise there counts as counter-clockwise here.
            if (shells.Count == 0 || Orientation.IsCCW(ring.CoordinateSequence))
            {
                shells.Add((ring, []));
            }
            else
            {
                var around = shells.Find(s => s.Ring.EnvelopeInternal.Contains(ring.EnvelopeInternal) && PointLocation.IsInRing(ring.GetCoordinateN(0), s.Ring.Coordinates));
                around.Holes?.Add(ring);
            }
        }

        return _factory.CreateMultiPolygon([.. shells.Select(s => _factory.CreatePolygon(s.Ring, [.. s.Holes]))]);
    }

    private static IEnumerable<Coordinate[]> Rings(string path)
    {
        double x = 0, y = 0;
        foreach (Match part in Part().Matches(path))
        {
            if (part.Groups["command"].Value != "m")
            {
                throw new FormatException($"The command '{part.Groups["command"].Value}' is not read here.");
            }

            var numbers = Number().Matches(part.Groups["numbers"].Value)
                .Select(n => double.Parse(n.ValueSpan, CultureInfo.InvariantCulture)).ToArray();
            var ring = new List<Coordinate>();
            for (var i = 0; i + 1 < numbers.Length; i += 2)
            {
                x += numbers[i];
                y += numbers[i + 1];
                ring.Add(new Coordinate(Math.Round(x, 3), Math.Round(y, 3)));
            }

            // The pen goes back to where the ring began.
            (x, y) = (ring[0].X, ring[0].Y);
            ring.Add(ring[0].Copy());
            yield return [.. ring];
        }
    }

    /// <summary>One shape from neighbours, without the slivers that rounding left between them.</summary>
    public static Geometry Merge(IEnumerable<Geometry> parts)
    {
        var union = UnaryUnionOp.Union([.. parts.Select(p => p.Buffer(Gap, quadrantSegments: 1))]).Buffer(-Gap, 1);
        var polygons = Enumerable.Range(0, union.NumGeometries).Select(union.GetGeometryN).OfType<Polygon>()
            .Select(p => _factory.CreatePolygon(p.Shell, [.. p.Holes.Where(h => _factory.CreatePolygon(h).Area > SmallestHole)]))
            .ToArray();
        return NetTopologySuite.Simplify.TopologyPreservingSimplifier.Simplify(_factory.CreateMultiPolygon(polygons), 0.1);
    }

    /// <summary>Rings on a grid of a tenth of a unit, each as differences.</summary>
    public static string Write(Geometry geometry)
    {
        var path = new StringBuilder();
        for (var i = 0; i < geometry.NumGeometries; i++)
        {
            if (geometry.GetGeometryN(i) is Polygon polygon)
            {
                WriteRing(path, polygon.Shell);
                Array.ForEach(polygon.Holes, hole => WriteRing(path, hole));
            }
        }

        return path.ToString();
    }

    private static void WriteRing(StringBuilder path, LineString ring)
    {
        var points = ring.Coordinates[..^1];
        var (penX, penY) = (0L, 0L);
        for (var i = 0; i < points.Length; i++)
        {
            var (x, y) = ((long)Math.Round(points[i].X * 10), (long)Math.Round(points[i].Y * 10));
            path.Append(i switch { 0 => "M", 1 => "l", _ => " " });
            path.Append(CultureInfo.InvariantCulture, $"{(x - penX) / 10.0:0.#} {(y - penY) / 10.0:0.#}");
            (penX, penY) = (x, y);
        }

        path.Append('z');
    }

    [GeneratedRegex("(?<command>[a-yA-Y])(?<numbers>[^a-zA-Z]*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Part();

    [GeneratedRegex(@"-?(\d+(\.\d+)?|\.\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
