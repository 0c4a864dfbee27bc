using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Octoplus.Core.Sources;
using Octoplus.Dashboard.Pages.Admin.Sources;

namespace Octoplus.Dashboard.Tests.Pages.Admin.Sources;

public sealed class SourcePageTests : SourcesContext
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Page_OfANewSource_SaysWhereItStandsAndWhatItMayAccept()
    {
        var page = Page(await AddFolderAsync());
        Assert.Equal("Mensuels", page.Find("[data-testid=title]").TextContent);
        Assert.Contains("Accepte seule", page.Find("[data-testid=accepts]").TextContent, StringComparison.Ordinal);
        Assert.Equal("dans les cinq minutes", page.Find("[data-testid=next]").TextContent);
        Assert.Contains("Rien encore", page.Find("[data-testid=log-empty]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sync_OnItsPage_WritesItsLog()
    {
        var page = Page(await AddFolderAsync());
        await page.Find("[data-testid=sync]").ClickAsync();
        page.WaitForAssertion(() => Assert.NotNull(page.Find("[data-testid=run]")), _patience);
        Job.Go.SetResult();
        page.WaitForAssertion(() => Assert.Contains("<b>parti</b>.csv n’est plus dans le dossier", page.Find("[data-testid=log]").TextContent, StringComparison.Ordinal), _patience);
        Assert.Equal("à voir", page.Find("[data-testid=log] .chip").TextContent);
    }

    [Fact]
    public async Task Delete_Confirmed_ForgetsAndLeaves()
    {
        var id = await AddFolderAsync();
        var page = Page(id);
        await page.Find("[data-testid=delete]").ClickAsync();
        Assert.Contains("Les données qu’elle a apportées restent", page.Find("[data-testid=dialog]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-testid=dialog-comment]"));
        await page.Find("[data-testid=confirm]").ClickAsync();
        Assert.Null(await Queries.FindAsync(id, CancellationToken.None));
        Assert.EndsWith("/admin/sources", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        Assert.Equal(["chef Mensuels"], await AuditAsync(SourceStore.Deleted));
    }

    [Fact]
    public async Task Page_DatabaseGone_FailsWithAWayToTryAgain()
    {
        var id = await AddFolderAsync();
        LoseSources();
        Assert.NotNull(Page(id).Find("[data-testid=failed] button"));
    }

    private IRenderedComponent<SourcePage> Page(long id) => Render<SourcePage>(p => p.Add(c => c.Id, id));
}
