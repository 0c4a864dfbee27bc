using Octoplus.Core.Imports;
using Octoplus.Dashboard.Pages.Admin.Imports;
using Octoplus.Dashboard.Tests.Pages.Map;
using Octoplus.Ingest.Imports;

namespace Octoplus.Dashboard.Tests.Pages.Admin.Imports;

public sealed class ImportPageTests : ImportPagesContext
{
    [Fact]
    public async Task Page_OfAFirstFile_SaysWhatItBringsAndThatNothingCanBeCompared()
    {
        var page = await ShowAsync(WorkbookBuilder.Valid());
        Assert.Equal("Ce fichier apporterait 2 années de l'État 4001, où rien n'est servi encore.", MapNarrationTests.Plain(page.Find("h1").TextContent));
        Assert.NotNull(page.Find("[data-testid=first]"));
        Assert.NotNull(page.Find("[data-testid=accept]"));
    }

    [Fact]
    public async Task Page_OfAFileWithOneChange_CountsAndListsIt()
    {
        await AcceptAsync(WorkbookBuilder.Valid());
        var page = await ShowAsync(WorkbookBuilder.Valid().Sheet("Services PN 2019").Count(27, 1, 99));
        Assert.Equal(
            "Ce fichier remplacerait 2 années de l'État 4001 : 1 cellule change, aucun service ne disparaît.", MapNarrationTests.Plain(page.Find("h1").TextContent));
        var cell = MapNarrationTests.Plain(Assert.Single(page.FindAll("[data-testid=cell]")).TextContent);
        Assert.Contains("CIAT DE BOURG EN BRESSE", cell, StringComparison.Ordinal);
        Assert.Contains("27 · Cambriolages", cell, StringComparison.Ordinal);
        Assert.Contains("+92", cell, StringComparison.Ordinal);
        Assert.Contains("6 932", MapNarrationTests.Plain(page.Find("[data-testid=total][data-period='2019']").TextContent), StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-testid=alarms]"));
    }

    [Fact]
    public async Task Page_OfTheSameFiguresInAnotherFile_SaysThatNothingChanges()
    {
        await AcceptAsync(WorkbookBuilder.Valid());
        var page = await ShowAsync(WorkbookBuilder.Valid().InlineStrings());
        Assert.Contains("aucun chiffre ne change", page.Find("h1").TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.Find("[data-testid=nothing]"));
    }

    [Fact]
    public async Task Page_OfAnEditionThatLosesAServiceAndMuchOfItsTotal_Warns()
    {
        await AcceptAsync(WorkbookBuilder.Valid());
        var page = await ShowAsync(Smaller());
        var alarms = MapNarrationTests.Plain(page.Find("[data-testid=alarms]").TextContent);
        Assert.Contains("Tous les index, 2019 : le total baisserait de", alarms, StringComparison.Ordinal);
        Assert.Contains("1 des 5 services disparaîtraient (20,0 %)", alarms, StringComparison.Ordinal);
        Assert.Contains("CGD POINTE A PITRE", page.Find("[data-testid=vanished]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_OfAFaultyFile_ListsFindingsByKindAndFiltersThem()
    {
        var page = await ShowAsync(WorkbookBuilder.Valid().Sheet("Services PN 2019").Count(27, 1, -4).Count(28, 1, "<b>gras</b>").Count(29, 1, 1.5).Count(30, 1, 2.5).Sheet("Services GN 2019").Count(31, 1, 3.5).Count(32, 1, 3.5));
        Assert.Contains("ne peut pas être importé : 6 erreurs", MapNarrationTests.Plain(page.Find("h1").TextContent), StringComparison.Ordinal);
        Assert.Equal(["not-a-count", "not-a-number"], page.FindAll("[data-testid=kind]").Select(k => k.GetAttribute("data-code")).Order());
        Assert.Contains("Pas un dénombrement", page.Find("[data-code=not-a-count]").TextContent, StringComparison.Ordinal);
        Assert.Contains("<b>gras</b>", page.Find("[data-code=not-a-number]").TextContent, StringComparison.Ordinal);
        Assert.Equal("en", page.Find("[data-testid=finding] [lang]").GetAttribute("lang"));
        await page.Find("[data-testid=filter-sheet]").ChangeAsync("Services GN 2019");
        Assert.Equal(2, page.FindAll("[data-testid=finding]").Count);
        await page.Find("[data-testid=filter-text]").InputAsync("rien de tel");
        Assert.Empty(page.FindAll("[data-testid=finding]"));
        await page.Find("[data-testid=filter-sheet]").ChangeAsync("");
        await page.Find("[data-testid=filter-text]").InputAsync("-4");
        Assert.Contains("ligne", Assert.Single(page.FindAll("[data-testid=finding]")).TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-testid=decide]"));
        Assert.Equal($"/admin/imports/1/constats.csv", page.Find("[data-testid=csv]").GetAttribute("href"));
    }

    [Fact]
    public async Task Page_Accepted_SaysSoWithCommentAndWho()
    {
        var page = await ShowAsync(WorkbookBuilder.Valid());
        await page.Find("[data-testid=comment]").ChangeAsync("vérifié <b>deux fois</b>");
        await page.Find("[data-testid=accept]").ClickAsync();
        page.WaitForAssertion(() => Assert.Contains("Accepté par chef", page.Find("[data-testid=decided]").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
        Assert.Contains("vérifié <b>deux fois</b>", page.Find("[data-testid=decided]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-testid=decide]"));
        Assert.NotNull(page.Find("[data-testid=changes]"));
    }

    [Fact]
    public async Task Page_Refused_SaysSo()
    {
        var page = await ShowAsync(WorkbookBuilder.Valid());
        await page.Find("[data-testid=refuse]").ClickAsync();
        page.WaitForAssertion(() => Assert.Contains("Refusé par chef", page.Find("[data-testid=decided]").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Page_AcceptedAfterAnotherFile_SaysThatANewReportIsMade()
    {
        var page = await ShowAsync(WorkbookBuilder.Valid());
        await AcceptAsync(WorkbookBuilder.Valid(2020));
        await page.Find("[data-testid=accept]").ClickAsync();
        page.WaitForAssertion(() => Assert.Contains("un autre fichier a été accepté entre-temps", page.Find("[data-testid=message]").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
        await Queue.ReadNextAsync(CancellationToken.None);
        page.WaitForAssertion(() => Assert.Contains("remplacerait 1 année de l'État 4001 et en apporterait 1 année", MapNarrationTests.Plain(page.Find("h1").TextContent), StringComparison.Ordinal), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Page_SomeoneElseWasFaster_SaysSo()
    {
        var page = await ShowAsync(WorkbookBuilder.Valid());
        await Queue.RefuseAsync(1, "ada", null, CancellationToken.None);
        await page.Find("[data-testid=accept]").ClickAsync();
        page.WaitForAssertion(() => Assert.Contains("quelqu'un d'autre a décidé", page.Find("[data-testid=message]").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
        Assert.Contains("Refusé par ada", page.Find("[data-testid=decided]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_OfTheSameFile_SaysThatItIsThere()
    {
        var content = WorkbookBuilder.Valid().ToArray();
        await Queue.AcceptAsync((await ReadAsync(content, "ancien.xlsx")).Id, "ada", null, CancellationToken.None);
        var file = await ReadAsync(content, "encore.xlsx");
        Assert.Equal(ImportState.Unchanged, file.State);
        Assert.Contains("est déjà là", Show(file.Id).Find("h1").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_DatabaseGone_FailsWithAWayToTryAgain()
    {
        LoseDatabase();
        var page = Show(1);
        await page.Find("[data-testid=failed] button").ClickAsync();
        Assert.NotNull(page.Find("[data-testid=failed]"));
    }

    [Fact]
    public async Task Page_InEnglish_SpeaksEnglish()
    {
        MapSample.Speak("en-GB");
        var page = await ShowAsync(WorkbookBuilder.Valid());
        Assert.Equal("This file would bring 2 years of the État 4001, where nothing is served yet.", page.Find("h1").TextContent);
    }

    // The largest service of the gendarmerie is gone from 2019.
    private static WorkbookBuilder Smaller()
    {
        var builder = WorkbookBuilder.Valid(2020).AddPoliceSheet("Services PN 2019", 2019);
        builder.AddColumn("01", "CIAT DE BOURG EN BRESSE", "DCSP", i => WorkbookBuilder.Count(2019, 1, i))
            .AddColumn("2A", "CIAT D'AJACCIO", "DCSP", i => WorkbookBuilder.Count(2019, 2, i))
            .AddColumn("971", "DPAF GUADELOUPE 971", "DCPAF", i => WorkbookBuilder.Count(2019, 3, i));
        return builder.AddGendarmerieSheet("Services GN 2019", 2019).AddColumn("01", "CGD BELLEY", count: i => WorkbookBuilder.Count(2019, 4, i));
    }

    private IRenderedComponent<ImportPage> Show(long id) => Render<ImportPage>(p => p.Add(x => x.Id, id));

    private async Task<IRenderedComponent<ImportPage>> ShowAsync(WorkbookBuilder workbook)
        => Show((await ReadAsync(workbook.ToArray(), "crimes.xlsx")).Id);

    private async Task AcceptAsync(WorkbookBuilder workbook)
    {
        var file = await ReadAsync(workbook.ToArray(), "ancien.xlsx");
        Assert.Equal(DecisionResult.Done, await Queue.AcceptAsync(file.Id, "ada", null, CancellationToken.None));
    }
}
