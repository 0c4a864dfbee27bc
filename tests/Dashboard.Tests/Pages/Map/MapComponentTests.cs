using AngleSharp.Dom;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Octoplus.Dashboard.Charts;
using Octoplus.Dashboard.Pages.Map;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Tests.Pages.Map;

public sealed class MapComponentTests : BunitContext
{
    private MapState? _changed;
    private MapPick? _picked;

    public MapComponentTests()
    {
        MapSample.Speak("fr-FR");
        Services.AddOctoplusLocalization().AddSingleton(TimeProvider.System);
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    [Fact]
    public void Map_EveryTerritory_IsAnOptionWithANameAndOneTabStop()
    {
        var options = Map("?sel=93").FindAll("[role=option]");
        Assert.Equal(103, options.Count);
        Assert.Equal(103, options.Select(o => o.GetAttribute("aria-label")).Distinct(StringComparer.Ordinal).Count());
        Assert.Single(options, o => o.GetAttribute("tabindex") == "0");
        Assert.Equal(["93"], options.Where(o => o.GetAttribute("aria-selected") == "true").Select(o => o.GetAttribute("data-code")));
    }

    [Fact]
    public async Task Map_PickedByScript_TellsWhichTerritory()
    {
        var map = Map("");
        await map.InvokeAsync(() => map.Instance.PickAsync("38", add: true));
        Assert.Equal(new MapPick("38", Add: true), _picked);
        _picked = null;
        await map.InvokeAsync(() => map.Instance.PickAsync("unknown", add: false));
        Assert.Null(_picked);
    }

    [Fact]
    public void Legend_OfRates_CountsEveryTerritoryOnce()
    {
        var legend = Legend("");
        var ranges = legend.FindAll("li .legend-range").Select(r => r.TextContent).ToList();
        Assert.Equal(8, ranges.Count);
        Assert.StartsWith("< ", ranges[0], StringComparison.Ordinal);
        Assert.Equal("sans taux", ranges[^1]);
        Assert.Equal(103, legend.FindAll(".legend-count").Sum(c => int.Parse(c.TextContent.Split(' ')[0])));
    }

    [Fact]
    public void Legend_OfChanges_SetsApartWhatMayBeChance()
    {
        var legend = Legend("?mesure=evolution");
        Assert.Contains(legend.FindAll(".legend-range"), r => r.TextContent == "non distinguable");
        Assert.Empty(legend.FindAll("input"));
    }

    [Fact]
    public void Legend_Locked_GoesToTheAddress()
    {
        Legend("").Find("input").Change(true);
        Assert.True(_changed!.IsLegendLocked);
    }

    [Fact]
    public void Table_Usual_IsSortedByTheNumberShown()
    {
        var table = Table("");
        Assert.Equal("descending", table.Find("th.taux").GetAttribute("aria-sort"));
        Assert.Equal("Mayotte 976", Text(table.Find("tbody th")));
        Assert.Equal(103, table.FindAll("tbody tr").Count);
        Assert.Equal("–", table.FindAll("tbody tr")[^1].Children[3].TextContent);
    }

    [Fact]
    public void Table_HeaderClicked_SortsAndTurnsRound()
    {
        Table("").Find("[data-sort=nom]").Click();
        Assert.Equal("?tri=nom", _changed!.ToQuery());
        Table("?tri=nom").Find("[data-sort=nom]").Click();
        Assert.Equal("?tri=-nom", _changed!.ToQuery());
        Assert.Equal("Ain 01", Text(Table("?tri=nom").Find("tbody th")));
    }

    [Theory]
    [InlineData("cote", 2)]
    [InlineData("97", 5)]
    [InlineData("zzz", 0)]
    public void Table_Filtered_ShowsWhatMatches(string filter, int rows) => Assert.Equal(rows, Table("?filtre=" + filter).FindAll("tbody tr").Count);

    [Fact]
    public void Table_ColumnChosen_GoesToTheAddressInTheOrderOfTheTable()
    {
        var table = Table("?colonnes=population");
        Assert.Equal(["rang", "nom", "population"], table.FindAll("[data-sort]").Select(b => b.GetAttribute("data-sort")));
        table.FindAll(".menu label").Single(l => l.TextContent.Contains("Femmes", StringComparison.Ordinal)).QuerySelector("input")!.Change(true);
        Assert.Equal("?colonnes=population,femmes", _changed!.ToQuery());
        Assert.Contains(Table("?colonnes=femmes").FindAll("td"), c => MapNarrationTests.Plain(c.TextContent) == "51,0 %");
    }

    [Fact]
    public void Table_RowClicked_PicksItsTerritory()
    {
        Table("").Find("tr[data-code='2A']").Click(new MouseEventArgs { ShiftKey = true });
        Assert.Equal(new MapPick("2A", Add: true), _picked);
    }

    [Fact]
    public void Panel_OneSelected_ShowsFiguresCompositionAndNeighboursInRank()
    {
        var panel = Panel("?sel=93");
        Assert.Equal("Seine-Saint-Denis (93)", panel.Find("h2").TextContent);
        Assert.Contains("sur 101 par le taux", panel.Find("[data-testid=figures]").TextContent, StringComparison.Ordinal);
        Assert.Equal(["90 %", "10 %"], panel.FindAll(".composition strong").Select(s => MapNarrationTests.Plain(s.TextContent)));
        Assert.Single(panel.FindAll(".ranking [aria-pressed=true]"));
        Assert.Equal(["Année", "Seine-Saint-Denis", "France"], panel.FindAll(".line-chart th[scope=col]").Select(c => c.TextContent));
    }

    [Fact]
    public void Panel_SeveralSelected_ComparesThemAndLetsThemGo()
    {
        var panel = Panel("?sel=93,75");
        Assert.Equal("2 territoires comparés", panel.Find("h2").TextContent);
        Assert.Equal(3, panel.FindAll("[data-testid=compared] tbody tr").Count);
        panel.Find("[data-testid=compared] button").Click();
        Assert.Equal(new MapPick("93", Add: true), _picked);
        panel.Find("[data-testid=clear]").Click();
        Assert.Empty(_changed!.Selected);
    }

    [Theory]
    [InlineData("?indicateur=tous", "unités différentes")]
    [InlineData("?force=gendarmerie", "toute la population")]
    public void Notes_WhatWouldMislead_IsSaid(string query, string expected)
    {
        var screen = MapSample.Screen(query);
        var notes = Render<MapNotes>(p => p.Add(n => n.Screen, screen).Add(n => n.Narration, MapSample.Narration(screen)));
        Assert.Contains(expected, notes.Find("[data-testid=warnings]").TextContent, StringComparison.Ordinal);
    }

    private static string Text(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private IRenderedComponent<TerritoryMap> Map(string query)
    {
        var screen = MapSample.Screen(query);
        return Render<TerritoryMap>(p => p
            .Add(m => m.Sheet, MapSheet.Of(screen.State.Level, screen.State.View, screen.Panel.Territories))
            .Add(m => m.Marks, MapSample.Narration(screen).Marks)
            .Add(m => m.Selected, screen.State.Selected)
            .Add(m => m.Label, "Carte")
            .Add(m => m.TipTerms, [])
            .Add(m => m.OnPick, Picked));
    }

    private IRenderedComponent<MapLegend> Legend(string query)
    {
        var screen = MapSample.Screen(query);
        return Render<MapLegend>(p => p.Add(l => l.Screen, screen).Add(l => l.Narration, MapSample.Narration(screen)).Add(l => l.OnChange, Changed));
    }

    private IRenderedComponent<FigureTable> Table(string query)
    {
        var screen = MapSample.Screen(query);
        return Render<FigureTable>(p => p.Add(t => t.Screen, screen).Add(t => t.Narration, MapSample.Narration(screen)).Add(t => t.OnChange, Changed).Add(t => t.OnPick, Picked));
    }

    private IRenderedComponent<SelectionPanel> Panel(string query)
    {
        var screen = MapSample.Screen(query);
        return Render<SelectionPanel>(p => p.Add(s => s.Screen, screen).Add(s => s.Narration, MapSample.Narration(screen)).Add(s => s.OnChange, Changed).Add(s => s.OnPick, Picked));
    }

    private Action<(MapState State, bool Replaces)> Changed => change => _changed = change.State;

    private Action<MapPick> Picked => pick => _picked = pick;
}
