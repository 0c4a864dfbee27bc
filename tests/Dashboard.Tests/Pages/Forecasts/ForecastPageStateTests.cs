using Octoplus.Core.Forecasts;
using Octoplus.Dashboard.Pages.Forecasts;
using Octoplus.Dashboard.Tests.Pages.Map;

namespace Octoplus.Dashboard.Tests.Pages.Forecasts;

public sealed class ForecastPageStateTests
{
    public ForecastPageStateTests() => MapSample.Speak("fr-FR");

    [Theory]
    [InlineData("")]
    [InlineData("?mesure=etat4001-mensuel/vols&territoire=31")]
    [InlineData("?mesure=p-mes-faits/a.b_c&territoire=District%201&force=police&horizon=24&historique=10&sans=ruptures,atypiques,calendrier&niveau=25000&ajustement=oui&courbe=entiere&essai=1-12")]
    [InlineData("?historique=5&sans=calendrier&niveau=beaucoup")]
    public void Address_ComesBackAsItWas(string query) => Assert.Equal(query, ForecastPageState.Parse(query).ToQuery());

    [Fact]
    public void Nonsense_IsAsIfAbsent()
        => Assert.Equal(new ForecastPageState(), ForecastPageState.Parse("?mesure=<b>&territoire=%27%3B--&force=armee&horizon=25&historique=7&sans=x&ajustement=1&courbe=1&essai=12-1"));

    [Theory]
    [InlineData("0", null)]
    [InlineData("-3", null)]
    [InlineData("24", 24)]
    [InlineData("99999999999", null)]
    public void Horizon_OutOfRange_IsLeftOut(string typed, int? expected) => Assert.Equal(expected, ForecastPageState.Parse("?horizon=" + typed).Horizon);

    [Theory]
    [InlineData("fr-FR", "25 000", 25_000.0)]
    [InlineData("fr-FR", "25\u202f000,5", 25_000.5)]
    [InlineData("en-GB", "25,000", 25_000.0)]
    [InlineData("fr-FR", "0", 0.0)]
    [InlineData("fr-FR", "1e999", null)]
    [InlineData("fr-FR", "-1", null)]
    [InlineData("fr-FR", "NaN", null)]
    [InlineData("fr-FR", "9999999999999", null)]
    [InlineData("fr-FR", "1.2.3", null)]
    [InlineData("fr-FR", "beaucoup", null)]
    public void Level_AsPeopleTypeIt_IsANumberOrAnError(string culture, string typed, double? expected)
    {
        MapSample.Speak(culture);
        var state = new ForecastPageState().WithLevel(typed);
        Assert.Equal(expected, state.Level);
        Assert.Equal(expected is null, state.IsLevelWrong);
        Assert.Equal(state, ForecastPageState.Parse(state.ToQuery()));
    }

    [Fact]
    public void Level_Valid_StandsInTheAddressInAFormOfNoLanguage()
        => Assert.Equal("?niveau=25000.5", new ForecastPageState().WithLevel("25 000,5").ToQuery());

    [Fact]
    public void Trial_OfSettingsOfOnesOwn_SaysWhatIsAskedFor()
    {
        var state = ForecastPageState.Parse("?historique=5&sans=ruptures");
        Assert.True(state.IsPersonal);
        Assert.False(state.AsPublished().IsPersonal);
        Assert.Equal(new ForecastTrial(24, 60, HandlesBreaks: false), state.Trial(steps: 24, season: 12));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?mesure=etat4001-mensuel/vols&region=R76&tri=nom")]
    public void OverviewAddress_ComesBackAsItWas(string query) => Assert.Equal(query, OverviewState.Parse(query).ToQuery());

    [Theory]
    [InlineData("")]
    [InlineData("?bilan=modele&mesure=etat4001-mensuel/vols&territoire=31&modele=ets%20%2B%20theta&page=3")]
    [InlineData("?prevision=12")]
    public void LedgerAddress_ComesBackAsItWas(string query) => Assert.Equal(query, LedgerState.Parse(query).ToQuery());

    [Fact]
    public void LedgerAddress_Nonsense_IsAsIfAbsent()
        => Assert.Equal(new LedgerState(), LedgerState.Parse("?bilan=x&mesure=vols&modele=%00&page=0&prevision=-1"));
}
