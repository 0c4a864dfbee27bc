using Octoplus.Dashboard.Pages.Map;
using Octoplus.Dashboard.Shared.Text;

namespace Octoplus.Dashboard.Tests.Pages.Map;

public sealed class MapNarrationTests
{
    public MapNarrationTests() => MapSample.Speak("fr-FR");

    [Theory]
    [InlineData("", "Cambriolages de logement pour 1 000 habitants, 2019")]
    [InlineData("?mesure=nombre&annee=2018", "Cambriolages de logement, nombre de faits, 2018")]
    [InlineData("?mesure=evolution", "Cambriolages de logement, évolution du taux de 2018 à 2019")]
    [InlineData("?force=police", "Cambriolages de logement pour 1 000 habitants, 2019 (police seule)")]
    public void Title_SaysWhatIsShown(string query, string expected) => Assert.Equal(expected, Plain(Narration(query).Title));

    [Fact]
    public void Answer_OfRate_LeavesOutWhatHasNoPopulationAndSaysSo()
    {
        var (value, context) = Narration("").Answer;
        Assert.Equal("51,0 ‰", Plain(value));
        Assert.Equal(", 525 400 faits, dont 10 300 sans population connue, hors taux · la moitié des départements sous 51,0 ‰", Plain(context));
    }

    [Fact]
    public void Marks_TellNameValueAndRank()
    {
        var marks = Narration("").Marks;
        Assert.Equal("Mayotte (976) : 101,0 pour 1 000 habitants, 1er sur 101", Plain(marks["976"].Label));
        Assert.Equal("c6", marks["976"].CssClass);
        Assert.Equal("Ain (01) : 1,0 pour 1 000 habitants, 101e sur 101", Plain(marks["01"].Label));
        Assert.Equal("c0", marks["01"].CssClass);
    }

    [Fact]
    public void Marks_WithoutARate_SayWhy()
    {
        var marks = Narration("").Marks;
        Assert.Equal("Nouvelle-Calédonie (988) : pas de taux, population inconnue", Plain(marks["988"].Label));
        Assert.Equal("none", marks["988"].CssClass);
        Assert.Equal("Wallis-et-Futuna (986) : aucun service de cette force", Plain(marks["986"].Label));
    }

    [Fact]
    public void Marks_OfChangesThatMayBeChance_AreMuted()
    {
        var marks = Narration("?mesure=evolution").Marks;
        Assert.Equal("d3 muted", marks["01"].CssClass);
        Assert.Equal("Ain (01) : 0,0 % · non distinguable", Plain(marks["01"].Label));
        Assert.Equal("d6", marks["976"].CssClass is "d3 muted" ? marks["974"].CssClass : marks["976"].CssClass);
    }

    [Fact]
    public void English_IsSpokenWhereItIsAskedFor()
    {
        MapSample.Speak("en-GB");
        Assert.Equal("Burglary of dwellings per 1,000 inhabitants, 2019", Narration("").Title);
        Assert.Equal("Mayotte (976) : 101.0 per 1,000 inhabitants, 1st of 101", Plain(Narration("").Marks["976"].Label));
    }

    [Theory]
    [InlineData(3.5, 1)]
    [InlineData(0.35, 2)]
    [InlineData(0.014, 3)]
    [InlineData(0.0004, 4)]
    [InlineData(0, 1)]
    public void DecimalsFor_SmallRates_ShowTwoDigits(double rate, int decimals) => Assert.Equal(decimals, FigureText.DecimalsFor(rate));

    [Theory]
    [InlineData("27", "index-27")]
    [InlineData("cambriolages logement", "cambriolages-de-logement")]
    [InlineData("vehicules transport", "index-34")]
    public void Find_ByNumberOrWords_FirstIsTheOneMeant(string typed, string slug) => Assert.Equal(slug, Find(typed)[0].Key);

    [Fact]
    public void Find_Nonsense_IsEmpty() => Assert.Empty(Find("zzz"));

    private static IReadOnlyList<ComboOption> Find(string typed) => ComboOption.Find(MeasureCombo.Options(kind => kind), typed);

    private static MapNarration Narration(string query) => MapSample.Narration(MapSample.Screen(query));

    /// <summary>Ordinary spaces, for reading.</summary>
    internal static string Plain(string text) => text.Replace('\u202f', ' ').Replace('\u00a0', ' ');
}
