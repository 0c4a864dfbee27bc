using System.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Octoplus.EndToEnd;

/// <summary>Bringing files in as an administrator sees it, up to the map that changes.</summary>
public sealed class ImportsTests(ServedImports dashboard) : BrowserTests(dashboard.Pages), IClassFixture<ServedImports>
{
    private const string Burglary2019 = "/?annee=2019";

    private static readonly LocatorAssertionsToBeVisibleOptions _read = new() { Timeout = 60_000 };

    [SkippableFact]
    public async Task Workbook_UploadedReadAcceptedUndoneRedone_TheMapFollows()
    {
        var workbook = Requires.RealFile("etat4001/crimes-et-delits-depuis-2012.xlsx");
        var page = await SignedInAsync("/admin/imports");
        await ExpectCountryAsync(page, "258 996"); // the earlier edition: twenty thousand more

        await dashboard.GoToAsync(page, "/admin/imports");
        await page.Locator("input[type=file]").SetInputFilesAsync(workbook);
        await Expect(page.Locator("[data-testid=open-import][data-state=Waiting]")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await page.Locator("[data-testid=open-import][data-state=Waiting] .button").ClickAsync();
        await Expect(page.GetByTestId("title")).ToHaveTextAsync("Ce fichier remplacerait 9 années de l'État 4001 : 20 cellules changent, aucun service ne disparaît.");
        var cells = page.GetByTestId("cell");
        await Expect(cells).ToHaveCountAsync(ServedImports.ChangedCells);
        foreach (var cell in await cells.AllInnerTextsAsync())
        {
            Assert.Contains("27 · Cambriolages de locaux d'habitation principale", cell, StringComparison.Ordinal);
            Assert.Contains("−1 000", Plain(cell), StringComparison.Ordinal);
        }

        await page.GetByTestId("comment").FillAsync("édition publiée");
        await page.GetByTestId("accept").ClickAsync();
        await Expect(page.GetByTestId("decided")).ToContainTextAsync("édition publiée");
        await ExpectCountryAsync(page, "238 996");

        await StepAsync(page, "undo");
        await ExpectCountryAsync(page, "258 996");
        await StepAsync(page, "redo");
        await ExpectCountryAsync(page, "238 996");
    }

    [SkippableFact]
    public async Task TwoFiles_Dropped_AreSentAndTold()
    {
        var page = await SignedInAsync("/admin/imports");
        var files = await page.EvaluateHandleAsync("""
            () => {
              const dropped = new DataTransfer();
              dropped.items.add(new File(['rien ' + Math.random()], 'premier.txt'));
              dropped.items.add(new File(['rien ' + Math.random()], '<b>second</b>.txt'));
              return dropped;
            }
            """);
        await page.GetByTestId("upload").DispatchEventAsync("drop", new { dataTransfer = files });
        var sent = page.Locator("[data-uploads] li.done");
        await Expect(sent).ToHaveCountAsync(2);
        await Expect(sent.Nth(1).Or(sent.Nth(0)).First).ToBeVisibleAsync();
        await Expect(page.Locator("[data-uploads]")).ToContainTextAsync("<b>second</b>.txt");
        await Expect(page.GetByTestId("journal").GetByText("premier.txt").First).ToBeVisibleAsync(_read);
    }

    [SkippableFact]
    public async Task File_TooLargeOrEmpty_IsToldBeforeItIsSent()
    {
        var page = await SignedInAsync("/admin/imports");
        var uploads = 0;
        page.Request += (_, request) => uploads += request.Url.EndsWith("/admin/imports/fichiers", StringComparison.Ordinal) ? 1 : 0;
        var files = await page.EvaluateHandleAsync("""
            () => {
              const dropped = new DataTransfer(), large = new File(['x'], 'grand.csv');
              Object.defineProperty(large, 'size', { value: 200000001 });
              dropped.items.add(new File([], 'vide.csv'));
              const list = [...dropped.files, large];
              return { files: list };
            }
            """);
        await page.EvaluateAsync("""
            ([zone, data]) => {
              const event = new Event('drop', { bubbles: true, cancelable: true });
              event.dataTransfer = data;
              zone.dispatchEvent(event);
            }
            """, new object[] { await page.GetByTestId("upload").ElementHandleAsync(), files });
        await Expect(page.Locator("[data-uploads]")).ToContainTextAsync("vide : 0 octet");
        await Expect(page.Locator("[data-uploads]")).ToContainTextAsync("plus de 200 Mo");
        Assert.Equal(0, uploads);
    }

    [SkippableFact]
    public async Task File_RefusedWithAComment_IsInTheJournal()
    {
        var page = await SignedInAsync("/admin/imports");
        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "petit.xlsx", MimeType = "application/octet-stream", Buffer = WorkbookBuilder.Valid(2020).ToArray() });
        var row = page.Locator("[data-testid=open-import]", new() { HasText = "petit.xlsx" });
        await Expect(row.Locator(".button")).ToBeVisibleAsync(_read);
        await row.Locator(".button").ClickAsync();
        await Expect(page.GetByTestId("decide")).ToBeVisibleAsync();
        await page.GetByTestId("comment").FillAsync("ce n'est qu'un extrait");
        await page.GetByTestId("refuse").ClickAsync();
        await Expect(page.GetByTestId("decided")).ToContainTextAsync("ce n'est qu'un extrait");
        await dashboard.GoToAsync(page, "/admin/imports");
        await Expect(page.Locator("[data-testid=journal-row][data-state=Refused]").First).ToContainTextAsync("ce n'est qu'un extrait");
    }

    [SkippableFact]
    public async Task Form_WithoutScript_BringsAFileToo()
    {
        var page = await dashboard.NewPageAsync(hasScript: false);
        await dashboard.SubmitSignInAsync(page, "/admin/imports", ServedDashboard.AdminName, ServedDashboard.AdminPassword);
        await page.WaitForURLAsync(url => url.EndsWith("/admin/imports", StringComparison.Ordinal));
        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "sans-script.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes("code;valeur\n01;3\n") });
        await page.Locator("[data-testid=upload] button[type=submit]").ClickAsync();
        await page.WaitForURLAsync(url => url.EndsWith("/admin/imports", StringComparison.Ordinal));
        await Expect(page.Locator("main")).ToContainTextAsync("sans-script.csv");
    }

    [SkippableFact]
    public async Task Table_OfUnknownColumns_IsDescribedAndRead()
    {
        var page = await SignedInAsync("/admin/imports");
        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload
        {
            Name = "vols-locaux.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes("departement;mois;nature;nombre\n01;2019-01;vol;3\n02;2019-01;vol;4\n"),
        });
        var row = page.Locator("[data-testid=open-import]", new() { HasText = "vols-locaux.csv" });
        await Expect(row.Locator(".button")).ToBeVisibleAsync(_read);
        await row.Locator(".button").ClickAsync();
        await Expect(page.GetByTestId("understood")).ToContainTextAsync("Tout est compris");
        await page.GetByTestId("save").ClickAsync();
        await page.WaitForURLAsync(url => !url.EndsWith("/profil", StringComparison.Ordinal));
        await Expect(page.GetByTestId("decide").GetByTestId("accept")).ToBeVisibleAsync(_read);
        await page.GetByTestId("refuse").ClickAsync();
        await Expect(page.GetByTestId("decided")).ToBeVisibleAsync();
    }

    [SkippableTheory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Pages_InBothSizes_DoNotScrollSideways(int width)
    {
        var page = await SignedInAsync("/admin/imports", width);
        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload
        {
            Name = new string('x', 120) + ".xlsx", MimeType = "application/octet-stream", Buffer = WorkbookBuilder.Valid(2019).Sheet("Services PN 2019").Count(27, 1, new string('9', 190)).Count(28, 1, -width).ToArray(),
        });
        await Expect(page.Locator("[data-uploads] li.done a")).ToBeVisibleAsync(_read);
        Assert.True(await FitsAsync(page));
        await page.Locator("[data-uploads] li.done a").ClickAsync();
        await Expect(page.GetByTestId("finding").First).ToBeVisibleAsync(_read);
        Assert.True(await FitsAsync(page));
    }

    private static Task<bool> FitsAsync(IPage page) => page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth");

    private static string Plain(string text) => text.Replace('\u202F', ' ').Replace('\u00A0', ' ');

    private async Task<IPage> SignedInAsync(string path, int width = 1440)
    {
        var page = await dashboard.NewPageAsync(width, 844);
        await dashboard.SignInAsync(page, path);
        // The zone takes files once its script is there.
        if (path == "/admin/imports")
        {
            await Expect(page.Locator("[data-without-script]")).ToBeHiddenAsync();
        }

        return page;
    }

    private async Task StepAsync(IPage page, string step)
    {
        await dashboard.GoToAsync(page, "/admin/imports");
        await page.Locator("[data-dataset=etat4001]").GetByTestId(step).ClickAsync();
        await Expect(page.GetByTestId("dialog")).ToContainTextAsync("2012–2020");
        await page.GetByTestId("confirm").ClickAsync();
        await Expect(page.GetByTestId("message")).ToHaveTextAsync("C'est fait.");
        await Expect(page.GetByTestId("views")).ToContainTextAsync("nouveaux chiffres sont servis", new() { Timeout = 60_000 });
    }

    /// <summary>Waits until the map says so: views follow a little later.</summary>
    private async Task ExpectCountryAsync(IPage page, string total)
    {
        var patience = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            await dashboard.GoToAsync(page, Burglary2019);
            var answer = Plain(await page.GetByTestId("answer").InnerTextAsync());
            if (answer.Contains(total + " faits", StringComparison.Ordinal) || patience.Elapsed > TimeSpan.FromSeconds(60))
            {
                Assert.Contains(total + " faits", answer, StringComparison.Ordinal);
                return;
            }
        }
    }
}
