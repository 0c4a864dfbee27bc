namespace Octoplus.Ingest.Readers.Boundaries;

/// <summary>A territory as published and checked.</summary>
/// <param name="Polygons">Polygons of rings in degrees, longitude and latitude by turns, each closed; the first ring of a polygon is its shell.</param>
public sealed record BoundaryShape(string Code, string Name, IReadOnlyList<IReadOnlyList<double[]>> Polygons, double AreaKm2)
{
    /// <summary>Middle of the rectangle around it, degrees.</summary>
    public (double Longitude, double Latitude) Centre()
    {
        var (west, south, east, north) = Bounds();
        return ((west + east) / 2, (south + north) / 2);
    }

    /// <summary>The rectangle around it, degrees.</summary>
    public (double West, double South, double East, double North) Bounds()
    {
        var (west, south, east, north) = (double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);
        foreach (var ring in Polygons.SelectMany(p => p))
        {
            for (var i = 0; i < ring.Length; i += 2)
            {
                (west, east) = (Math.Min(west, ring[i]), Math.Max(east, ring[i]));
                (south, north) = (Math.Min(south, ring[i + 1]), Math.Max(north, ring[i + 1]));
            }
        }

        return (west, south, east, north);
    }
}
