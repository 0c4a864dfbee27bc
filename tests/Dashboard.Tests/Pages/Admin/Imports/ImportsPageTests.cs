using System.Text;
using Octoplus.Core.Imports;
using Octoplus.Core.Views;
using Octoplus.Dashboard.Pages.Admin.Imports;
using Octoplus.Dashboard.Tests.Pages.Map;
using Octoplus.Ingest.Imports;

namespace Octoplus.Dashboard.Tests.Pages.Admin.Imports;

public sealed class ImportsPageTests : ImportPagesContext
{
    [Fact]
    public void Page_WithoutAFile_SaysWhatToDo()
    {
        var page = Render<ImportsPage>();
        Assert.Contains("Déposez-en un", page.Find("[data-testid=empty]").TextContent, StringComparison.Ordinal);
        Assert.Contains("Aucun millésime", page.Find("[data-testid=history]").TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.Find("[data-testid=journal-empty]"));
        Assert.True(page.Find("[data-testid=message]").HasAttribute("hidden"));
    }

    [Fact]
    public async Task Page_DatabaseGone_FailsWithAWayToTryAgain()
    {
        LoseDatabase();
        var page = Render<ImportsPage>();
        await page.Find("[data-testid=failed] button").ClickAsync();
        Assert.NotNull(page.Find("[data-testid=failed]"));
        Assert.NotNull(page.Find("[data-testid=upload]")); // what was not sent yet is not lost
    }

    [Fact]
    public void Upload_WithoutScript_IsAFormThatPosts()
    {
        var form = Render<ImportsPage>().Find("[data-testid=upload]");
        Assert.Equal("post", form.GetAttribute("method"));
        Assert.Equal("multipart/form-data", form.GetAttribute("enctype"));
        Assert.Equal("/admin/imports/fichiers", form.GetAttribute("action"));
        Assert.NotNull(form.QuerySelector("input[type=file][multiple]"));
        Assert.NotNull(form.QuerySelector("button[type=submit]"));
    }

    [Fact]
    public async Task File_QueuedThenRead_IsShownByItselfAndCallsForADecision()
    {
        await ReceiveAsync(WorkbookBuilder.Valid().ToArray(), "crimes.xlsx");
        var page = Render<ImportsPage>();
        Assert.Contains("Attend son tour", page.Find("[data-state=Queued]").TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.Find("[data-state=Queued] progress"));
        await Queue.ReadNextAsync(CancellationToken.None);
        page.WaitForAssertion(() => Assert.Equal("Lire le rapport", page.Find("[data-state=Waiting] .button").TextContent), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task File_BeingReadElsewhere_ShowsStepAndRows()
    {
        var file = await ReceiveAsync(WorkbookBuilder.Valid().ToArray(), "crimes.xlsx");
        Assert.NotNull(await Store.TakeAsync(file.Id, TimeSpan.FromMinutes(1), CancellationToken.None));
        await Store.ReportAsync(file.Id, "storing", 1200, 5000, CancellationToken.None);
        var row = Render<ImportsPage>().Find("[data-state=Reading]");
        Assert.Contains("Préparation · 1 200 sur 5 000", MapNarrationTests.Plain(row.TextContent), StringComparison.Ordinal);
        Assert.Equal("5000", row.QuerySelector("progress")!.GetAttribute("max"));
    }

    [Fact]
    public async Task File_OfUnknownColumns_CallsForAProfile()
    {
        await ReadAsync("code;valeur\n01;3\n"u8.ToArray(), "tableau.csv");
        Assert.Equal("Décrire les colonnes", Render<ImportsPage>().Find("[data-state=Mapping] .button").TextContent);
    }

    [Fact]
    public async Task Undo_Asked_SaysWhatComesBackThenDoesIt()
    {
        await AcceptAsync(WorkbookBuilder.Valid(), "ancien.xlsx");
        await AcceptAsync(WorkbookBuilder.Valid(2020, 2021), "nouveau.xlsx");
        var page = Render<ImportsPage>();
        Assert.Contains("servi : 2019", MapNarrationTests.Plain(page.Find("[data-id='1']").TextContent), StringComparison.Ordinal);
        await page.Find("[data-testid=undo]").ClickAsync();
        var dialog = page.WaitForElement("[data-testid=dialog]");
        Assert.Contains("nouveau.xlsx", dialog.QuerySelector("h2")!.TextContent, StringComparison.Ordinal);
        var text = MapNarrationTests.Plain(dialog.TextContent);
        Assert.Contains("2020 : les chiffres de « ancien.xlsx » reviennent.", text, StringComparison.Ordinal);
        Assert.Contains("2021 : plus rien ne sera servi.", text, StringComparison.Ordinal);
        await page.Find("[data-testid=dialog-comment]").ChangeAsync("erreur");
        await page.Find("[data-testid=confirm]").ClickAsync();
        page.WaitForAssertion(() => Assert.Equal("C'est fait.", page.Find("[data-testid=message]").TextContent), TimeSpan.FromSeconds(10));
        page.WaitForAssertion(() => Assert.Contains("2019–2020", page.Find("[data-id='1']").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
        Assert.Empty(page.FindAll("[data-testid=dialog]"));
        Assert.NotNull(page.Find("[data-testid=redo]"));
        Assert.Contains("se reconstruisent", page.Find("[data-testid=views]").TextContent, StringComparison.Ordinal);
        await new ViewBuilder(Database).RebuildAsync(null, force: false, CancellationToken.None);
        page.WaitForAssertion(() => Assert.Contains("C'est fait", page.Find("[data-testid=views]").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Restore_OfAFormerVintage_MakesItActiveAgain()
    {
        await AcceptAsync(WorkbookBuilder.Valid(), "ancien.xlsx");
        await AcceptAsync(WorkbookBuilder.Valid().Sheet("Services PN 2019").Count(27, 1, 5), "nouveau.xlsx");
        var page = Render<ImportsPage>();
        await page.Find("[data-testid=former] [data-testid=restore]").ClickAsync();
        await page.WaitForElement("[data-testid=confirm]").ClickAsync();
        page.WaitForAssertion(() => Assert.Contains("nouveau.xlsx", page.Find("[data-testid=former]").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Journal_OfManyFiles_ComesByPages()
    {
        for (var i = 0; i < 22; i++)
        {
            await ReadAsync(Encoding.UTF8.GetBytes($"rien {i}"), $"rien-{i}.txt");
        }

        var page = Render<ImportsPage>();
        Assert.Equal(20, page.FindAll("[data-testid=journal-row]").Count);
        await page.Find("[data-testid=journal-more]").ClickAsync();
        page.WaitForAssertion(() => Assert.Equal(22, page.FindAll("[data-testid=journal-row]").Count));
        Assert.Empty(page.FindAll("[data-testid=journal-more]"));
    }

    private async Task AcceptAsync(WorkbookBuilder workbook, string name)
    {
        var file = await ReadAsync(workbook.ToArray(), name);
        Assert.Equal(ImportState.Waiting, file.State);
        Assert.Equal(DecisionResult.Done, await Queue.AcceptAsync(file.Id, "ada", null, CancellationToken.None));
    }
}
