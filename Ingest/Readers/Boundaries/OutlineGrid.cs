namespace Octoplus.Ingest.Readers.Boundaries;

/// <summary>A point of the drawing's grid.</summary>
internal readonly record struct GridPoint(int X, int Y)
{
    public static int Compare(GridPoint a, GridPoint b) => a.X != b.X ? a.X.CompareTo(b.X) : a.Y.CompareTo(b.Y);
}

/// <summary>Puts rings on the grid, where points that two territories share stay shared.</summary>
internal static class OutlineGrid
{
    /// <summary>The rings of a shape, the one that encloses most first, shells clockwise and holes counter-clockwise on the screen; never empty.</summary>
    public static IReadOnlyList<GridPoint[]> Rings(BoundaryShape shape, Func<double, double, (double X, double Y)> place)
    {
        var rings = new List<GridPoint[]>();
        foreach (var polygon in shape.Polygons)
        {
            for (var i = 0; i < polygon.Count; i++)
            {
                var ring = Snap(polygon[i], place);
                if (ring.Length >= 3 && TwiceArea(ring) is not 0 and var area)
                {
                    rings.Add(area > 0 == (i == 0) ? ring : [.. ring.Reverse()]);
                }
                else if (i == 0)
                {
                    break; // the holes of a shell too small for the grid
                }
            }
        }

        return rings.Count > 0 ? [.. rings.OrderByDescending(r => Math.Abs(TwiceArea(r)))] : [Dot(shape, place)];
    }

    /// <summary>Twice the area, positive where the ring turns clockwise on a screen.</summary>
    public static long TwiceArea(ReadOnlySpan<GridPoint> ring)
    {
        var twice = 0L;
        for (int i = 0, j = ring.Length - 1; i < ring.Length; j = i++)
        {
            twice += ((long)ring[j].X * ring[i].Y) - ((long)ring[i].X * ring[j].Y);
        }

        return twice;
    }

    private static GridPoint[] Snap(double[] ring, Func<double, double, (double X, double Y)> place)
    {
        var points = new List<GridPoint>();
        for (var i = 0; i < ring.Length; i += 2)
        {
            var point = At(place(ring[i], ring[i + 1]));
            if (points.Count == 0 || points[^1] != point)
            {
                points.Add(point);
                // There and back again: a spike that encloses nothing.
                while (points.Count >= 3 && points[^1] == points[^3])
                {
                    points.RemoveRange(points.Count - 2, 2);
                }
            }
        }

        while (points.Count > 1 && (points[^1] == points[0] || points[^1] == points[1]))
        {
            points.RemoveAt(points[^1] == points[0] ? points.Count - 1 : 0);
        }

        return [.. points];
    }

    // The smallest triangle of the grid, so that no territory is lost.
    private static GridPoint[] Dot(BoundaryShape shape, Func<double, double, (double X, double Y)> place)
    {
        var centre = shape.Centre();
        var at = At(place(centre.Longitude, centre.Latitude));
        return [at, at with { X = at.X + 1 }, at with { Y = at.Y + 1 }];
    }

    private static GridPoint At((double X, double Y) place)
        => new((int)Math.Round(place.X * OutlineDrawing.StepsPerUnit), (int)Math.Round(place.Y * OutlineDrawing.StepsPerUnit));
}
