using System.Globalization;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Operation.Valid;
using Octoplus.Core.Boundaries;
using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;

namespace Octoplus.Ingest.Readers.Boundaries;

/// <summary>Turns features into shapes, one by one: code, name, geometry that is whole.</summary>
internal sealed class ShapeCheck(FindingList findings)
{
    private static readonly GeometryFactory _factory = new();

    // Names of the two properties in the published files; the first pair that a feature has is taken.
    private static readonly (string Code, string? Name)[] _properties = [("code", "nom"), ("c_ar", null)];

    private readonly Dictionary<string, int> _numberOf = new(StringComparer.Ordinal);
    private bool _isOutOfRangeTold;

    /// <summary>The shape of a feature, or null with an error.</summary>
    public BoundaryShape? Check(GeoJsonFeature feature)
    {
        if (ReadCode(feature) is not { } named)
        {
            return null;
        }

        if (feature.GeometryType is not ("Polygon" or "MultiPolygon"))
        {
            Error(feature.GeometryType is null ? "empty-geometry" : "unsupported-geometry", feature.Number, named.Code,
                feature.GeometryType is null ? "The feature has no geometry." : $"Expected a Polygon or MultiPolygon, found {feature.GeometryType}.");
            return null;
        }

        if (!IsInRange(feature, named.Code))
        {
            return null;
        }

        var polygons = Close(feature, named.Code);
        if (polygons.Count == 0)
        {
            Error("empty-geometry", feature.Number, named.Code, "Nothing is left of the geometry: a ring needs three points or more.");
            return null;
        }

        polygons = Repair(feature.Number, named.Code, polygons);
        var area = polygons.Sum(p => Math.Abs(EqualArea.SignedKm2(p[0])) - p.Skip(1).Sum(h => Math.Abs(EqualArea.SignedKm2(h))));
        if (polygons.Count == 0 || area <= 0)
        {
            Error("empty-geometry", feature.Number, named.Code, "The geometry encloses nothing.");
            return null;
        }

        return new BoundaryShape(named.Code, named.Name, polygons, area);
    }

    private (string Code, string Name)? ReadCode(GeoJsonFeature feature)
    {
        var (codeProperty, nameProperty) = _properties.FirstOrDefault(p => feature.Properties.ContainsKey(p.Code));
        if (codeProperty is null)
        {
            Error("missing-code", feature.Number, null,
                $"The feature has neither the property 'code' (with 'nom') nor 'c_ar': found {(feature.Properties.Count == 0 ? "none" : string.Join(", ", feature.Properties.Keys.Take(20).Select(k => $"'{Cut(k)}'")))}. Rename the property that holds the code.");
            return null;
        }

        var code = feature.Properties[codeProperty].Trim();
        var name = nameProperty is not null && feature.Properties.TryGetValue(nameProperty, out var stated) && !string.IsNullOrWhiteSpace(stated) ? stated.Trim() : code;
        if (code.Length is 0 or > BoundaryOutline.MaxCode || name.Length > BoundaryOutline.MaxName || code.Any(char.IsControl) || name.Any(char.IsControl))
        {
            Error("unusable-code", feature.Number, Cut(code), string.Create(
                CultureInfo.InvariantCulture, $"Expected a code of 1 to {BoundaryOutline.MaxCode} and a name of at most {BoundaryOutline.MaxName} printable characters."));
            return null;
        }

        if (!_numberOf.TryAdd(code, feature.Number))
        {
            Error("duplicate-code", feature.Number, code, string.Create(CultureInfo.InvariantCulture, $"Feature {_numberOf[code]} has this code already."));
            return null;
        }

        return (code, name);
    }

    private bool IsInRange(GeoJsonFeature feature, string code)
    {
        foreach (var ring in feature.Polygons.SelectMany(p => p))
        {
            for (var i = 0; i < ring.Length; i += 2)
            {
                if (!(Math.Abs(ring[i]) <= 180 && Math.Abs(ring[i + 1]) <= 90))
                {
                    // Told once: a projected file would tell it for each feature.
                    if (!_isOutOfRangeTold)
                    {
                        Error("not-wgs84", feature.Number, code, string.Create(
                            CultureInfo.InvariantCulture,
                            $"The position {ring[i]}, {ring[i + 1]} is no longitude and latitude in degrees: the file is in another reference system. Convert it to WGS 84 (EPSG:4326)."));
                    }

                    _isOutOfRangeTold = true;
                    return false;
                }
            }
        }

        return true;
    }

    private List<IReadOnlyList<double[]>> Close(GeoJsonFeature feature, string code)
    {
        var polygons = new List<IReadOnlyList<double[]>>();
        var (open, dropped) = (0, 0);
        foreach (var polygon in feature.Polygons)
        {
            var rings = new List<double[]>();
            foreach (var ring in polygon)
            {
                var isClosed = ring.Length >= 4 && ring[0] == ring[^2] && ring[1] == ring[^1];
                if ((ring.Length / 2) - (isClosed ? 1 : 0) < 3)
                {
                    dropped++;
                    if (rings.Count == 0)
                    {
                        break; // a polygon without its shell
                    }
                }
                else
                {
                    open += isClosed ? 0 : 1;
                    rings.Add(isClosed ? ring : [.. ring, ring[0], ring[1]]);
                }
            }

            if (rings.Count > 0)
            {
                polygons.Add(rings);
            }
        }

        if (open + dropped > 0)
        {
            findings.Add(FindingSeverity.Warning, "broken-ring", null, feature.Number, null, code, string.Create(
                CultureInfo.InvariantCulture, $"{open} ring(s) did not end where they begin and were closed; {dropped} had fewer than three points and were left out."));
        }

        return polygons;
    }

    private List<IReadOnlyList<double[]>> Repair(int number, string code, List<IReadOnlyList<double[]>> polygons)
    {
        var geometry = _factory.CreateMultiPolygon([.. polygons.Select(p => _factory.CreatePolygon(
            Ring(p[0]), [.. p.Skip(1).Select(Ring)]))]);
        var valid = new IsValidOp(geometry);
        if (valid.IsValid)
        {
            return polygons;
        }

        var fixedGeometry = GeometryFixer.Fix(geometry);
        findings.Add(FindingSeverity.Warning, "repaired-geometry", null, number, null, code, $"The shape was not valid ({valid.ValidationError.Message}) and was repaired.");
        return [.. Enumerable.Range(0, fixedGeometry.NumGeometries).Select(fixedGeometry.GetGeometryN).OfType<Polygon>().Where(p => !p.IsEmpty)
            .Select(p => (IReadOnlyList<double[]>)[Flat(p.ExteriorRing), .. p.InteriorRings.Select(Flat)])];
    }

    private static LinearRing Ring(double[] points)
    {
        var coordinates = new Coordinate[points.Length / 2];
        for (var i = 0; i < coordinates.Length; i++)
        {
            coordinates[i] = new Coordinate(points[2 * i], points[(2 * i) + 1]);
        }

        return _factory.CreateLinearRing(coordinates);
    }

    private static double[] Flat(LineString ring) => [.. ring.Coordinates.SelectMany(c => new[] { c.X, c.Y })];

    private static string Cut(string text) => text.Length > BoundaryOutline.MaxCode ? text[..BoundaryOutline.MaxCode] + "…" : text;

    private void Error(string code, int number, string? found, string reason)
        => findings.Add(FindingSeverity.Error, code, null, number, null, found, reason);
}
