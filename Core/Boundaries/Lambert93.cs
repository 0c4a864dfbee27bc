namespace Octoplus.Core.Boundaries;

/// <summary>
/// Lambert-93, the legal projection of metropolitan France: conic conformal with the standard parallels 44° and 49° on the ellipsoid
/// GRS 80 (IGN, note technique NTG 71, algorithms ALG0001 and ALG0003; EPSG:2154, method 9802 of IOGP guidance note 7-2). WGS 84 and RGF93 differ by less than
/// a metre: no change of datum is made.
/// </summary>
public static class Lambert93
{
    private const double SemiMajorAxis = 6_378_137;
    private const double Eccentricity = 0.081819191042815790;
    private const double FalseEasting = 700_000;
    private const double FalseNorthing = 6_600_000;
    private const double Degree = Math.PI / 180;

    private static readonly double _n = Exponent(44 * Degree, 49 * Degree);
    private static readonly double _c = Normal(44 * Degree) * Math.Cos(44 * Degree) / _n * Math.Exp(_n * IsometricLatitude(44 * Degree));
    private static readonly double _poleNorthing = FalseNorthing + (_c * Math.Exp(-_n * IsometricLatitude(46.5 * Degree)));

    /// <summary>Exponent of the projection, as published: 0.725607765.</summary>
    public static double N => _n;

    /// <summary>Constant of the projection in metres, as published: 11,754,255.426.</summary>
    public static double C => _c;

    /// <summary>Northing of the pole in metres, as published: 12,655,612.050.</summary>
    public static double PoleNorthing => _poleNorthing;

    /// <summary>Whether the projection is meant for a place (its domain of validity at IGN: 9.86° W to 10.38° E, 41.15° to 51.56° N).</summary>
    public static bool Covers(double longitude, double latitude) => longitude is >= -9.86 and <= 10.38 && latitude is >= 41.15 and <= 51.56;

    /// <summary>Easting and northing in metres of a place in degrees.</summary>
    public static (double Easting, double Northing) Project(double longitude, double latitude)
    {
        var radius = _c * Math.Exp(-_n * IsometricLatitude(latitude * Degree));
        var angle = _n * (longitude - 3) * Degree;
        return (FalseEasting + (radius * Math.Sin(angle)), _poleNorthing - (radius * Math.Cos(angle)));
    }

    // ALG0001: the latitude that makes the Mercator projection conformal.
    private static double IsometricLatitude(double latitude)
    {
        var e = Eccentricity * Math.Sin(latitude);
        return Math.Log(Math.Tan((Math.PI / 4) + (latitude / 2)) * Math.Pow((1 - e) / (1 + e), Eccentricity / 2));
    }

    // ALG0021: the radius of curvature across the meridian.
    private static double Normal(double latitude) => SemiMajorAxis / Math.Sqrt(1 - Math.Pow(Eccentricity * Math.Sin(latitude), 2));

    private static double Exponent(double first, double second)
        => Math.Log(Normal(second) * Math.Cos(second) / (Normal(first) * Math.Cos(first)))
            / (IsometricLatitude(first) - IsometricLatitude(second));
}
