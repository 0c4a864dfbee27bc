using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Readers.Boundaries;
using Octoplus.Ingest.Workbooks;
using static Octoplus.Ingest.Tests.Readers.Boundaries.GeoJsonText;

namespace Octoplus.Ingest.Tests.Readers.Boundaries;

public sealed class GeoJsonDefectTests
{
    public static TheoryData<string, string, string?> Errors => new()
    {
        { "missing-code", """{"type":"Feature","properties":{"INSEE_DEP":"01","superficie":3},"geometry":null}""", "'INSEE_DEP', 'superficie'" },
        { "missing-code", """{"type":"Feature","properties":null,"geometry":null}""", "found none" },
        { "unusable-code", Feature("", Square(0)), "1 to 40" },
        { "unusable-code", Feature(new string('x', 41), Square(0)), "1 to 40" },
        { "duplicate-code", Feature("b", Square(1)) + "," + Feature("b", Square(2)), "Feature 1 has this code already." },
        { "empty-geometry", """{"type":"Feature","properties":{"code":"a"},"geometry":null}""", "no geometry" },
        { "empty-geometry", Feature("a", "[]"), "Nothing is left" },
        { "empty-geometry", Feature("a", "[[[1,46],[2,46]]]"), "Nothing is left" },
        { "empty-geometry", Feature("a", "[[[1,46],[2,46],[3,46],[1,46]]]"), "encloses nothing" },
        { "unsupported-geometry", Feature("a", "[1,46]", "Point"), "found Point" },
        { "unsupported-geometry", Feature("a", "[[1,46],[2,47]]", "LineString"), "found LineString" },
        { "unsupported-geometry", Feature("a", Square(0), "MultiPolygon"), "nested otherwise" },
        { "not-wgs84", Feature("a", "[[[652000,6860000],[653000,6860000],[653000,6861000],[652000,6860000]]]"), "652000, 6860000 is no longitude" },
        { "not-wgs84", Feature("a", "[[[1e400,46],[2,46],[2,47],[1,46]]]"), "WGS 84" },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void Read_Defect_IsAnErrorOfItsFeature(string code, string features, string? reason)
    {
        var (content, findings) = Read(Collection(features));

        var finding = Assert.Single(findings, f => f.Severity == FindingSeverity.Error);
        Assert.Equal(code, finding.Code);
        Assert.Contains(reason!, finding.Reason, StringComparison.Ordinal);
        Assert.NotNull(finding.Row);
        Assert.Empty(content.Outlines);
    }

    [Theory]
    [InlineData("urn:ogc:def:crs:EPSG::2154")]
    [InlineData("EPSG:3857")]
    public void Read_AnotherReferenceSystem_IsAnError(string crs)
    {
        var (_, findings) = Read($$$"""{"type":"FeatureCollection","features":[{{{Feature("a", Square(0))}}}],"crs":{"type":"name","properties":{"name":"{{{crs}}}"} } }""");
        Assert.Equal(("unsupported-crs", crs), Assert.Single(findings) is var f ? (f.Code, f.Found) : default);
    }

    [Theory]
    [InlineData("urn:ogc:def:crs:OGC:1.3:CRS84")]
    [InlineData("urn:ogc:def:crs:EPSG::4326")]
    public void Read_Wgs84Stated_IsRead(string crs)
        => Assert.Single(Read($$$"""{"crs":{"type":"name","properties":{"name":"{{{crs}}}"}},"type":"FeatureCollection","features":[{{{Feature("a", Square(0))}}}]}""").Content.Outlines);

    [Theory]
    [InlineData("broken-json", """{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"a"}""")]
    [InlineData("broken-json", """{"type":"FeatureCollection","features":[}]}""")]
    [InlineData("broken-json", """{"type":"FeatureCollection","features":[{"properties":{"code":"\ud800"}}]}""")]
    [InlineData("broken-json", """{"type":"FeatureCollection","features":[{"properties":{"\ud800":"a"}}]}""")]
    [InlineData("not-a-feature-collection", """{"type":"Topology","objects":{"a":{"coordinates":1}}}""")]
    [InlineData("not-a-feature-collection", """{"type":"Feature","properties":{"code":"a"},"geometry":null}""")]
    [InlineData("not-a-feature-collection", """{"type":"FeatureCollection","features":[1]}""")]
    [InlineData("too-deep", """{"type":"FeatureCollection","features":[{"properties":{"code":"a"},"geometry":{"type":"Polygon","coordinates":[[[[[1,2]]]]]}}]}""")]
    [InlineData("broken-position", """{"type":"FeatureCollection","features":[{"properties":{"code":"a"},"geometry":{"type":"Polygon","coordinates":[[["1","2"]]]}}]}""")]
    [InlineData("broken-position", """{"type":"FeatureCollection","features":[{"properties":{"code":"a"},"geometry":{"type":"Polygon","coordinates":[[[1],[2]]]}}]}""")]
    public void Read_BrokenFile_SaysWhy(string code, string json)
        => Assert.Equal(code, Assert.Throws<UnreadableFileException>(() => Read(json)).Code);

    [Fact]
    public void Read_NestedWithoutEnd_IsRefused()
        => Assert.Equal("broken-json", Assert.Throws<UnreadableFileException>(() => Read(
            """{"type":"FeatureCollection","x":""" + new string('[', 10_000) + new string(']', 10_000) + ""","features":[]}""")).Code);

    [Fact]
    public void Read_TooManyFeatures_IsRefused()
        => Assert.Equal("too-many-features", Assert.Throws<UnreadableFileException>(() => Read(Collection(Enumerable.Repeat("""{"properties":{"code":"a"}}""", 40_001)))).Code);

    [Fact]
    public void Read_NoFeature_IsAnError() => Assert.Equal("empty-collection", Assert.Single(Read(Collection()).Findings).Code);

    [Fact]
    public void Read_SelfCrossing_IsRepairedWithAWarning()
    {
        var (content, findings) = Read(Collection(Feature("a", "[[[1,46],[2,47],[2,46],[1,47],[1,46]]]")));
        Assert.Contains(findings, f => f is { Code: "repaired-geometry", Severity: FindingSeverity.Warning, Row: 1, Found: "a" });
        Assert.InRange(content.Outlines[0].AreaKm2, 4_000, 4_500); // half of a square
    }

    [Fact]
    public void Read_OpenRing_IsClosedWithAWarning()
    {
        var (content, findings) = Read(Collection(Feature("a", "[[[1,46],[2,46],[2,47],[1,47]]]")));
        Assert.Contains(findings, f => f.Code == "broken-ring");
        Assert.InRange(content.Outlines[0].AreaKm2, 8_500, 8_700);
    }

    [Fact]
    public void Read_Hole_IsLeftOut()
    {
        var (content, _) = Read(Collection(Feature("a", "[[[1,46],[3,46],[3,48],[1,48],[1,46]],[[1.5,46.5],[2.5,46.5],[2.5,47.5],[1.5,47.5],[1.5,46.5]]]")));
        Assert.Equal(2, content.Outlines[0].Path.Count(c => c == 'm'));
        Assert.InRange(content.Outlines[0].AreaKm2, 25_000, 26_000);
    }

    [Fact]
    public void Read_HtmlInNames_IsKeptAsText()
        => Assert.Equal("<script>alert(1)</script>", Read(Collection(Feature("=1+1", Square(0), name: "<script>alert(1)</script>"))).Content.Outlines[0].Name);

    [Fact]
    public void Read_OnlyOverseas_IsDrawnLocally()
    {
        var (content, _) = Read(Collection(Feature("x", Box(-61, 14, 1)), Feature("y", Box(-60, 14, 1))));
        Assert.Equal("equirectangular", content.Layout!.Projection);
        Assert.All(content.Outlines, o => Assert.False(o.IsInset));
        Assert.Equal(-60, content.Layout.CentreLongitude!.Value, 1e-9);
    }

    [Fact]
    public void Read_OneOverseasAmongFrench_IsAnInset()
    {
        var (content, findings) = Read(Collection(Feature("a", Square(0)), Feature("b", Square(1)), Feature("x", Box(-61, 14, 1))));
        Assert.Equal([false, false, true], content.Outlines.Select(o => o.IsInset));
        Assert.Contains("x.", Assert.Single(findings).Reason, StringComparison.Ordinal);
        Assert.InRange(content.Layout!.Height, content.Layout.Width * 0.5, 700);
    }

    [Fact]
    public void DatasetOf_SameCodesInAnyOrder_IsOneKeyThatFits()
    {
        var key = GeoJsonReader.DatasetOf(["zone bleue d'un nom long", "b"]);
        Assert.Equal(key, GeoJsonReader.DatasetOf(["b", "zone bleue d'un nom long"]));
        Assert.NotEqual(key, GeoJsonReader.DatasetOf(["b", "c"]));
        Assert.All(new[] { key, GeoJsonReader.DatasetOf([.. Enumerable.Range(0, 40_000).Select(i => $"{i:00000} très long")]) }, k => Assert.Matches("^contours-[a-z0-9-]{1,21}$", k));
    }
}
