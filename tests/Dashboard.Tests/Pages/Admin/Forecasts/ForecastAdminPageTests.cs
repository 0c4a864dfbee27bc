using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using Octoplus.Core.Accounts;
using Octoplus.Core.Forecasts;
using Octoplus.Core.Jobs;
using Octoplus.Dashboard.Pages.Admin.Forecasts;
using Octoplus.Dashboard.Tests.Pages.Admin.Jobs;

namespace Octoplus.Dashboard.Tests.Pages.Admin.Forecasts;

/// <summary>The page of administrators for forecasts, over a job that a test writes.</summary>
public sealed partial class ForecastAdminPageTests : JobPagesContext
{
    private readonly List<string?> _asked = [];

    [Fact]
    public async Task Page_BeforeTheFirstTraining_SaysSoAndShowsTheRulesAsShipped()
    {
        var page = await OpenAsync();

        Assert.NotNull(page.Find("[data-testid=empty]"));
        Assert.Equal("Règles d’origine.", page.Find("[data-testid=changed]").TextContent);
        Assert.Equal(["1", "", "4", "12"], page.FindAll("[data-testid=policy-form] input").Select(i => i.GetAttribute("value")));
    }

    [Fact]
    public async Task Page_DatabaseGone_FailsAndTriesAgain()
    {
        await ServeAsync();
        await LoseRunsAsync();
        var page = Loaded(Render<ForecastAdminPage>());
        var button = page.Find("[data-testid=failed] button");
        await FindRunsAsync();
        await button.ClickAsync();

        page.WaitForAssertion(() => Assert.NotNull(page.Find("[data-testid=policy-form]")), Limit);
    }

    [Fact]
    public async Task Train_AllAndWhatIsDue_AsksTheJobAndWritesItDown()
    {
        var page = await OpenAsync();
        await page.Find("[data-testid=train]").ClickAsync();
        page.WaitForAssertion(() => Assert.Contains("réussie", page.Find("[data-testid=run]").TextContent, StringComparison.OrdinalIgnoreCase), Limit);
        await page.Find("[data-testid=update]").ClickAsync();
        page.WaitForAssertion(() => Assert.Equal([TrainForecastsJob.All, null], _asked), Limit);

        Assert.Equal(["job.run", "job.run"], await AuditedAsync());
    }

    [Fact]
    public async Task Train_WhileItRuns_ShowsHowFarItIsAndAsksNoSecondTime()
    {
        var release = new TaskCompletionSource();
        var page = await OpenAsync(async context =>
        {
            context.Report("forecasts", 3, 10);
            await release.Task;
        });
        await page.Find("[data-testid=train]").ClickAsync();
        page.WaitForAssertion(() => Assert.Equal("3", page.Find("progress").GetAttribute("value")), Limit);
        Assert.Contains("entraînement des prévisions", page.Find("[data-testid=run]").TextContent, StringComparison.Ordinal);
        Assert.Equal("true", page.Find("[data-testid=train]").GetAttribute("aria-disabled"));
        await page.Find("[data-testid=train]").ClickAsync();
        release.SetResult();

        page.WaitForAssertion(() => Assert.Empty(page.FindAll("progress")), Limit);
        Assert.Single(_asked);
    }

    [Fact]
    public async Task Policy_Saved_HoldsWithWhoSetItAndItsEntry()
    {
        var page = await OpenAsync();
        await page.Find("[data-testid=MaxMase]").InputAsync("1,25");
        await page.Find("[data-testid=MinR2]").InputAsync("−0,5");
        await page.Find("[data-testid=policy-form]").SubmitAsync();

        page.WaitForAssertion(() => Assert.StartsWith("Changées par chef le ", page.Find("[data-testid=changed]").TextContent, StringComparison.Ordinal), Limit);
        var policy = await new ForecastQueries(Database).PolicyAsync(CancellationToken.None);
        Assert.Equal((1.25, -0.5, 4.0, 12, "chef"), (policy.MaxMase, policy.MinR2, policy.MaxTrackingSignal, policy.RecentPeriods, policy.ChangedBy));
        var entry = Assert.Single((await new AuditQueries(Database).PageAsync(new AuditFilter(Action: ForecastAdminPage.PolicyChanged), 1, 10, CancellationToken.None)).Rows);
        Assert.Equal("MASE 1, R² –, 4, 12 → MASE 1.25, R² -0.5, 4, 12", entry.Detail);
    }

    [Theory]
    [InlineData("MaxMase", "0", "Erreur maximale")]
    [InlineData("MinR2", "beaucoup", "R² minimal")]
    [InlineData("MinR2", "2", "R² minimal")]
    [InlineData("MaxTrackingSignal", "", "Signal de suivi maximal")]
    [InlineData("RecentPeriods", "12,5", "Fenêtre")]
    [InlineData("RecentPeriods", "1e300", "Fenêtre")]
    public async Task Policy_OutOfBounds_SaysWhatAndKeepsTheFormer(string field, string typed, string problem)
    {
        var page = await OpenAsync();
        await page.Find($"[data-testid={field}]").InputAsync(typed);
        await page.Find("[data-testid=policy-form]").SubmitAsync();

        Assert.Contains(problem, page.Find("[data-testid=problem]").TextContent, StringComparison.Ordinal);
        Assert.Equal("true", page.Find($"[data-testid={field}]").GetAttribute("aria-invalid"));
        Assert.Equal(ForecastPolicy.Shipped, await new ForecastQueries(Database).PolicyAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Runs_Kept_AreListedWithTheirMeasures()
    {
        await ServeAsync();
        await new ForecastRunStore(Database).AddAsync(
            [Row("", 0.8, null), Row("vols", 0.8, 0.62)], CancellationToken.None);
        var page = Loaded(Render<ForecastAdminPage>());

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("[data-testid=run-7] tbody tr").Count), Limit);
        Assert.Equal(
            ["vols", "119", "100", "19", "1", "24", "0,80", "12,5 %", "0,62", "79,0 %", "–"],
            page.Find("[data-measure=vols]").Children.Select(c => c.TextContent.Replace('\u00a0', ' ').Replace('\u202f', ' ')));
    }

    [Fact]
    public void Texts_OfThePage_ExistInBothLanguages()
    {
        var french = Keys("ForecastAdminTexts.resx");
        Assert.Equal(french, Keys("ForecastAdminTexts.en.resx"));
        var asked = Directory.GetFiles(Path.Combine(Repository.Root, "Dashboard", "Pages", "Admin", "Forecasts"))
            .SelectMany(f => Asked().Matches(File.ReadAllText(f)).Select(m => m.Groups["key"].Value)).Distinct(StringComparer.Ordinal).ToList();
        Assert.Contains("Policy.Title", asked);
        Assert.DoesNotContain(asked, key => !french.Exists(k => k == key || (key.EndsWith('.') && k.StartsWith(key, StringComparison.Ordinal))));
    }

    private static ForecastRun Row(string measure, double mase, double? r2)
        => new()
        {
            RunId = 7, Dataset = measure.Length > 0 ? "etat4001-mensuel" : "", Measure = measure, MadeAt = new DateTimeOffset(2026, 1, 2, 3, 0, 0, TimeSpan.Zero),
            Series = 119, Trained = 100, Updated = 19, Refused = 1, Scored = 24, Mase = mase, Smape = 12.5, R2 = r2, Coverage80 = 0.79,
        };

    private static List<string> Keys(string file)
        => [.. XDocument.Load(Path.Combine(Repository.Root, "Dashboard", "Resources", file)).Root!.Elements("data").Select(d => d.Attribute("name")!.Value).Order(StringComparer.Ordinal)];

    private async Task ServeAsync(Func<JobContext, Task>? work = null)
    {
        await ServeAsync(isStarted: true, new MadeJob(TrainForecastsJob.Key, async (context, _) =>
        {
            _asked.Add(context.Parameter);
            await (work?.Invoke(context) ?? Task.CompletedTask);
            return MadeJob.Changed;
        }));
        Services.AddSingleton(new ForecastQueries(Database)).AddSingleton(new ForecastPolicyStore(Database, new AuditLog(Database, TimeProvider.System)));
    }

    private async Task<IRenderedComponent<ForecastAdminPage>> OpenAsync(Func<JobContext, Task>? work = null)
    {
        await ServeAsync(work);
        var page = Loaded(Render<ForecastAdminPage>());
        page.WaitForAssertion(() => Assert.NotNull(page.Find("[data-testid=policy-form]")), Limit);
        return page;
    }

    [GeneratedRegex(@"\bF\[""(?<key>[A-Z][A-Za-z0-9.]*)""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Asked();
}
