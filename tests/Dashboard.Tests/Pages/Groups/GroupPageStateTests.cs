using Octoplus.Core.Groups;
using Octoplus.Core.Statistics.Clustering;
using Octoplus.Dashboard.Pages.Groups;

namespace Octoplus.Dashboard.Tests.Pages.Groups;

public sealed class GroupPageStateTests
{
    [Theory]
    [InlineData("")]
    [InlineData("?criteres=parts&k=5&sel=93")]
    [InlineData("?criteres=rate:homicides,share:index-27,density,age:75&annee=2016&annees=3&transformation=racine&echelle=robuste&k=12&sel=2A&groupe=3&tri=-silhouette")]
    [InlineData("?territoires=gendarmerie&criteres=share:homicides,share:escroqueries&transformation=aucune&echelle=aucune&k=2")]
    [InlineData("?territoires=police&tri=nom")]
    public void Address_ComesBackAsItWas(string query) => Assert.Equal(query, GroupPageState.Parse(query).ToQuery());

    [Fact]
    public void Nonsense_IsAsIfAbsent()
        => Assert.Equal(
            new GroupPageState(),
            GroupPageState.Parse("?territoires=communes&criteres=rate:rien,%3Cb%3E&annee=12&annees=6&transformation=x&echelle=x&k=13&sel=%3Cscript%3E&groupe=0&tri=inertie"));

    [Theory]
    [InlineData("?k=1")]
    [InlineData("?k=-5")]
    [InlineData("?k=99999999999")]
    [InlineData("?annees=0")]
    public void Numbers_OutOfRange_AreLeftOut(string query) => Assert.Equal("", GroupPageState.Parse(query).ToQuery());

    [Fact]
    public void PlainAddress_IsTheChoiceComputedBeforehand()
    {
        Assert.Equal(GroupChoice.Default.Hash, new GroupPageState().Choice.Hash);
        Assert.Equal(GroupChoice.DefaultOf(GroupTerritories.PoliceServices).Hash, GroupPageState.Parse("?territoires=police").Choice.Hash);
    }

    [Fact]
    public void Method_AsUsual_IsNotSaid()
    {
        foreach (var territories in Enum.GetValues<GroupTerritories>())
        {
            var state = new GroupPageState { Territories = territories };
            Assert.Equal(state, state.With(GroupChoice.DefaultOf(territories).Transformation).With(GroupChoice.DefaultOf(territories).Scaling));
            Assert.False(state.With(FeatureTransformation.SquareRoot).HasUsualMethod);
        }
    }

    [Fact]
    public void EveryParsedChoice_IsOneThatCanBeGrouped()
    {
        var many = string.Join(',', GroupFeature.All.Select(f => f.Code));
        var state = GroupPageState.Parse("?criteres=" + many);
        Assert.Equal(GroupChoice.MaxFeatures, state.Choice.Features.Count);
        Assert.Null(state.Choice.Problem());
        Assert.Null(GroupPageState.Parse("?territoires=police&criteres=rate:homicides,density,share:homicides").Choice.Problem());
    }

    [Fact]
    public void Features_InAnotherOrder_AreThePreset()
    {
        var turned = new GroupPageState().WithFeatures([.. FeaturePreset.Shares.Features.Reverse()]);
        Assert.Equal("?criteres=parts", turned.ToQuery());
        Assert.Null(turned.WithFeatures([.. FeaturePreset.Rates.Features.Reverse()]).Features);
    }

    [Fact]
    public void Territories_Changed_KeepTheMethodAndLetGoOfTheRest()
        => Assert.Equal("?territoires=police&transformation=racine&k=4", GroupPageState.Parse("?criteres=demographie&annee=2015&transformation=racine&k=4&sel=93&groupe=2").WithTerritories(GroupTerritories.PoliceServices).ToQuery());

    [Fact]
    public void Pick_Twice_TakesBack()
    {
        var state = new GroupPageState().Pick("93");
        Assert.Equal("93", state.Selected);
        Assert.Null(state.Pick("93").Selected);
    }
}
