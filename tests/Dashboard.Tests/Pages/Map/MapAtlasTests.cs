using NetTopologySuite.Geometries;
using Octoplus.Core.Reference;
using Octoplus.Dashboard.Charts;

namespace Octoplus.Dashboard.Tests.Pages.Map;

public sealed class MapAtlasTests
{
    [Fact]
    public void Departments_AreThe96OfMetropolitanFrance()
    {
        var expected = ReferenceTerritories.Departments.Select(d => d.Code).Where(c => c.Length == 2).Order(StringComparer.Ordinal);
        Assert.Equal(expected, Atlas.Departments.Shapes.Select(s => s.Code));
    }

    [Fact]
    public void Regions_CoverTheirDepartmentsWithoutHolesBetweenThem()
    {
        Assert.Equal(13, Atlas.Regions.Shapes.Count);
        var whole = Atlas.Departments.Shapes.Sum(s => s.Geometry.Area);
        Assert.InRange(Atlas.Regions.Shapes.Sum(s => s.Geometry.Area), whole * 0.998, whole * 1.002);
        var bretagne = Atlas.Regions.Shapes.Single(s => s.Code == "R53").Geometry;
        var mainland = Enumerable.Range(0, bretagne.NumGeometries).Select(bretagne.GetGeometryN).Max(g => g.Area);
        Assert.InRange(mainland, bretagne.Area * 0.99, bretagne.Area);
    }

    [Fact]
    public void Read_RingInsideAnother_IsAHole()
        => Assert.Equal(96, SvgPath.Read("m0 0 10 0 0 10-10 0zm4 4 2 0 0 2-2 0z").Area);

    [Fact]
    public void Read_NumbersWithoutSeparators_AreToldApart()
        => Assert.Equal(0.5, SvgPath.Read("m.5.5 1 0 0 .5-1 0z").Area, 9);

    [Fact]
    public void Read_AbsoluteCommand_Throws() => Assert.Throws<FormatException>(() => SvgPath.Read("M0 0 10 0 0 10z"));

    [Fact]
    public void Labels_LieInTheirShapes()
        => Assert.All(Atlas.Departments.Shapes, s => Assert.True(s.Geometry.Contains(s.Geometry.Factory.CreatePoint(new Coordinate(s.LabelX, s.LabelY))), s.Code));

    [Theory]
    [InlineData(TerritoryLevel.Department, 96, 7)]
    [InlineData(TerritoryLevel.Region, 13, 5)]
    public void Sheet_OfFrance_DrawsEveryTerritoryOnce(TerritoryLevel level, int shapes, int tiles)
    {
        var territories = MapSample.Panel(level == TerritoryLevel.Region ? "?niveau=region" : "").Territories;
        var sheet = MapSheet.Of(level, MapView.France, territories);
        Assert.Equal((shapes, tiles), (sheet.Shapes.Count, sheet.Tiles.Count));
        Assert.Equal(territories.Select(t => t.Code).Order(StringComparer.Ordinal), sheet.Shapes.Select(s => s.Code).Concat(sheet.Tiles.Select(t => t.Code)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Sheet_OfIleDeFrance_ShowsItsEightDepartments()
        => Assert.Equal(["75", "77", "78", "91", "92", "93", "94", "95"], MapSheet.Of(TerritoryLevel.Department, MapView.IleDeFrance, MapSample.Panel().Territories).Shapes.Select(s => s.Code));
}
