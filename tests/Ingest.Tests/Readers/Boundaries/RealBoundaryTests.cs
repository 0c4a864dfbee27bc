using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Contents;
using Octoplus.Ingest.Files;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Readers.Boundaries;
using Xunit.Abstractions;

namespace Octoplus.Ingest.Tests.Readers.Boundaries;

public sealed class RealBoundaryTests(ITestOutputHelper output)
{
    [SkippableTheory]
    [InlineData("departements-avec-outre-mer", Datasets.DepartmentBoundaries, 101, 5)]
    [InlineData("regions-avec-outre-mer", Datasets.RegionBoundaries, 18, 5)]
    public void Read_France_DrawsEveryCodeWithinTheBound(string file, string dataset, int codes, int insets)
    {
        var (content, findings) = Read(file);

        Assert.Equal((dataset, codes, insets), (content.Dataset, content.Outlines.Count, content.Outlines.Count(o => o.IsInset)));
        Assert.InRange(content.Outlines.Sum(o => o.Path.Length), 40_000, OutlineDrawing.MaxPathBytes);
        Assert.Equal(OutlineDrawing.Lambert, content.Layout!.Projection);
        Assert.All(findings, f => Assert.Contains(f.Code, new[] { "simplified", "repaired-geometry" }));
        // INSEE gives 543,940 km² for metropolitan France.
        Assert.Equal(543_940, content.Outlines.Where(o => !o.IsInset).Sum(o => o.AreaKm2), 0.015 * 543_940);
    }

    [SkippableFact]
    public void Read_Departments_HaveTheirPublishedAreas()
    {
        var (content, _) = Read("departements-avec-outre-mer");
        var areas = content.Outlines.ToDictionary(o => o.Code, o => o.AreaKm2);
        // INSEE: Ain 5,762.4, Paris 105.4, La Réunion 2,503.7, Haute-Garonne 6,309.3 km²; the outlines are generalised.
        Assert.Equal(5_762.4, areas["01"], 60.0);
        Assert.Equal(105.4, areas["75"], 1.0);
        Assert.Equal(2_503.7, areas["974"], 25.0);
        Assert.Equal(6_309.3, areas["31"], 60.0);
        Assert.Equal(ReferenceTerritories.Departments.Select(d => d.Code).Order(StringComparer.Ordinal), areas.Keys.Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public void Read_ParisArrondissements_IsASetOfItsOwn()
    {
        var (content, findings) = Read("paris-arrondissements");
        Assert.Equal(20, content.Outlines.Count);
        Assert.Matches("^contours-20-10eme-[0-9a-f]{6}$", content.Dataset);
        Assert.Contains(content.Outlines, o => o.Code == "5-6eme");
        Assert.Equal(105.4, content.Outlines.Sum(o => o.AreaKm2), 3.0);
        Assert.DoesNotContain(findings, f => f.Severity == FindingSeverity.Error);
    }

    private (BoundaryContent Content, IReadOnlyList<Finding> Findings) Read(string name)
    {
        using var file = FileProbe.Open(Requires.RealFile($"boundaries/{name}.geojson"));
        Assert.Same(GeoJsonReader.Format, FormatList.Detect(file));
        var findings = new FindingList(name);
        var start = TimeProvider.System.GetTimestamp();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var content = GeoJsonReader.Read(file.Path, findings);
        output.WriteLine($"{TimeProvider.System.GetElapsedTime(start).TotalMilliseconds:0} ms, {(GC.GetTotalAllocatedBytes(precise: true) - allocated) / 1e6:0} MB allocated, {content.Outlines.Sum(o => o.Path.Length)} bytes, kept {content.Layout?.VerticesKept}");
        foreach (var finding in findings.ToList())
        {
            output.WriteLine($"{finding.Severity} {finding.Code} {finding.Row} {finding.Found} {finding.Reason}");
        }

        return (content, findings.ToList());
    }
}
