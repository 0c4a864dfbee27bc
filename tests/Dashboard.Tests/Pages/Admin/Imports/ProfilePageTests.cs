using Microsoft.Extensions.DependencyInjection;
using Octoplus.Core.Imports;
using Octoplus.Core.Profiles;
using Octoplus.Core.Reference;
using Octoplus.Core.Vintages;
using Octoplus.Dashboard.Pages.Admin.Imports;

namespace Octoplus.Dashboard.Tests.Pages.Admin.Imports;

public sealed class ProfilePageTests : ImportPagesContext
{
    private static readonly byte[] _table = "departement;mois;nature;nombre;plaignant\n01;2019-01;vol;3;Jeanne Petit\n1;2019-02;vol;4,5;Paul Grand\n99;2019-02;vol;x;Luc Moyen\n"u8.ToArray();

    public ProfilePageTests()
        => Services.AddSingleton(new ProfileQueries(Database)).AddSingleton(new ProfileStore(Database));

    [Fact]
    public async Task Page_OfATable_ShowsHowEachCellIsUnderstood()
    {
        var page = await ShowAsync();
        Assert.Equal("Period", Role(page, "mois"));
        Assert.Equal("Territory", Role(page, "departement"));
        await page.Find(".check input").ChangeAsync(true);
        Assert.Contains("→ 01", page.Find("[data-testid=preview] tbody tr:nth-child(2)").TextContent, StringComparison.Ordinal);
        await page.Find("[data-testid=role][data-column=nombre]").ChangeAsync("Value");
        Assert.Contains("2 cellules ne sont pas comprises", page.Find("[data-testid=understood]").TextContent, StringComparison.Ordinal);
        Assert.Equal(["99", "x"], page.FindAll("[data-testid=preview] td.wrong > span").Select(c => c.TextContent));
    }

    [Fact]
    public async Task Role_MadePersonal_IsSaidAndNotRead()
    {
        var page = await ShowAsync();
        await page.Find("[data-testid=role][data-column=plaignant]").ChangeAsync("Hashed");
        Assert.NotNull(page.Find("[data-testid=personal]"));
        Assert.Equal(3, page.FindAll("[data-testid=preview] td.personal").Count);
    }

    [Fact]
    public async Task Separator_Changed_GivesOtherColumns()
    {
        var page = await ShowAsync();
        await page.Find("[data-testid=separator]").ChangeAsync(",");
        page.WaitForAssertion(() => Assert.Contains(page.FindAll("[data-testid=role]"), r => r.GetAttribute("data-column")!.Contains(';', StringComparison.Ordinal)));
        Assert.NotNull(page.Find("[data-testid=problems]"));
        Assert.True(page.Find("[data-testid=save]").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Save_WithAPersonalColumn_ReadsTheFileAndKeepsNothingPersonal()
    {
        var content = "departement;mois;nature;nombre;plaignant\n01;2019-01;vol;3;Jeanne Petit\n02;2019-01;vol;4;Paul Grand\n"u8.ToArray();
        var page = await ShowAsync(content);
        await page.Find("[data-testid=role][data-column=plaignant]").ChangeAsync("Dropped");
        await page.Find("[data-testid=name]").ChangeAsync("Vols locaux");
        await page.Find("[data-testid=slug]").ChangeAsync("vols-locaux");
        await page.Find("[data-testid=save]").ClickAsync();
        page.WaitForAssertion(() => Assert.EndsWith("/admin/imports/1", Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>().Uri, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
        Assert.True(await Queue.ReadNextAsync(CancellationToken.None));
        var file = (await new ImportQueries(Database).FindAsync(1, CancellationToken.None))!;
        Assert.Equal(ImportState.Waiting, file.State);
        Assert.Equal("p-vols-locaux", file.Dataset);
        Assert.Equal(2, file.FactCount);
        Assert.False(File.Exists(Files.UploadOf(1)));
        var kept = await File.ReadAllTextAsync(Files.Find(file.Sha256)!);
        Assert.DoesNotContain("Jeanne", kept, StringComparison.Ordinal);
        Assert.Contains("01;2019-01;vol;3", kept, StringComparison.Ordinal);

        // The next file of this kind needs nobody.
        Assert.Equal(Octoplus.Ingest.Imports.DecisionResult.Done, await Queue.AcceptAsync(1, "chef", null, CancellationToken.None));
        var next = await ReadAsync("departement;mois;nature;nombre;plaignant\n01;2019-01;vol;5;Jeanne Petit\n02;2019-01;vol;4;Paul Grand\n"u8.ToArray(), "suivant.csv");
        Assert.Equal(ImportState.Waiting, next.State);
        Assert.Equal(1, (await Queue.ReportAsync(next.Id, CancellationToken.None))!.ChangedCells);
    }

    [Fact]
    public async Task Save_UnderATakenCode_AsksBeforeItReplaces()
    {
        await new ProfileStore(Database).AddAsync(new NewProfile("pris", "Autre", new string('0', 64), "{}"), "ada", CancellationToken.None);
        var page = await ShowAsync();
        await page.Find("[data-testid=slug]").ChangeAsync("pris");
        await page.Find("[data-testid=save]").ClickAsync();
        await page.WaitForElement("[data-testid=replace]").ChangeAsync(true);
        Assert.Contains("existe déjà", page.Find("[data-testid=message]").TextContent, StringComparison.Ordinal);
        await page.Find("[data-testid=save]").ClickAsync();
        page.WaitForAssertion(() => Assert.Equal(ImportState.Queued, new ImportQueries(Database).FindAsync(1, CancellationToken.None).GetAwaiter().GetResult()!.State), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Page_OfAFileThatWaitsForNoProfile_SaysSo()
    {
        var file = await ReadAsync(WorkbookBuilder.Valid().ToArray(), "crimes.xlsx");
        Assert.Contains("n'attend pas de profil", Render<ProfilePage>(p => p.Add(x => x.Id, file.Id)).Find("[data-testid=failed]").TextContent, StringComparison.Ordinal);
        Assert.Equal(Datasets.Etat4001, file.Dataset);
    }

    private static string? Role(IRenderedComponent<ProfilePage> page, string column)
        => page.Find($"[data-testid=role][data-column={column}] option[selected]").GetAttribute("value");

    private async Task<IRenderedComponent<ProfilePage>> ShowAsync(byte[]? content = null)
    {
        var file = await ReadAsync(content ?? _table, "vols.csv");
        Assert.Equal(ImportState.Mapping, file.State);
        var page = Render<ProfilePage>(p => p.Add(x => x.Id, file.Id));
        page.WaitForElement("[data-testid=preview]", TimeSpan.FromSeconds(10));
        return page;
    }
}
