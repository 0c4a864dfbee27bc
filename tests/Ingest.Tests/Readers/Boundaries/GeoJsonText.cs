using System.Globalization;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Files;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Readers.Boundaries;

namespace Octoplus.Ingest.Tests.Readers.Boundaries;

/// <summary>GeoJSON written by hand: squares of one degree side by side from 1° E, 46° N on.</summary>
internal static class GeoJsonText
{
    public static string Square(int column, int row = 0) => Box(1 + column, 46 + row, 1);

    public static string Box(double west, double south, double side)
        => string.Create(CultureInfo.InvariantCulture, $"[[[{west},{south}],[{west + side},{south}],[{west + side},{south + side}],[{west},{south + side}],[{west},{south}]]]");

    public static string Feature(string code, string coordinates, string type = "Polygon", string? name = null)
        => $$$"""{"type":"Feature","properties":{"code":"{{{code}}}","nom":"{{{name ?? code}}}"},"geometry":{"type":"{{{type}}}","coordinates":{{{coordinates}}}}}""";

    public static string Collection(params IEnumerable<string> features) => $$$"""{"type":"FeatureCollection","features":[{{{string.Join(',', features)}}}]}""";

    public static (BoundaryContent Content, IReadOnlyList<Finding> Findings) Read(string json)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("boundaries.geojson");
        File.WriteAllText(path, json);
        using var file = FileProbe.Open(path);
        Assert.Same(GeoJsonReader.Format, FormatList.Detect(file));
        var findings = new FindingList("boundaries.geojson");
        return (GeoJsonReader.Read(path, findings), findings.ToList());
    }
}
