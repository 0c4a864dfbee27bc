using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Dashboard.Pages.Forecasts;
using Octoplus.Dashboard.Shared.Text;
using Octoplus.Dashboard.Tests.Pages.Map;
using static Octoplus.Dashboard.Tests.Pages.Map.MapNarrationTests;

namespace Octoplus.Dashboard.Tests.Pages.Forecasts;

public sealed class ForecastNarrationTests
{
    public ForecastNarrationTests() => MapSample.Speak("fr-FR");

    [Theory]
    [InlineData("", "Vols, Haute-Garonne : 25 200 faits attendus en 2021, de 23 700 à 26 700 (80 %)")]
    [InlineData("?horizon=6", "Vols, Haute-Garonne : 12 600 faits attendus de janvier à juin 2021, de 11 800 à 13 400 (80 %)")]
    [InlineData("?horizon=1", "Vols, Haute-Garonne : 2 100 faits attendus en janvier 2021, de 1 950 à 2 250 (80 %)")]
    public void Title_AnswersWithTotalAndLikelyRange(string query, string expected) => Assert.Equal(expected, Plain(Narrate(query).Title));

    [Fact]
    public void Title_English_IsSpokenWhereItIsAskedFor()
    {
        MapSample.Speak("en-GB");
        Assert.Equal("Thefts, Haute-Garonne: 25,200 events expected in 2021, between 23,700 and 26,700 (80%)", Narrate("").Title);
    }

    [Fact]
    public void Origin_LongAgo_SaysHowLong()
    {
        Assert.Equal("Les données s’arrêtent en décembre 2020, il y a 5 ans et 10 mois.", Plain(Narrate("").Origin));
        Assert.True(Narrate("").IsOld);
    }

    [Fact]
    public void Origin_OfLate_IsOnlyNamed()
    {
        var narration = ForecastSample.Narration(ForecastSample.Screen() with { Today = new DateOnly(2021, 2, 10) });
        Assert.Equal("Dernières données : en décembre 2020.", Plain(narration.Origin));
        Assert.False(narration.IsOld);
    }

    [Fact]
    public void Comparison_WithTheYearBefore_TakesTheSameMonths()
        => Assert.Equal("+9,8 % par rapport aux mêmes périodes de l’année précédente (22 960).", Plain(Narrate("").Comparison!));

    [Fact]
    public void Comparison_OfTwoYears_TakesTheTwoBefore()
        => Assert.Equal("+6,9 % par rapport aux mêmes périodes 2 ans plus tôt (47 160).", Plain(Narrate("?horizon=24").Comparison!));

    [Fact]
    public void Chances_AreNeverCertain()
    {
        Assert.Equal("97 %", Plain(Narrate("").ChanceAboveBefore!));
        Assert.Equal("moins de 1 %", Plain(Narrate("?niveau=40000").ChanceAboveLevel!));
        Assert.Equal("plus de 99 %", Plain(Narrate("?niveau=0").ChanceAboveLevel!));
        Assert.Null(Narrate("?niveau=beaucoup").ChanceAboveLevel);
    }

    [Theory]
    [InlineData(Predictability.TooFewEvents, "Trop peu de faits")]
    [InlineData(Predictability.NoGain, "n’a pas fait mieux que l’an passé reconduit")]
    [InlineData(Predictability.Untested, "trop courte pour éprouver")]
    public void Warning_OfAForecastNotToPlanOn_SaysWhyAndWhereToLook(Predictability predictability, string reason)
    {
        var screen = ForecastSample.Screen(result: ForecastSample.Result with { Predictability = predictability });
        var narration = ForecastSample.Narration(screen);
        Assert.Contains(reason, Plain(narration.Warning!), StringComparison.Ordinal);
        Assert.Equal(("R76", "Occitanie"), narration.Parent);
        Assert.Equal(predictability != Predictability.Untested, screen.IsDimmed);
    }

    [Theory]
    [InlineData(ForecastRefusal.Empty)]
    [InlineData(ForecastRefusal.TooShort)]
    [InlineData(ForecastRefusal.NotFinite)]
    [InlineData(ForecastRefusal.NotACount)]
    [InlineData(ForecastRefusal.TooManyGaps)]
    [InlineData(ForecastRefusal.TooLong)]
    public void Refusal_InBothLanguages_HasAReason(ForecastRefusal refusal)
    {
        foreach (var culture in new[] { "fr-FR", "en-GB" })
        {
            MapSample.Speak(culture);
            var narration = ForecastSample.Narration(ForecastSample.Screen(result: new ForecastResult { Id = "x", Refusal = refusal }));
            Assert.False(ForecastSample.Texts["Refusal." + refusal].ResourceNotFound);
            Assert.Equal(ForecastSample.Texts["Refusal." + refusal].Value, narration.Warning);
            Assert.Contains(culture == "fr-FR" ? "pas de prévision" : "no forecast", narration.Title, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Title_LessThanOneEventAPeriod_ClaimsNoTotal()
    {
        var rare = ForecastSample.Result with
        {
            Predictability = Predictability.TooFewEvents,
            Steps = [.. ForecastSample.Result.Steps.Select(s => s with { Mean = 0, Low80 = 0, High80 = 1, Low95 = 0, High95 = 1, TotalDeviation = 1 })],
        };
        var narration = ForecastSample.Narration(ForecastSample.Screen("?niveau=1", rare));
        Assert.Equal("Vols, Haute-Garonne : moins d’un fait attendu par période en 2021", Plain(narration.Title));
        Assert.Null(narration.ChanceAboveLevel);
    }

    [Fact]
    public void Rate_IsNotSummed()
    {
        var narration = ForecastSample.Narration(ForecastSample.RateScreen("?horizon=2"));
        Assert.Equal("Taux de chômage, Gironde : 7,4 % au T1 2026, de 6,8 % à 8,0 % (80 %)", Plain(narration.Title));
        Assert.Null(narration.Comparison);
        Assert.Null(narration.ChanceAboveLevel);
    }

    [Fact]
    public void Difference_OfARate_IsInPoints()
    {
        Assert.Equal("−0,6 pt", Plain(new ForecastFigures(ForecastSample.Texts, ForecastSample.Unemployment).Difference(7.4, 8)));
        Assert.Equal("+5,0 %", Plain(new ForecastFigures(ForecastSample.Texts, ForecastSample.Thefts).Difference(2100, 2000)));
        Assert.Equal("–", new ForecastFigures(ForecastSample.Texts, ForecastSample.Thefts).Difference(2100, 0));
    }

    [Fact]
    public void Parent_OfEachLevel_IsTheNextWiderOneThatIsForecast()
    {
        Assert.Equal("R76", TerritoryNames.Parent("31", ["FR", "R76", "31"]));
        Assert.Equal("FR", TerritoryNames.Parent("R76", ["FR", "R76"]));
        Assert.Equal("FR-METRO", TerritoryNames.Parent("31", ["FR-METRO", "31"]));
        Assert.Null(TerritoryNames.Parent("FR", ["FR", "FR-METRO"]));
        Assert.Null(TerritoryNames.Parent("District 1", ["FR", "District 1"]));
    }

    [Fact]
    public void Backtest_InWords_SaysErrorGainAndCoverage()
    {
        var screen = ForecastSample.Screen();
        var words = new BacktestWords(ForecastSample.Texts, screen, new ForecastFigures(ForecastSample.Texts, ForecastSample.Thefts));
        Assert.Equal(
            "De 1 à 12 mois, la prévision se trompe en moyenne de 6,4 % (150 par période). C’est 25 % de mieux que l’an passé reconduit. Les bandes à 80 % et 95 % ont contenu 79 % et 95 % des valeurs.",
            Plain(words.Sentence));
    }

    [Fact]
    public void Interventions_AreSaidWithTheirEffect()
        => Assert.Equal("avril 2020 : atypique, −62,0 % par rapport à l’attendu", Plain(Narrate("").Say(ForecastSample.Result.Interventions[1])));

    [Fact]
    public void Options_OfTerritories_StandByLevelWithTheirHeadings()
    {
        var options = TerritoryNames.Options(ForecastSample.Texts, ["01", "R76", "31", "FR", "zone A"]);
        Assert.Equal(["FR", "R76", "01", "31", "zone A"], options.Select(o => o.Key));
        Assert.Equal(["Pays", "Régions", "Départements", "Départements", "Autres territoires"], options.Select(o => o.Group!));
        Assert.Equal("31 · Haute-Garonne", options[3].Label);
    }

    [Fact]
    public void Periods_OfEachGrain_AreNamed()
        => Assert.All(Enum.GetValues<PeriodGrain>().Where(g => g != PeriodGrain.None), g => Assert.False(ForecastSample.Texts[$"Periods.{g.Code()}"].ResourceNotFound));

    private static ForecastNarration Narrate(string query) => ForecastSample.Narration(ForecastSample.Screen(query));
}
