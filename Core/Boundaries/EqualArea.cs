namespace Octoplus.Core.Boundaries;

/// <summary>
/// Areas on the ellipsoid GRS 80, wherever a place lies: rings are laid out by the cylindrical equal-area projection through the authalic
/// latitude (Snyder, J. P. (1987), Map Projections: A Working Manual, USGS 1395, equations 3-11 to 3-13 and 10-1), whose plane areas are those of the
/// ellipsoid.
/// </summary>
public static class EqualArea
{
    private const double SemiMajorAxisKm = 6_378.137;
    private const double Eccentricity = 0.081819191042815790;
    private const double Degree = Math.PI / 180;

    private static readonly double _qPole = Q(1);

    /// <summary>Area in km² that a ring encloses, positive where it turns counter-clockwise.</summary>
    /// <param name="ring">Longitudes and latitudes in degrees by turns; the last point need not repeat the first.</param>
    public static double SignedKm2(ReadOnlySpan<double> ring)
    {
        var twice = 0.0;
        for (int i = 0, j = ring.Length - 2; i < ring.Length; j = i, i += 2)
        {
            twice += ((ring[j] - ring[0]) * Degree * Q(Math.Sin(ring[i + 1] * Degree))) - ((ring[i] - ring[0]) * Degree * Q(Math.Sin(ring[j + 1] * Degree)));
        }

        // x = R λ, y = R q / q_pole with R² = a² q_pole / 2.
        return twice * SemiMajorAxisKm * SemiMajorAxisKm / 4;
    }

    /// <summary>Area of the whole ellipsoid in km².</summary>
    public static double WholeKm2 => 2 * Math.PI * SemiMajorAxisKm * SemiMajorAxisKm * _qPole;

    private static double Q(double sine)
    {
        var e = Eccentricity * sine;
        return (1 - (Eccentricity * Eccentricity)) * ((sine / (1 - (e * e))) - (Math.Log((1 - e) / (1 + e)) / (2 * Eccentricity)));
    }
}
