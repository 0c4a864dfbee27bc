using Octoplus.Core.Reference;
using Octoplus.Core.Views;
using Octoplus.Dashboard.Charts;
using Octoplus.Dashboard.Pages.Map;

namespace Octoplus.Dashboard.Tests.Pages.Map;

public sealed class MapStateTests
{
    [Fact]
    public void ToQuery_Defaults_IsEmpty() => Assert.Equal("", new MapState().ToQuery());

    [Theory]
    [InlineData("?indicateur=homicides")]
    [InlineData("?indicateur=index-27&annee=2019")]
    [InlineData("?indicateur=tous&mesure=nombre&force=police")]
    [InlineData("?mesure=evolution&force=gendarmerie&niveau=region&sel=R84,R11")]
    [InlineData("?vue=ile-de-france&legende=fixe&sel=75,2A,971")]
    [InlineData("?tri=-population&colonnes=nombre,population,age-0-19&filtre=seine")]
    [InlineData("?tri=nom&colonnes=")]
    [InlineData("?filtre=c%C3%B4te%20d%27%26%3D%23")]
    public void Parse_WhatToQueryWrites_IsTheSame(string query) => Assert.Equal(query, MapState.Parse(query).ToQuery());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("?indicateur=&annee=&mesure=&force=&niveau=&vue=&legende=&sel=&tri=&filtre=")]
    [InlineData("?indicateur=inconnu&annee=deux-mille&mesure=TAUX&force=armee&niveau=commune&vue=monde&legende=libre&tri=inconnu")]
    [InlineData("?annee=-1&annee=2019")]
    [InlineData("?annee=99999999999999999999")]
    [InlineData("?sel=<script>,';drop table fact--,../..,FR,999999")]
    [InlineData("?lang=en&autre=1")]
    [InlineData("?%00=%ff&==&&&")]
    public void Parse_NothingUsable_GivesTheDefault(string? query) => Assert.Equal("", MapState.Parse(query).ToQuery());

    [Fact]
    public void Parse_EveryParameter_IsRead()
    {
        var state = MapState.Parse("?indicateur=homicides&annee=2015&mesure=nombre&force=police&niveau=region&vue=ile-de-france&legende=fixe&sel=R11&tri=-nom&filtre=ile");
        Assert.Equal("homicides", state.Measure.Slug);
        Assert.Equal(2015, state.Year);
        Assert.Equal(MapMeasure.Count, state.Shown);
        Assert.Equal(Force.Police, state.Force);
        Assert.Equal(TerritoryLevel.Region, state.Level);
        Assert.Equal(MapView.IleDeFrance, state.View);
        Assert.True(state.IsLegendLocked);
        Assert.Equal(["R11"], state.Selected);
        Assert.Equal(("nom", true), (state.SortColumn, state.IsSortDescending));
        Assert.Equal("ile", state.Filter);
    }

    [Fact]
    public void Parse_TooManySelected_KeepsTheFirst()
    {
        var state = MapState.Parse("?sel=" + string.Join(',', Enumerable.Range(10, 60)) + ",10");
        Assert.Equal(MapState.MaxSelected, state.Selected.Count);
        Assert.Equal("10", state.Selected[0]);
    }

    [Fact]
    public void Parse_LongFilter_IsCut() => Assert.Equal(MapState.MaxFilterLength, MapState.Parse("?filtre=" + new string('x', 5000)).Filter.Length);

    [Fact]
    public void Pick_Alone_ReplacesTheSelectionAndASecondTimeEmptiesIt()
    {
        var state = MapState.Parse("?sel=75,93").Pick("13", add: false);
        Assert.Equal(["13"], state.Selected);
        Assert.Empty(state.Pick("13", add: false).Selected);
    }

    [Fact]
    public void Pick_Added_AddsAndASecondTimeTakesAway()
    {
        var state = MapState.Parse("?sel=75").Pick("93", add: true);
        Assert.Equal(["75", "93"], state.Selected);
        Assert.Equal(["93"], state.Pick("75", add: true).Selected);
    }
}
