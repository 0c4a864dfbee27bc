using Octoplus.Core.Jobs;
using Octoplus.Core.Storage;
using Octoplus.Dashboard.Pages.Admin.Jobs;
using Octoplus.Dashboard.Tests.Pages.Map;

namespace Octoplus.Dashboard.Tests.Pages.Admin.Jobs;

public sealed class JobsPageTests : JobPagesContext
{
    [Fact]
    public async Task Page_WithoutJobs_SaysSo()
    {
        await ServeAsync(isStarted: true);
        Assert.NotNull(Loaded(Render<JobsPage>()).Find("[data-testid=empty]"));
    }

    [Fact]
    public async Task Page_ScheduleNotStarted_SaysSoAndLetsOneRun()
    {
        await ServeAsync(isStarted: false, MadeJob.Quick("clean-up"));
        var page = Loaded(Render<JobsPage>());
        Assert.Contains("pas encore démarrée", page.Find("[data-testid=not-started]").TextContent, StringComparison.Ordinal);
        await page.Find("[data-act=run]").ClickAsync();
        page.WaitForAssertion(() => Assert.Equal("Réussie", page.Find("[data-testid=outcome]").TextContent), Limit);
        Assert.Empty(page.FindAll("[data-act=pause]"));
    }

    [Fact]
    public async Task Page_DatabaseGone_FailsWithAWayToTryAgain()
    {
        await ServeAsync(isStarted: true, MadeJob.Quick("clean-up"));
        await LoseRunsAsync();
        var page = Loaded(Render<JobsPage>());
        Assert.NotNull(page.Find("[data-testid=failed]"));
        await FindRunsAsync();
        await page.Find("[data-testid=failed] button").ClickAsync();
        page.WaitForAssertion(() => Assert.NotNull(page.Find("tr[data-job=clean-up]")), Limit);
    }

    [Fact]
    public async Task Page_AllWell_SaysSoWithWhatComesNext()
    {
        await ServeAsync(isStarted: true, MadeJob.Quick("refresh-sources"), MadeJob.Quick("check-data", "refresh-sources"), MadeJob.Quick("back-up"));
        var page = Loaded(Render<JobsPage>());
        Assert.Equal("Tout va bien", page.Find("#health-title").TextContent);
        Assert.Contains("Prochaine échéance", page.Find("[data-testid=health]").TextContent, StringComparison.Ordinal);
        Assert.Equal(["refresh-sources", "check-data", "back-up"], page.FindAll("tr[data-job]").Select(r => r.GetAttribute("data-job")));
        Assert.Equal(["refresh-sources", "check-data"], page.FindAll("[data-testid=graph] .step").Select(r => r.GetAttribute("data-job")));
        Assert.Contains("suit : Actualiser les sources", MapNarrationTests.Plain(page.Find(".step[data-job=check-data]").TextContent), StringComparison.Ordinal);
        Assert.Equal("chaque jour à 03:00", page.Find("tr[data-job=back-up] [data-testid=words]").TextContent);
        Assert.Contains("Jamais exécutée", page.Find("tr[data-job=back-up]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ThatFails_IsToldInWords()
    {
        await ServeAsync(isStarted: true, new MadeJob("back-up", (_, _) => throw new IOException("le disque est plein")));
        var page = Loaded(Render<JobsPage>());
        await page.Find("[data-act=run]").ClickAsync();
        page.WaitForAssertion(() => Assert.Equal("1 tâche a échoué", page.Find("#health-title").TextContent), Limit);
        Assert.Contains("le disque est plein", page.Find("[data-testid=health] li").TextContent, StringComparison.Ordinal);
        Assert.Equal("Échouée", page.Find("[data-testid=outcome]").TextContent);
    }

    [Fact]
    public async Task Run_UnderWay_ShowsProgressAndCanBeStopped()
    {
        await ServeAsync(isStarted: true, new MadeJob("rebuild-views", async (context, token) =>
        {
            context.Report("views", 3, 12);
            await Task.Delay(Timeout.Infinite, token);
            return MadeJob.Changed;
        }));
        var page = Loaded(Render<JobsPage>());
        await page.Find("[data-act=run]").ClickAsync();
        page.WaitForAssertion(() => Assert.Contains("recalcul des vues : 3 sur 12", MapNarrationTests.Plain(page.Find("[data-testid=running]").TextContent), StringComparison.Ordinal), Limit);
        Assert.Equal("12", page.Find("progress").GetAttribute("max"));
        await page.Find("[data-act=stop]").ClickAsync();
        page.WaitForAssertion(() => Assert.Equal("Arrêtée", page.Find("[data-testid=outcome]").TextContent), Limit);
        Assert.Contains("Arrêtée par chef", page.Find("tr[data-job=rebuild-views]").TextContent, StringComparison.Ordinal);
        Assert.Equal(["job.run", "job.stopped"], await AuditedAsync());
    }

    [Fact]
    public async Task Run_WhileItRunsElsewhere_IsRefused()
    {
        await ServeAsync(isStarted: true, MadeJob.Quick("clean-up"));
        var page = Loaded(Render<JobsPage>());
        await new JobRunStore(Database, new LeaseStore(Database)).BeginAsync(new NewRun("clean-up", JobCause.Command, null, "ada", "there:1"), TimeSpan.FromMinutes(1), CancellationToken.None);
        await page.Find("[data-act=run]").ClickAsync();
        page.WaitForAssertion(() => Assert.Contains("déjà en cours", page.Find("[data-testid=message]").TextContent, StringComparison.Ordinal), Limit);
        Assert.NotNull(page.Find("[data-act=stop]"));
        Assert.Empty(await AuditedAsync());
    }

    [Fact]
    public async Task Pause_AndResume_AreShownAndWrittenDown()
    {
        await ServeAsync(isStarted: true, MadeJob.Quick("clean-up"));
        var page = Loaded(Render<JobsPage>());
        await page.Find("[data-act=pause]").ClickAsync();
        page.WaitForAssertion(() => Assert.Equal("Suspendue", page.Find("[data-testid=paused]").TextContent), Limit);
        Assert.Contains("1 tâche est suspendue", page.Find("[data-testid=health]").TextContent, StringComparison.Ordinal);
        await page.Find("[data-act=resume]").ClickAsync();
        page.WaitForAssertion(() => Assert.NotNull(page.Find("[data-testid=next]")), Limit);
        Assert.Equal(["job.paused", "job.resumed"], await AuditedAsync());
    }
}
