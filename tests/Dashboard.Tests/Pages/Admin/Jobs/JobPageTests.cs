using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Upkeep;
using Octoplus.Dashboard.Pages.Admin.Jobs;

namespace Octoplus.Dashboard.Tests.Pages.Admin.Jobs;

public sealed class JobPageTests : JobPagesContext
{
    [Fact]
    public async Task Page_OfNoJob_SaysSo()
    {
        await ServeAsync(isStarted: true, MadeJob.Quick("clean-up"));
        Assert.NotNull(Open("rien").Find("[data-testid=unknown]"));
    }

    [Fact]
    public async Task Page_NeverRun_SaysSo()
    {
        await ServeAsync(isStarted: true, MadeJob.Quick("clean-up"));
        var page = Open("clean-up");
        Assert.Equal("Faire le ménage", page.Find("h1").TextContent);
        Assert.NotNull(page.Find("[data-testid=runs-empty]"));
        Assert.Empty(page.FindAll("[data-testid=log]"));
    }

    [Fact]
    public async Task Page_OfQueryTimes_ShowsTheLastMeasurementSlowestFirst()
    {
        await ServeAsync(isStarted: true, MadeJob.Quick("measure-queries"));
        Assert.Contains("Aucune mesure", Open("measure-queries").Find("[data-testid=times-empty]").TextContent, StringComparison.Ordinal);

        QueryTime Time(string name, double median, double p95) => new() { Name = name, Runs = 15, RowCount = 1234, MedianMs = median, P95Ms = p95 };
        await new QueryTimes(Database).AddAsync([Time("audit", 0.52, 1.27), Time("map/tous/department/2020", 2, 12.34)], CancellationToken.None);
        var rows = Open("measure-queries").FindAll("[data-testid=times] tbody tr").Select(r => string.Join('|', r.Children.Select(c => c.TextContent)).Replace('\u202f', ' ').Replace('\u00a0', ' '));
        Assert.Equal(["map/tous/department/2020|2,0 ms|12,3 ms|1 234", "audit|0,5 ms|1,3 ms|1 234"], rows);
    }

    [Fact]
    public async Task Page_OfAnotherJob_ShowsNoQueryTimes()
    {
        await ServeAsync(isStarted: true, MadeJob.Quick("clean-up"));
        Assert.Empty(Open("clean-up").FindAll("[data-testid=times]"));
    }

    [Fact]
    public async Task Page_DatabaseGone_Fails()
    {
        await ServeAsync(isStarted: true, MadeJob.Quick("clean-up"));
        await LoseRunsAsync();
        Assert.NotNull(Open("clean-up").Find("[data-testid=failed] button"));
    }

    [Fact]
    public async Task Log_OfARun_ComesByPagesWithLevelAndSubject()
    {
        await ServeAsync(isStarted: true, new MadeJob("clean-up", (context, _) =>
        {
            for (var i = 0; i < 205; i++)
            {
                context.Log(i == 1 ? JobLogLevel.Error : JobLogLevel.Info, Message.Of("views.rebuilt"), "source:3");
            }

            return Task.FromResult(MadeJob.Changed);
        }));
        var run = await Engine.RunAsync("clean-up", JobCause.Command, null, "ada", CancellationToken.None);
        var page = Open("clean-up", run!.Id);
        page.WaitForAssertion(() => Assert.Equal(200, page.FindAll("[data-testid=log] tbody tr").Count), Limit);
        Assert.Contains("Erreur", page.Find("tr[data-level=Error]").TextContent, StringComparison.Ordinal);
        Assert.Equal("/admin/sources/3", page.Find("tr[data-level=Error] a").GetAttribute("href"));
        Assert.Contains("la ligne de commande", page.Find("[data-testid=runs]").TextContent, StringComparison.Ordinal);
        await page.Find("[data-testid=more-lines]").ClickAsync();
        page.WaitForAssertion(() => Assert.Equal(205, page.FindAll("[data-testid=log] tbody tr").Count), Limit);
        Assert.Empty(page.FindAll("[data-testid=more-lines]"));
    }

    [Fact]
    public async Task Log_OfAnotherJobsRun_IsNotShown()
    {
        await ServeAsync(isStarted: true, MadeJob.Quick("clean-up"), MadeJob.Quick("back-up"));
        var run = await Engine.RunAsync("back-up", JobCause.Command, null, "ada", CancellationToken.None);
        Assert.NotNull(Open("clean-up", run!.Id).Find("[data-testid=log-unknown]"));
    }

    [Fact]
    public async Task Schedule_Chosen_IsToldInWordsSavedAndWrittenDown()
    {
        await ServeAsync(isStarted: true, MadeJob.Quick("clean-up"));
        var page = Open("clean-up");
        Assert.True(page.Find("[data-testid=save]").HasAttribute("disabled"));
        await page.Find("[data-testid=kind]").ChangeAsync("Monthly");
        await page.Find("[data-testid=day-of-month]").ChangeAsync("32");
        await page.Find("[data-testid=time]").ChangeAsync("06:30:00");
        Assert.Equal("le dernier jour de chaque mois à 06:30", page.Find("[data-testid=preview] [data-testid=words]").TextContent);
        Assert.Equal(5, page.FindAll("[data-testid=next-times] li").Count);
        await page.Find("[data-testid=schedule-form]").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("enregistré", page.Find("[data-testid=message]").TextContent, StringComparison.Ordinal), Limit);
        Assert.Equal("0 30 6 L * ?", (await Schedule.TimingsAsync(CancellationToken.None))["clean-up"].Cron);
        Assert.Equal(["job.scheduled"], await AuditedAsync());
    }

    [Theory]
    [InlineData("", "six champs")]
    [InlineData("0 0 3 * *", "six champs")]
    [InlineData("* * * * * ?", "une fois par minute")]
    [InlineData("0/30 * * * * ?", "une fois par minute")]
    [InlineData("0 0 25 * * ?", "ne peut pas être lue")]
    [InlineData("0 0 3 30 2 ?", "n’existe pas")]
    [InlineData("0 0 3 * * <script>", "ne peut pas être lue")]
    public async Task Schedule_ThatIsNone_IsRefusedWithTheReason(string expression, string reason)
    {
        await ServeAsync(isStarted: true, MadeJob.Quick("clean-up"));
        var page = Open("clean-up");
        await page.Find("[data-testid=kind]").ChangeAsync("Expression");
        await page.Find("[data-testid=expression]").InputAsync(expression);
        Assert.Contains(reason, page.Find("[data-testid=problem]").TextContent, StringComparison.Ordinal);
        Assert.True(page.Find("[data-testid=save]").HasAttribute("disabled"));
        await page.Find("[data-testid=schedule-form]").SubmitAsync();
        Assert.Equal("0 0 3 * * ?", (await Schedule.TimingsAsync(CancellationToken.None))["clean-up"].Cron);
    }

    private IRenderedComponent<JobPage> Open(string name, long? run = null) 
        => Loaded(Render<JobPage>(p => p.Add(x => x.Name, name).Add(x => x.RunId, run)));
}
