using System.Text;
using Octoplus.Core.Forecasts;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Dashboard.Charts;
using Octoplus.Dashboard.Pages.Forecasts;
using Octoplus.Dashboard.Tests.Pages.Map;

namespace Octoplus.Dashboard.Tests.Pages.Forecasts;

public sealed class ForecastPictureTests
{
    public ForecastPictureTests() => MapSample.Speak("fr-FR");

    [Fact]
    public void Drawing_AtFirst_ShowsFiveYearsAndTheHorizon()
    {
        var drawing = Draw("");
        Assert.Equal(60, drawing.Values.Count);
        Assert.Equal(12, drawing.Ahead.Count);
        Assert.Equal("janvier 2016", drawing.Categories[0]);
        Assert.Equal("décembre 2021", drawing.Categories[^1]);
        Assert.Empty(drawing.Fitted);
        Assert.Equal(["2016", "2017", "2018", "2019", "2020", "2021"], drawing.Ticks.Select(t => t.Text));
    }

    [Fact]
    public void Drawing_Whole_ShowsEverythingAndTheFit()
    {
        var drawing = Draw("?courbe=entiere&ajustement=oui&horizon=24");
        Assert.Equal((72, 24, 72), (drawing.Values.Count, drawing.Ahead.Count, drawing.Fitted.Count));
    }

    [Fact]
    public void Drawing_Interventions_StandAtTheirPeriods()
    {
        var drawing = Draw("");
        var anomaly = Assert.Single(drawing.Anomalies);
        Assert.Equal(("avril 2020", 760), (drawing.Categories[anomaly.At], anomaly.Value));
        Assert.Equal("mars 2017", drawing.Categories[Assert.Single(drawing.Breaks).At]);
    }

    /// <summary>2021: 1 and 8 May were Saturdays.</summary>
    [Fact]
    public void Drawing_Holidays_AreThoseOnWorkingDaysOfTheTerritory()
    {
        var drawing = Draw("");
        var texts = drawing.Holidays.ToDictionary(h => drawing.Categories[h.At], h => h.Text);
        Assert.Equal("Ascension (jeu. 13), Lundi de Pentecôte (lun. 24)", texts["mai 2021"]);
        Assert.Equal("Jour de l’an (ven. 1)", texts["janvier 2021"]);
        Assert.DoesNotContain("août 2021", texts.Keys); // a Sunday
        Assert.DoesNotContain("septembre 2020", texts.Keys);
    }

    [Fact]
    public void Drawing_OfAPlaceElsewhere_HasNoHolidays()
    {
        var screen = ForecastSample.Screen();
        var elsewhere = screen with { Panel = screen.Panel with { Key = screen.Panel.Key with { Territory = "001" } } };
        Assert.Empty(ForecastDrawings.Of(elsewhere, ForecastSample.Narration(elsewhere), _ => "").Holidays);
    }

    [Fact]
    public void Screen_WithAnotherPanel_ShowsItsSteps()
    {
        var published = ForecastSample.Screen();
        Assert.Equal(25_200, published.Total!.Outlook.Mean);
        var other = published with { Panel = ForecastSample.Panel(ForecastSample.Result with { Steps = [.. ForecastSample.Result.Steps.Select(s => s with { Mean = 1000 })] }) };
        Assert.Equal((12_000, 1000), (other.Total!.Outlook.Mean, other.Steps[0].Mean));
    }

    [Fact]
    public void Drawing_Refused_IsEmptyNotBroken()
    {
        var screen = ForecastSample.Screen(result: new ForecastResult { Id = "x", Refusal = ForecastRefusal.Empty });
        Assert.Empty(ForecastDrawings.Of(screen, ForecastSample.Narration(screen), _ => "").Categories);
    }

    [Fact]
    public void Sparkline_OfThreePoints_LiesWithinItsBox()
    {
        var overview = Overview([10, null, 20], [30, 10], [25, 5], [35, 15]);
        var line = Sparkline.Of(overview);
        Assert.Equal("M3 38.7M100 24.4", line.History);
        Assert.Equal("M100 24.4L148.5 10.1L197 38.7", line.Ahead);
        Assert.Equal("M100 24.4L148.5 3L197 31.6L197 45.9L148.5 17.3Z", line.Band);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Sparkline_OfNothing_IsNothing(int points)
    {
        var line = Sparkline.Of(Overview([.. Enumerable.Repeat<double?>(0, points)], [], [], []));
        Assert.Equal("", line.Band);
        Assert.DoesNotContain("NaN", line.History, StringComparison.Ordinal);
    }

    [Fact]
    public void Tiles_SortedByRise_PutUnknownChangesLast()
    {
        OverviewTile[] tiles = [Tile("01", 5), Tile("02", null), Tile("03", 20), Tile("04", -8)];
        Assert.Equal(["03", "01", "04", "02"], OverviewTile.Sort(tiles, OverviewOrder.Rising).Select(t => t.Overview.Territory));
        Assert.Equal(["04", "01", "03", "02"], OverviewTile.Sort(tiles, OverviewOrder.Falling).Select(t => t.Overview.Territory));
        Assert.Equal(["01", "02", "03", "04"], OverviewTile.Sort(tiles, OverviewOrder.Code).Select(t => t.Overview.Territory));
    }

    [Theory]
    [InlineData(1100, 20, "up")]
    [InlineData(900, 20, "down")]
    [InlineData(1010, 100, null)]
    public void Tile_IsColouredOnlyWhereItIsLikely(double next, double deviation, string? expected)
        => Assert.Equal(expected, OverviewTile.Of(Overview([1], [1], [1], [1]) with { LastTotal = 1000, NextTotal = next, TotalDeviation = deviation }, "x", isCount: true).Direction);

    [Fact]
    public void Export_SaysWhatTheFiguresAreBeforeThem()
    {
        var lines = Encoding.UTF8.GetString(ForecastExport.Write(ForecastSample.Screen("?horizon=2"), ForecastSample.Texts, ForecastSample.DataTexts)).Split("\r\n");
        var comments = lines.TakeWhile(l => l.TrimStart('\ufeff', '"').StartsWith('#')).ToList();
        foreach (var said in new[] { "Haute-Garonne", "décembre 2020", "etat4001-mensuel-2020-1a2b3c4d", "Lissage exponentiel + Thêta", "La délinquance enregistrée" })
        {
            Assert.Contains(comments, c => c.Contains(said, StringComparison.Ordinal));
        }

        Assert.Equal("Haute-Garonne;31;;Vols;2021-01;2100;1950;2250;1850;2350;2000", lines[comments.Count + 1]);
        Assert.Equal("Haute-Garonne;31;;Vols;2021-02;2100;1950;2250;1850;2350;2000", lines[comments.Count + 2]);
    }

    [Fact]
    public void Export_HostileTerritory_DoesNotRunInASpreadsheet()
    {
        var panel = ForecastSample.Panel(territory: "=HYPERLINK(\"x\")");
        var file = Encoding.UTF8.GetString(ForecastExport.Write(ForecastSample.Screen() with { Panel = panel }, ForecastSample.Texts, ForecastSample.DataTexts));
        Assert.Contains("'=HYPERLINK", file, StringComparison.Ordinal);
        Assert.DoesNotContain(";=HYPERLINK", file, StringComparison.Ordinal);
        Assert.DoesNotContain("\n=HYPERLINK", file, StringComparison.Ordinal);
    }

    private static ForecastDrawing Draw(string query)
    {
        var screen = ForecastSample.Screen(query);
        return ForecastDrawings.Of(screen, ForecastSample.Narration(screen), _ => "");
    }

    private static ForecastOverview Overview(double?[] history, double[] means, double[] low, double[] high)
        => new("31", "", "v1", false, ForecastRefusal.None, Predictability.Good, 202012, history, means, low, high, 1, means.Sum(), 1);

    private static OverviewTile Tile(string code, double? change) => new(Overview([1], [1], [1], [1]) with { Territory = code }, code, change, null);
}
