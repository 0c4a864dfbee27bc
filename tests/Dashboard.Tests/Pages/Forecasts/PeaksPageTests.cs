using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Octoplus.Core.Forecasts;
using Octoplus.Core.Statistics.Forecasting.Peaks;
using Octoplus.Core.Storage;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Pages.Forecasts;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Tests.Pages.Map;

namespace Octoplus.Dashboard.Tests.Pages.Forecasts;

public sealed partial class PeaksPageTests : BunitContext, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Database _database;

    public PeaksPageTests()
    {
        MapSample.Speak("fr-FR");
        _database = Database.Create(new DatabaseOptions(), _folder.Path);
        SchemaScripts.ApplyAsync(_database, CancellationToken.None).GetAwaiter().GetResult();
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddLogging().AddOptions<AccessOptions>();
        Services.AddPolicies().AddCascadingAuthenticationState();
        Services.AddSingleton<IAuthorizationService, DefaultAuthorizationService>().AddSingleton<IAuthorizationPolicyProvider, DefaultAuthorizationPolicyProvider>();
        Services.AddSingleton<AuthenticationStateProvider>(new Nobody());
        Services.AddOctoplusLocalization().AddSingleton(TimeProvider.System).AddSingleton(new PeakQueries(_database));
    }

    void IDisposable.Dispose()
    {
        base.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Page_NothingWorkedOut_SaysWhatToDo()
    {
        var empty = Render<PeaksPage>().Find("[data-testid=empty]");

        Assert.Contains("run-job forecast-peaks", empty.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("/admin/", empty.InnerHtml, StringComparison.Ordinal); // nobody is no administrator
    }

    [Fact]
    public async Task Page_DatabaseGone_FailsWithAWayToTryAgain()
    {
        Services.AddSingleton(new PeakQueries(Database.Create(new DatabaseOptions { ConnectionString = $"Data Source={_folder.File("missing/no.db")}" }, _folder.Path)));
        var page = Render<PeaksPage>();
        await page.Find("[data-testid=failed] button").ClickAsync();
        Assert.NotNull(page.Find("[data-testid=failed]"));
    }

    [Fact]
    public async Task Page_Peaks_ListsTheLikeliestFirstAndThoseWithoutLast()
    {
        await KeepAsync(Measure());

        var page = Render<PeaksPage>();

        Assert.Equal("Faits : un territoire exposé à une pointe la semaine du 1er juin 2026", Plain(page.Find("[data-testid=title]").TextContent));
        Assert.Contains("009, avec 32 % de risque de dépasser 240 faits", Plain(page.Find(".answer").TextContent), StringComparison.Ordinal);
        Assert.Equal(["009", "001", "020", "025"], page.FindAll("[data-territory]").Select(r => r.GetAttribute("data-territory")));
        Assert.Equal(["32 %", "moins de 1 %"], page.FindAll(".chance strong").Select(c => Plain(c.TextContent)).Where((_, i) => i != 1));
        Assert.Contains("Historique trop court", page.Find("[data-territory='025']").TextContent, StringComparison.Ordinal);
        Assert.Contains("au-dessus du seuil : 1 ; provisoires : 2", Plain(page.Find("[data-territory='009'] svg.peak-line").GetAttribute("aria-label")!), StringComparison.Ordinal);
        Assert.Single(page.FindAll("[data-territory='009'] circle.peak"));
        Assert.Contains("à 3 semaines de la dernière semaine définitive", Plain(page.Markup), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calibration_Tested_SaysTheAucInWordsAndDrawsTheBins()
    {
        await KeepAsync(Measure());

        var card = Render<PeaksPage>().Find("[data-testid=calibration]");

        Assert.Equal(
            "Une semaine de pointe avait reçu une probabilité plus haute qu’une semaine ordinaire 76 fois sur 100 (AUC 0,76 ; 0,5 serait le hasard) : une indication utile.",
            Plain(card.QuerySelector("[data-testid=auc]")!.TextContent));
        Assert.Equal(2, card.QuerySelectorAll("circle.bin").Length);
        Assert.Equal(2, card.QuerySelectorAll("tbody tr").Length);
        Assert.Contains("soit 11 % d’erreur en moins", Plain(card.TextContent), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_NothingLearnt_SaysThatItIsTheUsualShare()
    {
        await KeepAsync(Measure() with { IsLearnt = false, Backtest = null });

        var page = Render<PeaksPage>();

        Assert.Contains("n’aide pas à prévoir", page.Find(".answer").TextContent, StringComparison.Ordinal);
        Assert.Contains("pas assez de semaines", page.Find("[data-testid=calibration]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_TwoMeasures_ShowsTheOneOfTheAddress()
    {
        await KeepAsync(Measure());
        await KeepAsync(Measure() with { Measure = "vols", Label = "Vols et recels" });
        Services.GetRequiredService<NavigationManager>().NavigateTo("/previsions/pointes?mesure=hebdomadaire/vols");

        Assert.StartsWith("Vols et recels", Render<PeaksPage>().Find("[data-testid=title]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_InEnglish_SpeaksIt()
    {
        MapSample.Speak("en-GB");
        await KeepAsync(Measure());

        Assert.Equal("Faits: one territory exposed to a peak in the week of 1 June 2026", Plain(Render<PeaksPage>().Find("[data-testid=title]").TextContent));
    }

    [Fact]
    public void Texts_AskedForByThePage_ExistInBothLanguages()
    {
        var known = Keys("PeakTexts.resx");
        Assert.Equal(known, Keys("PeakTexts.en.resx"));
        var folder = Path.Combine(Repository.Root, "Dashboard", "Pages", "Forecasts");
        var asked = Directory.GetFiles(folder, "Peak*").Append(Path.Combine(folder, "CalibrationCard.razor"))
            .SelectMany(f => Asked().Matches(File.ReadAllText(f)).Select(m => m.Groups["key"].Value)).Distinct(StringComparer.Ordinal).ToList();
        Assert.Contains("Title.Many", asked);
        Assert.DoesNotContain(asked, key => !known.Contains(key) && !known.Any(k => key.EndsWith('.') && k.StartsWith(key, StringComparison.Ordinal)));
        Assert.All(Enum.GetNames<PeakRefusal>().Where(n => n != nameof(PeakRefusal.None)), n => Assert.Contains("Refusal." + n, known));
    }

    private static PeakMeasure Measure() => new(
        "hebdomadaire", "faits", "Faits", 20260601, 3, new DateTimeOffset(2026, 6, 2, 3, 45, 0, TimeSpan.Zero), "hebdomadaire-2026-1", IsDemonstration: false, IsLearnt: true,
        new ProbabilityScore(23_386, 0.113, 0.089, 0.1, 0.7555, 0.008, [new(11_693, 0.04, 0.05), new(11_693, 0.19, 0.18)]));

    private Task KeepAsync(PeakMeasure measure)
    {
        double?[] recent = [.. Enumerable.Range(0, 26).Select(i => i == 5 ? null : (double?)(200 + i))];
        recent[10] = 260;
        recent[25] = 300; // above, but provisional
        PeakSeries[] series =
        [
            new("001", PeakRefusal.None, 0.12, 329.4, 272, 1000, 0.82, recent, 2),
            new("009", PeakRefusal.None, 0.318, 240.5, 210.8, 1000, 0.7, recent, 2),
            new("020", PeakRefusal.None, 0.002, 111, 92, 1000, 0.7, recent, 2),
            new("025", PeakRefusal.TooShort, 0, 0, 0, 0, null, [], 0),
        ];
        return new PeakStore(_database).ReplaceAsync(measure, series, "hash", 1, CancellationToken.None);
    }

    private static string Plain(string text) => MapNarrationTests.Plain(text).Trim();

    private static List<string> Keys(string file)
        => [.. XDocument.Load(Path.Combine(Repository.Root, "Dashboard", "Resources", file)).Root!.Elements("data").Select(d => d.Attribute("name")!.Value)];

    [GeneratedRegex(@"(?:\bP|\bpeakTexts)\[(?:[a-z.A-Z >0]+\? )?""(?<key>[A-Z][A-Za-z0-9.-]*)""(?: : ""(?<key>[A-Z][A-Za-z0-9.-]*)"")?", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Asked();

    private sealed class Nobody : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(new()));
    }
}
