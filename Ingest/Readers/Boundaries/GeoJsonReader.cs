using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Octoplus.Core.Boundaries;
using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Files;
using Octoplus.Ingest.Workbooks;

namespace Octoplus.Ingest.Readers.Boundaries;

/// <summary>Reads boundaries: a GeoJSON FeatureCollection in WGS 84 whose features have a <c>code</c> and <c>nom</c>, or <c>c_ar</c>.</summary>
public static class GeoJsonReader
{
    /// <summary>Key of the format; the dataset is told from the codes.</summary>
    public const string FormatKey = "contours";

    private const int MaxDatasetKey = 30;

    private static readonly HashSet<string> _metropolis = [.. ReferenceTerritories.Departments.Where(d => d.Code.Length == 2).Select(d => d.Code)];
    private static readonly HashSet<string> _departments = [.. ReferenceTerritories.Codes];
    private static readonly HashSet<string> _regions = [.. ReferenceTerritories.Departments.Select(d => d.RegionCode)];
    private static readonly HashSet<string> _mainlandRegions = [.. ReferenceTerritories.Departments.Where(d => d.Code.Length == 2).Select(d => d.RegionCode)];

    /// <summary>Told by a JSON object that states a type of GeoJSON or TopoJSON near its beginning.</summary>
    public static FileFormat Format { get; } = new(FormatKey, Recognises, (file, findings, progress) => Read(file.Path, findings, progress));

    /// <summary>Reads, checks, projects and simplifies the boundaries.</summary>
    /// <exception cref="UnreadableFileException">No JSON of features, cut off, or past the bounds of <see cref="GeoJsonFeatures"/>.</exception>
    public static BoundaryContent Read(string path, FindingList findings, IProgress<long>? progress = null)
    {
        using var json = new JsonTokens(path);
        var features = new GeoJsonFeatures(json);
        var check = new ShapeCheck(findings);
        var shapes = new List<BoundaryShape>();
        foreach (var feature in features.Read())
        {
            if (check.Check(feature) is { } shape)
            {
                shapes.Add(shape);
            }

            progress?.Report(features.Vertices);
        }

        CheckCrs(features.Crs, findings);
        var dataset = DatasetOf([.. shapes.Select(s => s.Code)]);
        CheckPlace(dataset, shapes, findings);
        if (shapes.Count == 0 && !findings.HasErrors)
        {
            findings.Error("empty-collection", null, null, null, null, "The collection has no feature.");
        }

        if (findings.HasErrors)
        {
            return new BoundaryContent(dataset, [], null);
        }

        var (outlines, layout) = OutlineDrawing.Draw([.. shapes.OrderBy(s => s.Code, StringComparer.Ordinal)], features.Vertices);
        findings.Warning("simplified", null, null, null, null, string.Create(
            CultureInfo.InvariantCulture,
            $"The outlines were simplified for drawing: {features.Vertices} points became {layout.VerticesKept}, {outlines.Sum(o => o.Path.Length) / 1000} kB. Borders shared by two territories stay one line. {Told(outlines, layout)}"));
        return new BoundaryContent(dataset, outlines, layout);
    }

    /// <summary><c>contours-departements</c>, <c>contours-regions</c>, or a key made of the number of codes, the first of them and a check sum: the same codes give the same key.</summary>
    internal static string DatasetOf(IReadOnlyCollection<string> codes)
    {
        var set = codes.ToHashSet(StringComparer.Ordinal);
        if (_metropolis.IsSubsetOf(set) && set.IsSubsetOf(_departments))
        {
            return Datasets.DepartmentBoundaries;
        }

        if (_mainlandRegions.IsSubsetOf(set) && set.IsSubsetOf(_regions))
        {
            return Datasets.RegionBoundaries;
        }

        var sorted = set.Order(StringComparer.Ordinal).ToList();
        var sum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', sorted))))[..6];
        var count = set.Count.ToString(CultureInfo.InvariantCulture);
        var first = new string([.. TextKey.Of(sorted.FirstOrDefault() ?? "").ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)]);
        var room = MaxDatasetKey - Datasets.BoundariesPrefix.Length - count.Length - sum.Length - 2;
        return $"{Datasets.BoundariesPrefix}{count}-{(first.Length > room ? first[..room] : first)}-{sum}";
    }

    private static bool Recognises(FileProbe file)
    {
        if (file.Container != FileContainer.Text)
        {
            return false;
        }

        var head = Encoding.UTF8.GetString(file.Head).TrimStart('\uFEFF').TrimStart();
        return head.StartsWith('{') && (head.Contains("\"Feature", StringComparison.Ordinal) || head.Contains("\"features\"", StringComparison.Ordinal)
            || head.Contains("\"Topology\"", StringComparison.Ordinal) || head.Contains("\"coordinates\"", StringComparison.Ordinal));
    }

    private static void CheckCrs(string? crs, FindingList findings)
    {
        if (crs is not null && !crs.Contains("CRS84", StringComparison.OrdinalIgnoreCase) && !crs.EndsWith(":4326", StringComparison.Ordinal) && !crs.EndsWith("/4326", StringComparison.Ordinal))
        {
            findings.Error("unsupported-crs", null, null, null, crs, "The file states another reference system than WGS 84 (CRS84, EPSG:4326): convert it.");
        }
    }

    private static void CheckPlace(string dataset, List<BoundaryShape> shapes, FindingList findings)
    {
        if (dataset is Datasets.DepartmentBoundaries or Datasets.RegionBoundaries
            && shapes.Count(s => s.Centre() is var (longitude, latitude) && Lambert93.Covers(longitude, latitude)) < (dataset == Datasets.RegionBoundaries ? _mainlandRegions : _metropolis).Count)
        {
            findings.Error("outside-france", null, null, null, null,
                "The codes are those of France, the shapes lie elsewhere: are longitude and latitude exchanged? GeoJSON has the longitude first.");
        }
    }

    private static string Told(IReadOnlyList<BoundaryOutline> outlines, BoundaryLayout layout)
    {
        var insets = outlines.Where(o => o.IsInset).Select(o => o.Code).Take(20).ToList();
        return layout.Projection != OutlineDrawing.Lambert
            ? "Outside of France: drawn in a local equirectangular projection."
            : insets.Count == 0 ? "Drawn in Lambert-93."
            : $"Drawn in Lambert-93; as insets of their own, each in a local equirectangular projection: {string.Join(", ", insets)}.";
    }
}
