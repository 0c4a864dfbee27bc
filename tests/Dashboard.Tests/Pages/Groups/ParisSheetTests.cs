using Octoplus.Dashboard.Charts;
using Octoplus.Dashboard.Pages.Groups;

namespace Octoplus.Dashboard.Tests.Pages.Groups;

/// <summary>Squares of 10 × 10 in a row stand for the arrondissements; the outline of the 5th and 6th covers both, as in the published file.</summary>
public sealed class ParisSheetTests
{
    private static readonly Atlas _outlines = Atlas.Of(
        "squares", Enumerable.Range(1, 20).Select(n => n == 5 ? ("5-6eme", Square(5, 2)) : (n == 1 ? "1er" : $"{n}eme", Square(n, 1))));

    [Fact]
    public void Of_EachByItself_DrawsTwenty()
    {
        var sheet = ParisSheet.Of(_outlines, [.. Enumerable.Range(1, 20).Select(n => n == 5 ? "75105-75106" : $"{75100 + n}")], []);

        Assert.Equal(20, sheet.Shapes.Count);
        var both = sheet.Shapes.Single(s => s.Code == "75105-75106");
        Assert.Equal(("5e-6e", 100.0), (both.Label, both.Geometry.Area)); // the 6th has an outline and a service of its own
        Assert.Equal(100, sheet.Shapes.Single(s => s.Code == "75106").Geometry.Area, 1e-9);
    }

    [Fact]
    public void Of_CountedTogether_DrawsThemAsOne()
    {
        var sheet = ParisSheet.Of(_outlines, ["75101-75104", "75105-75106", "75107"], ["75102", "75108"]);

        Assert.Equal(["75101-75104", "75105-75106", "75107", "75108"], sheet.Shapes.Select(s => s.Code));
        Assert.Equal(400, sheet.Shapes[0].Geometry.Area, 5.0); // too few are left under the 2nd by itself
        Assert.Equal(200, sheet.Shapes[1].Geometry.Area, 5.0); // corners are cut where borders are joined
    }

    /// <summary>2019: Paris Centre has taken over the 1st, the 2nd to 4th are still listed.</summary>
    [Fact]
    public void Of_CentreBesideThoseItTakesOver_DrawsWhatIsLeft()
    {
        var sheet = ParisSheet.Of(_outlines, ["75101-75104", "75102", "75103", "75104", "75107"], []);

        Assert.Equal(["75101-75104", "75102", "75103", "75104", "75107"], sheet.Shapes.Select(s => s.Code).Order());
        var centre = sheet.Shapes.Single(s => s.Code == "75101-75104");
        Assert.Equal(("1er-4e", 100.0), (centre.Label, centre.Geometry.Area));
    }

    [Fact]
    public void Of_CentreBesideAllFour_HasNoShape()
        => Assert.DoesNotContain("75101-75104", ParisSheet.Of(_outlines, ["75101-75104", "75101", "75102", "75103", "75104"], []).Shapes.Select(s => s.Code));

    private static string Square(int place, int width) => $"m{place * 10} 0 {width * 10} 0 0 10-{width * 10} 0z";
}
