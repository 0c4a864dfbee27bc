using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Octoplus.Core.Sources;
using Octoplus.Dashboard.Pages.Admin.Sources;
using Octoplus.Ingest.Sources;

namespace Octoplus.Dashboard.Tests.Pages.Admin.Sources;

public sealed class SourceFormPageTests : SourcesContext
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Add_Folder_IsKeptWithItsSettings()
    {
        var page = Render<SourceFormPage>();
        await FillAsync(page, ("kind", "Folder"), ("name", " Dépôt "), ("folder", Drop), ("pattern", "**/mensuel-*.csv"), ("maxTotalChange", "2,5"));
        await ScheduleAsync(page, "0 15 7 ? * TUE");
        Assert.Contains("mardi", page.Find("[data-testid=next-times]").TextContent, StringComparison.Ordinal);
        Assert.Contains("moins de 2,5", page.Find("[data-testid=bounds]").TextContent, StringComparison.Ordinal);
        await page.Find("[data-testid=save]").ClickAsync();

        var source = Assert.Single(await Queries.AllAsync(CancellationToken.None)).Source;
        Assert.Equal(("Dépôt", SourceKind.Folder, Drop, "0 15 7 ? * TUE"), (source.Name, source.Kind, source.Address, source.Schedule));
        Assert.Equal("**/mensuel-*.csv", KindSettings.Parse<FolderSettings>(source.Settings).Pattern);
        Assert.Equal(new SourceBounds(MaxTotalChangePercent: 2.5), source.Bounds);
        Assert.Equal(["chef Dépôt"], await AuditAsync(SourceStore.Added));
        Assert.EndsWith($"/admin/sources/{source.Id}", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_HostileFields_AreToldEachAtItsField()
    {
        var page = Render<SourceFormPage>();
        await FillAsync(page, ("kind", "Folder"), ("folder", Drop + "/../../../etc"), ("pattern", "../*"), ("settleSeconds", "dix"), ("maxVanished", "-1"));
        await ScheduleAsync(page, new string('*', 10_000_000));
        await page.Find("[data-testid=save]").ClickAsync();

        Assert.Equal(["folder", "maxVanished", "name", "pattern", "schedule", "settleSeconds"], page.FindAll("[data-problem]").Select(p => p.GetAttribute("data-problem")).Order(StringComparer.Ordinal));
        var folder = page.Find("[data-field=folder]");
        Assert.Equal("true", folder.GetAttribute("aria-invalid"));
        Assert.Contains("n’est pas dans un dossier permis", page.Find("#" + folder.GetAttribute("aria-describedby")!.Split(' ')[0]).TextContent, StringComparison.Ordinal);
        Assert.Equal("alert", page.Find("[data-testid=problems]").GetAttribute("role"));
        Assert.Empty(await Queries.AllAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("* * * * * ?", "Trop souvent")]
    [InlineData("0 0/2 * * * ?", "Trop souvent")]
    [InlineData("0 0 5 31 2 ?", "ne revient jamais")]
    [InlineData("<script>", "pas une expression cron")]
    public async Task Schedule_ThatCannotBe_IsToldAtOnce(string cron, string words)
    {
        var page = Render<SourceFormPage>();
        await ScheduleAsync(page, cron);
        Assert.Contains(words, page.Find("[data-problem=schedule]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_SecondStatement_IsRefusedAtItsField()
    {
        var page = Render<SourceFormPage>();
        await FillAsync(page, ("kind", "Query"), ("name", "Plaintes"), ("engine", "MySql"), ("connection", "Plaintes"), ("sql", "select 1; drop table user_account"));
        await page.Find("[data-testid=save]").ClickAsync();
        Assert.Equal("sql", Assert.Single(page.FindAll("[data-problem]")).GetAttribute("data-problem"));
        Assert.DoesNotContain("secret", page.Markup, StringComparison.Ordinal); // names of connections, never what they hold
        Assert.Equal(["", "Plaintes"], page.FindAll("[data-field=connection] option").Select(o => o.GetAttribute("value")));

        await FillAsync(page, ("sql", "select 1 as un"));
        await page.Find("[data-testid=save]").ClickAsync();
        Assert.Equal(("Plaintes", QueryEngine.MySql), Assert.Single(await Queries.AllAsync(CancellationToken.None)).Source is var s ? (s.Address, KindSettings.Parse<QuerySettings>(s.Settings).Engine) : default);
    }

    [Fact]
    public async Task Api_Preset_FillsItsFields()
    {
        var page = Render<SourceFormPage>();
        await FillAsync(page, ("kind", "Api"), ("preset", "tabular"));
        Assert.Equal(("data", "links.next", ""), (Value(page, "rows"), Value(page, "next"), Value(page, "offset")));
        await FillAsync(page, ("name", "Portail"), ("address", "https://tabular-api.data.gouv.fr/api/resources/x/data/"), ("columns", "annee\nlieu.code"), ("secretHeader", "Authorization"), ("secret", "PORTAIL"));
        await page.Find("[data-testid=save]").ClickAsync();
        var settings = KindSettings.Parse<ApiSettings>(Assert.Single(await Queries.AllAsync(CancellationToken.None)).Source.Settings);
        Assert.Equal(["annee", "lieu.code"], settings.Columns);
        Assert.Equal(("PORTAIL", "Authorization"), (settings.Secret, settings.SecretHeader));
    }

    [Fact]
    public async Task Edit_SomeoneElseMeanwhile_KeepsNothingAndOffersToReadAgain()
    {
        var id = await AddFolderAsync();
        var page = Render<SourceFormPage>(p => p.Add(c => c.Id, id));
        var source = (await Queries.FindAsync(id, CancellationToken.None))!.Source;
        Assert.Equal(SourceEdit.Done, await Kept.EditAsync(id, source.Version, SourceDraft.Of(source) with { Name = "De Luc" }, Other, CancellationToken.None));

        await FillAsync(page, ("name", "De chef"));
        await page.Find("[data-testid=save]").ClickAsync();
        Assert.Contains("Quelqu’un d’autre a modifié", page.Find("[data-testid=problems]").TextContent, StringComparison.Ordinal);
        Assert.Equal("De chef", Value(page, "name")); // what was typed is not lost
        Assert.Equal("De Luc", (await Queries.FindAsync(id, CancellationToken.None))!.Source.Name);

        await page.Find("[data-testid=reload]").ClickAsync();
        Assert.Equal("De Luc", Value(page, "name"));
        await FillAsync(page, ("name", "Des deux"));
        await page.Find("[data-testid=save]").ClickAsync();
        Assert.Equal("Des deux", (await Queries.FindAsync(id, CancellationToken.None))!.Source.Name);
        Assert.Equal(["chef Des deux", "luc De Luc"], await AuditAsync(SourceStore.Edited));
    }

    [Fact]
    public async Task Edit_FileSource_KeepsSettingsThatItShows()
    {
        var id = await Kept.AddAsync(
            new SourceDraft
            {
                Name = "Insee", Kind = SourceKind.File, Address = "https://www.insee.fr/a.xls", Settings = """{"page":"/fr/1","link":"a[0-9]+"}""", Schedule = "0 0 0 L * ?",
            },
            Other,
            CancellationToken.None);
        var page = Render<SourceFormPage>(p => p.Add(c => c.Id, id));
        Assert.Equal(("/fr/1", "a[0-9]+"), (Value(page, "page"), Value(page, "link")));
        await page.Find("[data-testid=save]").ClickAsync();
        var source = (await Queries.FindAsync(id, CancellationToken.None))!.Source;
        Assert.Equal(("""{"page":"/fr/1","link":"a[0-9]+"}""", "0 0 0 L * ?", 2), (source.Settings.Replace("\\u002B", "+", StringComparison.Ordinal), source.Schedule, source.Version));
    }

    [Fact]
    public async Task Try_Folder_ShowsFilesAndFirstRowsAndKeepsNothing()
    {
        Put("a.csv", "lieu;nombre\n<b>75</b>;3\n");
        var page = Render<SourceFormPage>();
        await FillAsync(page, ("kind", "Folder"), ("name", "Dépôt"), ("folder", Drop));
        await page.Find("[data-testid=try]").ClickAsync();
        page.WaitForAssertion(() => Assert.Contains("un fichier", page.Find("[data-testid=trial-done]").TextContent, StringComparison.Ordinal), _patience);
        Assert.Equal(["<b>75</b>", "3"], page.FindAll("[data-testid=trial-rows] td").Select(c => c.TextContent));
        Assert.Empty(await Queries.AllAsync(CancellationToken.None));
        Assert.DoesNotContain(Directory.GetDirectories(Path.GetTempPath(), "octoplus-trial-*"), d => Directory.GetFiles(d).Length > 0);
    }

    [Fact]
    public async Task Try_ThatFails_SaysWhy()
    {
        var page = Render<SourceFormPage>();
        await FillAsync(page, ("name", "Fichier"), ("address", "https://10.0.0.1/a.csv"));
        await page.Find("[data-testid=try]").ClickAsync();
        page.WaitForAssertion(() => Assert.Contains("10.0.0.1", page.Find("[data-testid=trial-problem]").TextContent, StringComparison.Ordinal), _patience);
    }

    [Fact]
    public void Page_DatabaseGone_FailsWithAWayToTryAgain()
    {
        LoseSources();
        Assert.NotNull(Render<SourceFormPage>().Find("[data-testid=failed] button"));
    }

    private static string? Value(IRenderedComponent<SourceFormPage> page, string field) => page.Find($"[data-field={field}]").GetAttribute("value");

    private static async Task ScheduleAsync(IRenderedComponent<SourceFormPage> page, string cron)
    {
        await page.Find("[data-testid=schedule-form] [data-testid=kind]").ChangeAsync(new() { Value = "Expression" });
        await page.Find("[data-testid=expression]").InputAsync(new() { Value = cron });
    }

    private static async Task FillAsync(IRenderedComponent<SourceFormPage> page, params (string Field, string Value)[] values)
    {
        foreach (var (field, value) in values)
        {
            await page.Find($"[data-field={field}]").ChangeAsync(new() { Value = value });
        }
    }
}
