using Octoplus.Core.Accounts;
using Octoplus.Core.Groups;
using Octoplus.Core.Statistics.Clustering;
using Octoplus.Dashboard.Pages.Groups;
using Octoplus.Dashboard.Tests.Pages.Map;
using static Octoplus.Dashboard.Tests.Pages.Map.MapNarrationTests;

namespace Octoplus.Dashboard.Tests.Pages.Groups;

public sealed class GroupPageTests : GroupPagesContext
{
    [Fact]
    public async Task Page_WhileTheFirstDataIsRead_ShowsItsProgress()
    {
        await ServeAsync();
        Assert.NotNull(Open().Find("section[data-testid=loading] progress"));
    }

    [Fact]
    public async Task Page_NothingServed_SaysHowToGetSome()
    {
        await ServeAsync();
        FirstData.End(null);
        Assert.Contains("import", Open().Find("[data-testid=empty]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_DatabaseGone_FailsWithAWayToTryAgain()
    {
        await ServeAsync();
        await ServeFiguresAsync();
        await Test.ColumnAsync<int>("alter table publication rename to publication_away");
        var page = Open();
        var button = page.Find("[data-testid=failed] button");
        await Test.ColumnAsync<int>("alter table publication_away rename to publication");
        await button.ClickAsync();
        page.WaitForAssertion(() => Assert.NotNull(page.Find("[data-testid=title]")), Limit);
    }

    [Fact]
    public async Task Page_PlainAddress_ShowsMapProfilesMembersMovesAndWhoIsLeftOut()
    {
        var page = await OpenFilledAsync();
        Assert.StartsWith("Trois groupes de départements, 2020", Plain(page.Find("[data-testid=title]").TextContent), StringComparison.Ordinal);
        Assert.Equal(9, page.FindAll("[data-testid=map] [role=option]").Count(o => o.ClassList.Any(c => c.StartsWith("group-", StringComparison.Ordinal))));
        Assert.Contains("groupe 3", page.Find("[data-testid=map] [data-code='93']").GetAttribute("aria-label"), StringComparison.Ordinal);
        Assert.Equal(["1", "2", "3"], page.FindAll("[data-testid=legend] .group-mark").Select(m => m.TextContent));
        Assert.Equal(12, page.FindAll("[data-testid=groupe-1] [data-feature]").Count);
        Assert.Contains("82 %", Plain(page.Find("[data-testid=groupe-1] [data-testid=measures]").TextContent), StringComparison.Ordinal);
        // The silhouette of one alone is 0 by convention, which says nothing.
        Assert.Contains("groupe à part", page.Find("[data-testid=groupe-3] [data-testid=measures]").TextContent, StringComparison.Ordinal);
        Assert.Equal("Un département a changé de groupe depuis 2019", page.Find("[data-testid=moves] h2").TextContent);
        Assert.Equal(9, page.FindAll("[data-testid=table] tbody tr").Count);
        Assert.Contains("Mayotte", page.Find("[data-testid=left-out]").TextContent, StringComparison.Ordinal);
        Assert.Contains("etat4001-2020-1a2b3c4d", page.Find("[data-testid=source]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-testid=rename], [data-testid=caveat]"));
    }

    [Fact]
    public async Task Year_Chosen_GoesToTheAddress()
    {
        var page = await OpenFilledAsync();
        await page.Find("#year").InputAsync("0");
        Assert.EndsWith("/groupes?annee=2019", Navigation.Uri, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Contains("2019", page.Find("[data-testid=title]").TextContent, StringComparison.Ordinal), Limit);
        Assert.Empty(page.FindAll("[data-testid=moves]"));
    }

    [Fact]
    public async Task Territory_ChosenInTheTable_IsToldInWordsWithItsLinks()
    {
        var page = await OpenFilledAsync();
        await page.Find("[data-testid=table] tr[data-code='03']").ClickAsync();
        Assert.EndsWith("?sel=03", Navigation.Uri, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Contains("En 2019 : groupe 2", Plain(page.Find("[data-testid=selected]").TextContent), StringComparison.Ordinal), Limit);
        Assert.Equal("/?sel=03", page.Find("[data-testid=to-map]").GetAttribute("href"));
        Assert.Equal("/previsions?territoire=03", page.Find("[data-testid=to-forecast]").GetAttribute("href"));
        Assert.Equal("true", page.Find("[data-testid=map] [data-code='03']").GetAttribute("aria-selected"));
        Assert.Equal("/export/groupes.csv?sel=03", page.Find("[data-testid=csv]").GetAttribute("href"));
    }

    [Fact]
    public async Task Group_PointedOutInTheLegend_MutesTheOthers()
    {
        var page = await OpenFilledAsync();
        await page.FindAll("[data-testid=legend] button")[1].ClickAsync();
        page.WaitForAssertion(() => Assert.Contains("muted", page.Find("[data-testid=map] [data-code='01']").ClassList), Limit);
        Assert.DoesNotContain("muted", page.Find("[data-testid=map] [data-code='69']").ClassList);
    }

    [Fact]
    public async Task Table_SortedTwice_TurnsTheOrderRound()
    {
        var page = await OpenFilledAsync();
        await page.Find("[data-sort=silhouette]").ClickAsync();
        page.WaitForAssertion(() => Assert.Equal("02", page.Find("[data-testid=table] tbody tr").GetAttribute("data-code")), Limit);
        await page.Find("[data-sort=silhouette]").ClickAsync();
        page.WaitForAssertion(() => Assert.Equal("descending", page.Find("th[aria-sort=descending]").GetAttribute("aria-sort")), Limit);
        Assert.EndsWith("?tri=-silhouette", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Features_ChosenInTheDialog_ChangeTheAddressOnceApplied()
    {
        var page = await OpenFilledAsync();
        await page.Find("[data-testid=features]").ClickAsync();
        await page.Find("[data-preset=parts]").ClickAsync();
        Assert.Equal(12, page.FindAll("[data-feature^='share:'][checked]").Count);
        await page.Find("[data-testid=features-search]").InputAsync("habitation principale");
        Assert.Equal(["rate:index-27", "share:index-27"], page.FindAll("[data-testid=features-dialog] input[type=checkbox]").Select(i => i.GetAttribute("data-feature")!).Order(StringComparer.Ordinal));
        Assert.EndsWith("/groupes", Navigation.Uri, StringComparison.Ordinal);
        await page.Find("[data-testid=features-apply]").ClickAsync();
        Assert.EndsWith("/groupes?criteres=parts", Navigation.Uri, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[data-testid=features-dialog]")), Limit);
    }

    [Fact]
    public async Task Choice_NotMadeBeforehand_ShowsProgressAndCanBeCancelled()
    {
        // The first year is grouped at once, the second never.
        var calls = 0;
        Engine = (table, _, clusters, _, token) =>
        {
            if (Interlocked.Increment(ref calls) == 1)
            {
                return [GroupSample.Grouped(table, clusters[0])];
            }

            token.WaitHandle.WaitOne(Limit);
            token.ThrowIfCancellationRequested();
            throw new InvalidOperationException("was not cancelled");
        };
        var page = await OpenFilledAsync();
        Navigation.NavigateTo("/groupes?k=4");
        page.WaitForAssertion(() => Assert.True(int.Parse(page.Find("progress").GetAttribute("value")!, System.Globalization.CultureInfo.InvariantCulture) is > 0 and < 100), Limit);
        Assert.NotNull(page.Find(".stale"));
        await page.Find("[data-testid=cancel]").ClickAsync();
        page.WaitForAssertion(() => Assert.NotNull(page.Find("[data-testid=cancelled]")), Limit);
        Assert.NotNull(page.Find("[data-testid=title]"));
    }

    [Fact]
    public async Task Choice_ThatCannotBeGrouped_SaysWhy()
    {
        Engine = (_, _, _, _, _) => throw new ClusterException(ClusterProblem.FewerRowsThanClusters, "made") { Rows = 9, Clusters = 12 };
        var page = await OpenFilledAsync("?k=12");
        page.WaitForAssertion(() => Assert.Contains("9 territoires différents ont toutes les valeurs", Plain(page.Find("[data-testid=problem]").TextContent), StringComparison.Ordinal), Limit);
        Assert.NotNull(page.Find("[data-testid=features]"));
    }

    [Fact]
    public async Task Year_ThatThereIsNot_SaysWhichThereAre()
    {
        var page = await OpenFilledAsync("?annee=1999");
        page.WaitForAssertion(() => Assert.Contains("Pas de groupes en 1999", Plain(page.Find("[data-testid=problem]").TextContent), StringComparison.Ordinal), Limit);
    }

    [Fact]
    public async Task Name_EditedByAnAnalyst_IsKeptEncodedAuditedAndTakenBack()
    {
        var page = await OpenFilledAsync(role: Role.Analyst);
        await page.Find("[data-testid=groupe-2] [data-testid=rename]").ClickAsync();
        await page.Find("[data-testid=rename-field]").InputAsync("<b>Grandes villes</b>");
        await page.Find("[data-testid=rename-form]").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("<b>Grandes villes</b>", page.Find("#groupe-2-name").TextContent, StringComparison.Ordinal), Limit);
        Assert.Empty(page.FindAll("#groupe-2-name b"));

        await page.Find("[data-testid=groupe-2] [data-testid=rename]").ClickAsync();
        await page.Find("[data-testid=rename-back]").ClickAsync();
        page.WaitForAssertion(() => Assert.Contains("au-dessus", page.Find("#groupe-2-name").TextContent, StringComparison.Ordinal), Limit);
        Assert.Equal(["group.named", "group.unnamed"], await AuditedAsync());
    }

    [Fact]
    public async Task Name_BeingEdited_IsNotThatOfAnotherChoice()
    {
        Engine = (table, _, clusters, _, _) => [GroupSample.Grouped(table, clusters[0])];
        var page = await OpenFilledAsync(role: Role.Analyst);
        await page.Find("[data-testid=groupe-2] [data-testid=rename]").ClickAsync();
        await page.Find("[data-testid=rename-field]").InputAsync("Grandes villes");
        Navigation.NavigateTo("/groupes?k=2");
        page.WaitForAssertion(() => Assert.StartsWith("Deux groupes", page.Find("[data-testid=title]").TextContent, StringComparison.Ordinal), Limit);
        Assert.Empty(page.FindAll("[data-testid=rename-form]"));
    }

    [Fact]
    public async Task Name_TooLong_IsRefusedWithAReason()
    {
        var page = await OpenFilledAsync(role: Role.Analyst);
        await page.Find("[data-testid=groupe-1] [data-testid=rename]").ClickAsync();
        await page.Find("[data-testid=rename-field]").InputAsync(new string('x', GroupNameStore.MaxLength + 1));
        await page.Find("[data-testid=rename-form]").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("60 caractères au plus", Plain(page.Find("[data-testid=rename-error]").TextContent), StringComparison.Ordinal), Limit);
        Assert.Empty(await AuditedAsync());
    }

    [Fact]
    public async Task Name_AfterTheRoleWasTakenAway_IsNotKept()
    {
        var page = await OpenFilledAsync(role: Role.Analyst);
        await page.Find("[data-testid=groupe-1] [data-testid=rename]").ClickAsync();
        await Test.ColumnAsync<int>("update user_account set role = 'viewer'");
        await page.Find("[data-testid=rename-field]").InputAsync("Autre");
        await page.Find("[data-testid=rename-form]").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("ne permet plus", page.Find("[data-testid=rename-error]").TextContent, StringComparison.Ordinal), Limit);
        Assert.Empty(await AuditedAsync());
    }

    [Fact]
    public async Task Page_ForAViewer_HasNoPencil()
        => Assert.Empty((await OpenFilledAsync(role: Role.Viewer)).FindAll("[data-testid=rename]"));

    private async Task<IRenderedComponent<GroupPage>> OpenFilledAsync(string query = "", Role? role = null)
    {
        await ServeAsync(role);
        await ServeFiguresAsync();
        return Open(query);
    }
}
