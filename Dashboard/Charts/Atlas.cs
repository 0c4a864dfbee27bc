using System.Globalization;
using System.Text.Json;
using NetTopologySuite.Algorithm.Construct;
using NetTopologySuite.Geometries;
using Octoplus.Core.Reference;

namespace Octoplus.Dashboard.Charts;

/// <summary>A rectangle of the drawing, in its units.</summary>
public readonly record struct ViewBox(double X, double Y, double Width, double Height)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{X:0.#} {Y:0.#} {Width:0.#} {Height:0.#}");

    public static ViewBox Around(IEnumerable<AtlasShape> shapes, double margin)
    {
        var envelope = new Envelope();
        foreach (var shape in shapes)
        {
            envelope.ExpandToInclude(shape.Geometry.EnvelopeInternal);
        }

        envelope.ExpandBy(margin);
        return new ViewBox(envelope.MinX, envelope.MinY, envelope.Width, envelope.Height);
    }
}

/// <summary>One territory of an atlas.</summary>
/// <param name="Path">SVG path.</param>
/// <param name="LabelX">A point well inside, for a label.</param>
public sealed record AtlasShape(string Code, string Path, Geometry Geometry, double LabelX, double LabelY)
{
    /// <summary>Written on the map where it has labels.</summary>
    public string Label { get; init; } = Code.TrimStart('R');
}

/// <summary>A drawn map: territory code → shape, by code.</summary>
public sealed class Atlas
{
    private const string ResourceName = "atlas.france.json";

    private static readonly Lazy<Atlas> _departments = new(ReadDepartments);
    private static readonly Lazy<Atlas> _regions = new(() => Departments.MergeRegions());
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    private Atlas(string credit, IReadOnlyList<AtlasShape> shapes)
    {
        Credit = credit;
        Shapes = shapes;
    }

    /// <summary>The 96 départements of metropolitan France.</summary>
    public static Atlas Departments => _departments.Value;

    /// <summary>The 13 régions, merged from their départements when first asked for.</summary>
    public static Atlas Regions => _regions.Value;

    /// <summary>An atlas of imported outlines, see <see cref="SvgPath.ReadOriented"/>.</summary>
    public static Atlas Of(string credit, IEnumerable<(string Code, string Path)> outlines)
        => new(credit, [.. outlines.Select(o => Shape(o.Code, o.Path, SvgPath.ReadOriented(o.Path))).OrderBy(s => s.Code, StringComparer.Ordinal)]);

    public string Credit { get; }

    public IReadOnlyList<AtlasShape> Shapes { get; }

    private static Atlas ReadDepartments()
    {
        using var stream = typeof(Atlas).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"{ResourceName} is not in the assembly.");
        var file = JsonSerializer.Deserialize<AtlasFile>(stream, _json)!;
        return new Atlas(file.Credit, [.. file.Shapes.Select(s => Shape(s.Code, s.Path, SvgPath.Read(s.Path)))]);
    }

    /// <summary>The régions made of these départements.</summary>
    internal Atlas MergeRegions()
    {
        var regionOf = ReferenceTerritories.Departments.ToDictionary(d => d.Code, d => Territory.RegionCode(d.RegionCode), StringComparer.Ordinal);
        return new Atlas(
            Credit,
            [.. Shapes
                .Where(s => regionOf.ContainsKey(s.Code))
                .GroupBy(s => regionOf[s.Code], StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g =>
                {
                    var merged = SvgPath.Merge(g.Select(s => s.Geometry));
                    return Shape(g.Key, SvgPath.Write(merged), merged);
                })]);
    }

    /// <summary>A shape with a place for its label.</summary>
    internal static AtlasShape Shape(string code, string path, Geometry geometry)
    {
        // The widest place of the largest piece: a centroid may lie beside the shape, or in a neighbour that it wraps around.
        var largest = Enumerable.Range(0, geometry.NumGeometries).Select(geometry.GetGeometryN).MaxBy(g => g.Area)!;
        var inside = MaximumInscribedCircle.GetCenter(largest, tolerance: 0.2);
        return new AtlasShape(code, path, geometry, inside.X, inside.Y);
    }

    private sealed record AtlasFile(string Credit, IReadOnlyList<AtlasFileShape> Shapes);

    private sealed record AtlasFileShape(string Code, string Path);
}
