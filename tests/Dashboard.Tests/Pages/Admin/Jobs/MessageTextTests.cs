using Microsoft.Extensions.DependencyInjection;
using Octoplus.Core.Reference;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Shared.Text;
using Octoplus.Dashboard.Tests.Pages.Map;

namespace Octoplus.Dashboard.Tests.Pages.Admin.Jobs;

public sealed class MessageTextTests
{
    [Theory]
    [InlineData("source.retry", "source.retry 2")] // kept by a version whose text had one place
    [InlineData("no.such-code", "no.such-code 2")]
    public void Of_WhatItsTextDoesNotFit_IsCodeAndArguments(string code, string expected)
    {
        using var services = new ServiceCollection().AddLogging().AddOctoplusLocalization().AddSingleton<MessageText>().BuildServiceProvider();
        Assert.Equal(expected, services.GetRequiredService<MessageText>().Of(new Message(code, [2L])));
    }

    [Theory]
    [InlineData("fr-FR", 0, "0 paire proposée, comme auparavant.")]
    [InlineData("fr-FR", 1, "1 paire proposée, comme auparavant.")]
    [InlineData("fr-FR", 2, "2 paires proposées, comme auparavant.")]
    [InlineData("en-GB", 0, "0 pairs proposed, as before.")]
    [InlineData("en-GB", 1, "1 pair proposed, as before.")]
    public void Of_WithANumber_TakesTheWordOfTheNumber(string culture, int count, string expected)
        => Assert.Equal(expected, Text(culture, Message.Of("match.same", count)));

    [Theory]
    [InlineData("fr-FR", "Le jeu « État 4001 par département et mois » s’arrête à décembre 2020 ; la période suivante était attendue au plus tard le 01/04/2021.")]
    [InlineData("en-GB", "The dataset “État 4001 by département and month” ends with December 2020; the next period was due by 01/04/2021.")]
    public void Of_WithADatasetAndDays_SaysThemInWords(string culture, string expected)
        => Assert.Equal(expected, Text(culture, Message.Of("quality.stale", "etat4001-mensuel", "2020-12", "2021-04-01")));

    [Fact]
    public void Of_WhatIsNoMonth_IsSaidAsItIs()
        => Assert.Contains("s’arrête à 2023 ;", Text("fr-FR", Message.Of("quality.stale", "population", "2023", "2026-01-01")), StringComparison.Ordinal);

    [Fact]
    public void Of_AWeek_IsSaidByItsFirstDay()
        => Assert.Contains("s’arrête à 01/06/2026 ;", Text("fr-FR", Message.Of("quality.stale", "hebdomadaire", "2026-06-01", "2026-07-06")), StringComparison.Ordinal);

    [Fact]
    public void Of_AJob_IsSaidByItsName()
        => Assert.Equal("La tâche « Actualiser les sources » fonctionne de nouveau.", Text("fr-FR", Message.Of("job.recovered", "refresh-sources")));

    [Theory]
    [InlineData("refresh-sources", "Actualiser les sources")]
    [InlineData("of-a-later-version", "of-a-later-version")]
    public void JobName_OfAKey_IsTheNameInTheReadersLanguage(string key, string expected)
    {
        MapSample.Speak("fr-FR");
        using var services = new ServiceCollection().AddLogging().AddOctoplusLocalization().AddSingleton<MessageText>().BuildServiceProvider();
        Assert.Equal(expected, services.GetRequiredService<MessageText>().JobName(key));
    }

    private static string Text(string culture, Message message)
    {
        MapSample.Speak(culture);
        using var services = new ServiceCollection().AddLogging().AddOctoplusLocalization().AddSingleton<MessageText>().BuildServiceProvider();
        return MapNarrationTests.Plain(services.GetRequiredService<MessageText>().Of(message));
    }
}
