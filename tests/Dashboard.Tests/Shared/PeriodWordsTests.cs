using Octoplus.Core.Reference;
using Octoplus.Dashboard.Shared.Text;
using Octoplus.Dashboard.Tests.Pages.Map;

namespace Octoplus.Dashboard.Tests.Shared;

public sealed class PeriodWordsTests
{
    [Theory]
    [InlineData("fr-FR", PeriodGrain.Month, 202103, "mars 2021")]
    [InlineData("fr-FR", PeriodGrain.Quarter, 20211, "T1 2021")]
    [InlineData("fr-FR", PeriodGrain.Week, 20210104, "semaine du 4 janvier 2021")]
    [InlineData("fr-FR", PeriodGrain.Week, 20210301, "semaine du 1er mars 2021")]
    [InlineData("fr-FR", PeriodGrain.Year, 2021, "2021")]
    [InlineData("en-GB", PeriodGrain.Month, 202103, "March 2021")]
    [InlineData("en-GB", PeriodGrain.Quarter, 20211, "Q1 2021")]
    [InlineData("en-GB", PeriodGrain.Week, 20210104, "week of 4 January 2021")]
    public void Label_OfEachGrain_IsInTheLanguageOfTheReader(string culture, PeriodGrain grain, int key, string expected)
    {
        MapSample.Speak(culture);
        Assert.Equal(expected, PeriodWords.Label(grain, key));
    }

    [Theory]
    [InlineData("fr-FR", PeriodGrain.Month, 202101, 202112, "en 2021")]
    [InlineData("fr-FR", PeriodGrain.Month, 202101, 202106, "de janvier à juin 2021")]
    [InlineData("fr-FR", PeriodGrain.Month, 202104, 202203, "d’avril 2021 à mars 2022")]
    [InlineData("fr-FR", PeriodGrain.Month, 202103, 202103, "en mars 2021")]
    [InlineData("fr-FR", PeriodGrain.Quarter, 20211, 20214, "en 2021")]
    [InlineData("fr-FR", PeriodGrain.Quarter, 20213, 20222, "du T3 2021 au T2 2022")]
    [InlineData("fr-FR", PeriodGrain.Quarter, 20213, 20213, "au T3 2021")]
    [InlineData("fr-FR", PeriodGrain.Week, 20210104, 20210322, "du 4 janvier au 28 mars 2021")]
    [InlineData("fr-FR", PeriodGrain.Week, 20210104, 20210104, "la semaine du 4 janvier 2021")]
    [InlineData("fr-FR", PeriodGrain.Year, 2021, 2022, "de 2021 à 2022")]
    [InlineData("en-GB", PeriodGrain.Month, 202103, 202202, "from March 2021 to February 2022")]
    [InlineData("en-GB", PeriodGrain.Month, 202101, 202112, "in 2021")]
    public void In_AStretch_ReadsWithinASentence(string culture, PeriodGrain grain, int first, int last, string expected)
    {
        MapSample.Speak(culture);
        Assert.Equal(expected, PeriodWords.In(grain, first, last));
    }

    [Fact]
    public void Label_KeyOfAnotherGrain_IsShownAsItIs()
    {
        MapSample.Speak("fr-FR");
        Assert.Equal("202013", PeriodWords.Label(PeriodGrain.Month, 202013));
    }
}
