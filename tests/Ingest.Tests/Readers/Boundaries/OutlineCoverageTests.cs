using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Union;
using Octoplus.Ingest.Readers.Boundaries;

namespace Octoplus.Ingest.Tests.Readers.Boundaries;

public sealed class OutlineCoverageTests
{
    private static readonly GeometryFactory _factory = new();

    /// <summary>A grid of cells with crooked borders: however few points are left, no code is lost and no border gapes or overlaps.</summary>
    [Fact]
    public void Draw_CrookedGrid_NeverDropsACodeAndNeverGapes()
        => Prop.ForAll(
            Gen.Choose(1, 5).Zip(Gen.Choose(0, 1_000_000)).Zip(Gen.Choose(200, 6_000)).ToArbitrary(),
            sample =>
            {
                var ((size, seed), bytes) = sample;
                var (outlines, layout) = OutlineDrawing.Draw(Grid(size, seed), 0, bytes);
                var shapes = outlines.Select(o => Polygons(o.Path)).ToList();
                var sum = shapes.Sum(s => s.Area);
                var union = UnaryUnionOp.Union(shapes.Select(s => s.Buffer(0)));
                return (outlines.Count == size * size && outlines.All(o => o.Path.Length > 0)
                    && union is Polygon { NumInteriorRings: 0 } && Math.Abs(union.Area - sum) < 0.002 * sum).Label(
                    string.Create(CultureInfo.InvariantCulture, $"{outlines.Count} outlines, {union.GeometryType}, {union.Area} of {sum}, {outlines.Sum(o => o.Path.Length)} bytes, {layout.VerticesKept} points"));
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Draw_ManyPoints_FitsTheBound()
    {
        var (outlines, layout) = OutlineDrawing.Draw(Grid(5, 1), 7, maxPathBytes: 3_000);
        Assert.InRange(outlines.Sum(o => o.Path.Length), 1_500, 3_000);
        Assert.Equal(7, layout.VerticesRead);
    }

    [Fact]
    public void Draw_TerritorySmallerThanTheGrid_StaysAsADot()
    {
        var (outlines, _) = OutlineDrawing.Draw([Shape("big", 0, 45, 5), Shape("dot", 2, 50.5, 1e-6)], 0);
        Assert.Equal(2, outlines.Count);
        Assert.InRange(Polygons(outlines[1].Path).Area, 0.001, 0.1);
    }

    [Fact]
    public void Draw_EnclaveInAHole_SharesItsBorder()
    {
        var ring = Shape("inner", 2, 47, 1).Polygons[0][0];
        var outer = new BoundaryShape("outer", "outer", [[Shape("", 1, 46, 3).Polygons[0][0], ring]], 1);
        var (outlines, _) = OutlineDrawing.Draw([new BoundaryShape("inner", "inner", [[ring]], 1), outer], 0);
        var (inner, around) = (Polygons(outlines[0].Path), Polygons(outlines[1].Path));
        Assert.Equal(0, inner.Intersection(around).Area, 1e-9);
        Assert.Equal(inner.Area + around.Area, inner.Union(around).Area, 1e-6);
    }

    private static BoundaryShape Shape(string code, double west, double south, double side)
        => new(code, code, [[[west, south, west + side, south, west + side, south + side, west, south + side, west, south]]], 1);

    /// <summary>Cells of half a degree in France whose borders have 12 points pushed aside by chance, the same for both neighbours.</summary>
    private static List<BoundaryShape> Grid(int size, int seed)
    {
        var shapes = new List<BoundaryShape>();
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
            {
                double[] ring =
                [
                    .. Border(column, row, 1, 0, seed), .. Border(column + 1, row, 0, 1, seed),
                    .. Pairs(Border(column, row + 1, 1, 0, seed), column + 1, row + 1).Reverse().SelectMany(p => p), .. Pairs(Border(column, row, 0, 1, seed), column, row + 1).Reverse().SelectMany(p => p),
                ];
                shapes.Add(new BoundaryShape($"{row}-{column}", "", [[[.. ring, ring[0], ring[1]]]], 1));
            }
        }

        return shapes;
    }

    // From a corner on, without the last corner.
    private static double[] Border(int column, int row, int dx, int dy, int seed)
    {
        const int steps = 12;
        var random = new System.Random(HashCode.Combine(column, row, dx, seed));
        return [.. Enumerable.Range(0, steps).SelectMany(i =>
        {
            var aside = i == 0 ? 0 : (random.NextDouble() - 0.5) * 0.04;
            return new[] { 1 + ((column + ((double)dx * i / steps)) * 0.5) + (dy * aside), 45 + ((row + ((double)dy * i / steps)) * 0.5) + (dx * aside) };
        })];
    }

    // The border with its last corner, without its first, as pairs.
    private static IEnumerable<double[]> Pairs(double[] border, int endColumn, int endRow)
        => border.Chunk(2).Skip(1).Append([1 + (endColumn * 0.5), 45 + (endRow * 0.5)]);

    private static Geometry Polygons(string path)
    {
        Geometry result = _factory.CreatePolygon();
        var (x, y) = (0.0, 0.0);
        foreach (var ring in path.Split(['m', 'z'], StringSplitOptions.RemoveEmptyEntries))
        {
            var numbers = ring.Replace("-", " -", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray();
            var points = new List<Coordinate>();
            for (var i = 0; i < numbers.Length; i += 2)
            {
                (x, y) = (Math.Round(x + numbers[i], 1), Math.Round(y + numbers[i + 1], 1));
                points.Add(new Coordinate(x, y));
            }

            (x, y) = (points[0].X, points[0].Y);
            result = result.SymmetricDifference(_factory.CreatePolygon([.. points, points[0].Copy()]).Buffer(0));
        }

        return result;
    }
}
