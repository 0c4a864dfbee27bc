using System.Globalization;
using System.Text.Json;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Readers.Boundaries;

/// <summary>A feature as it stands in the file.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Properties">Those that hold a text, a number or a truth.</param>
/// <param name="GeometryType">Null where there is no geometry.</param>
/// <param name="Polygons">Polygons of rings of longitudes and latitudes by turns; the first ring of each is its shell.</param>
internal sealed record GeoJsonFeature(int Number, IReadOnlyDictionary<string, string> Properties, string? GeometryType, IReadOnlyList<IReadOnlyList<double[]>> Polygons);

/// <summary>Reads a FeatureCollection (RFC 7946) feature by feature, within bounds.</summary>
internal sealed class GeoJsonFeatures(JsonTokens json)
{
    public const int MaxFeatures = 40_000;
    public const long MaxVertices = 5_000_000;
    private const int MaxProperties = 200;
    private const int MaxValue = 1000;

    /// <summary>Name of the coordinate reference system that the file states, or null.</summary>
    public string? Crs { get; private set; }

    public long Vertices { get; private set; }

    /// <summary>Every feature; <see cref="Crs"/> is known only after the last.</summary>
    /// <exception cref="UnreadableFileException">Another JSON, cut off, or past the bounds.</exception>
    public IEnumerable<GeoJsonFeature> Read()
    {
        Expect(json.Next() == JsonTokenType.StartObject, "The JSON must be an object of type FeatureCollection.");
        string? type = null;
        var hasFeatures = false;
        while (json.Next() == JsonTokenType.PropertyName)
        {
            var name = json.Text;
            json.Next();
            if (name == "features" && json.Type == JsonTokenType.StartArray)
            {
                hasFeatures = true;
                var number = 0;
                while (json.Next() != JsonTokenType.EndArray)
                {
                    Expect(json.Type == JsonTokenType.StartObject, "Each feature must be an object.");
                    Expect(++number <= MaxFeatures, string.Create(CultureInfo.InvariantCulture, $"The file has more than {MaxFeatures} features."), "too-many-features");
                    yield return ReadFeature(number);
                }
            }
            else if (name == "crs")
            {
                Crs = ReadCrs() ?? Crs;
            }
            else
            {
                type = name == "type" && json.Type == JsonTokenType.String ? json.Text : type;
                json.Skip();
            }
        }

        Expect(type == "FeatureCollection" && hasFeatures, $"Expected a GeoJSON of type FeatureCollection, found type '{type}'{(type == "Topology" ? " (TopoJSON): convert it to GeoJSON" : "")}.");
    }

    private static void Expect(bool condition, string message, string code = "not-a-feature-collection")
    {
        if (!condition)
        {
            throw new UnreadableFileException(code, message);
        }
    }

    // { "type": "name", "properties": { "name": "urn:ogc:def:crs:OGC:1.3:CRS84" } } of the GeoJSON of 2008; anything else is told as it is.
    private string? ReadCrs()
    {
        if (json.Type != JsonTokenType.StartObject)
        {
            json.Skip();
            return json.Type == JsonTokenType.String ? json.Text : null;
        }

        string? found = "a crs without a name";
        for (var depth = 1; depth > 0;)
        {
            var type = json.Next();
            depth += type == JsonTokenType.StartObject ? 1 : type == JsonTokenType.EndObject ? -1 : 0;
            if (type == JsonTokenType.PropertyName && depth == 2 && json.Text is "name" or "href" or "code")
            {
                found = json.Next() == JsonTokenType.String ? json.Text : found;
                json.Skip();
            }
        }

        return found;
    }

    private GeoJsonFeature ReadFeature(int number)
    {
        IReadOnlyDictionary<string, string> properties = new Dictionary<string, string>(StringComparer.Ordinal);
        string? geometryType = null;
        List<IReadOnlyList<double[]>> polygons = [];
        while (json.Next() == JsonTokenType.PropertyName)
        {
            var name = json.Text;
            json.Next();
            if (name == "properties" && json.Type == JsonTokenType.StartObject)
            {
                properties = ReadProperties();
            }
            else if (name == "geometry" && json.Type == JsonTokenType.StartObject)
            {
                (geometryType, polygons) = ReadGeometry();
            }
            else
            {
                json.Skip();
            }
        }

        return new GeoJsonFeature(number, properties, geometryType, polygons);
    }

    private Dictionary<string, string> ReadProperties()
    {
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        while (json.Next() == JsonTokenType.PropertyName)
        {
            var name = json.Text;
            var value = json.Next() switch
            {
                JsonTokenType.String => json.Text,
                JsonTokenType.Number => json.Number.ToString(CultureInfo.InvariantCulture),
                _ => null,
            };
            json.Skip();
            if (value is not null && properties.Count < MaxProperties)
            {
                properties[name] = value.Length > MaxValue ? value[..MaxValue] : value;
            }
        }

        return properties;
    }

    private (string Type, List<IReadOnlyList<double[]>> Polygons) ReadGeometry()
    {
        var type = "none";
        List<IReadOnlyList<double[]>> polygons = [];
        var level = 0;
        while (json.Next() == JsonTokenType.PropertyName)
        {
            var name = json.Text;
            json.Next();
            if (name == "coordinates" && json.Type == JsonTokenType.StartArray)
            {
                (polygons, level) = ReadCoordinates();
            }
            else
            {
                type = name == "type" && json.Type == JsonTokenType.String ? json.Text : type;
                json.Skip();
            }
        }

        // A position lies three arrays deep in a Polygon, four in a MultiPolygon.
        return (level == 0 || (type, level) is ("Polygon", 3) or ("MultiPolygon", 4) || type is not ("Polygon" or "MultiPolygon") ? type : type + " with coordinates nested otherwise", polygons);
    }

    private (List<IReadOnlyList<double[]>> Polygons, int Level) ReadCoordinates()
    {
        var polygons = new List<IReadOnlyList<double[]>>();
        var rings = new List<double[]>();
        var ring = new List<double>();
        var (depth, level, numbers) = (1, 0, 0);
        while (depth > 0)
        {
            switch (json.Next())
            {
                case JsonTokenType.StartArray:
                    Expect(++depth <= 4, "Coordinates are nested deeper than those of a MultiPolygon.", "too-deep");
                    numbers = 0;
                    break;
                case JsonTokenType.Number:
                    Expect(level == 0 || level == depth, "Positions of one geometry are nested at two depths.", "too-deep");
                    level = depth;
                    if (numbers++ < 2)
                    {
                        ring.Add(json.Number); // a height may follow
                    }

                    break;
                case JsonTokenType.EndArray:
                    Expect(depth != level || numbers >= 2, "A position has a single number.", "broken-position");
                    Vertices += depth == level ? 1 : 0;
                    Expect(Vertices <= MaxVertices, string.Create(CultureInfo.InvariantCulture, $"The file has more than {MaxVertices} points: simplify it before."), "too-many-vertices");
                    if (depth == level - 1)
                    {
                        rings.Add([.. ring]);
                        ring.Clear();
                    }
                    else if (depth == level - 2)
                    {
                        polygons.Add(rings);
                        rings = [];
                    }

                    depth--;
                    break;
                default:
                    Expect(condition: false, "Coordinates must be numbers.", "broken-position");
                    break;
            }
        }

        return (polygons, level);
    }
}
