using Octoplus.Core.Reference;
using Octoplus.Core.Sources;
using Octoplus.Dashboard.Pages.Admin.Sources;
using Octoplus.Dashboard.Tests.Pages.Map;

namespace Octoplus.Dashboard.Tests.Pages.Admin.Sources;

public sealed class SourcesPageTests : SourcesContext
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    [Fact]
    public void Page_WithoutASource_SaysWhatToAdd()
    {
        var page = Render<SourcesPage>();
        Assert.Contains("Aucune source", page.Find("[data-testid=empty]").TextContent, StringComparison.Ordinal);
        Assert.True(page.Find("[data-testid=sync-all]").HasAttribute("disabled"));
        Assert.Equal("/admin/sources/nouvelle", page.Find("[data-testid=add]").GetAttribute("href"));
    }

    [Fact]
    public async Task Page_DatabaseGone_FailsWithAWayToTryAgain()
    {
        LoseSources();
        var page = Render<SourcesPage>();
        await page.Find("[data-testid=failed] button").ClickAsync();
        Assert.NotNull(page.Find("[data-testid=failed]"));
    }

    [Fact]
    public async Task Row_OfEachState_SaysItInWords()
    {
        var failing = await AddFolderAsync("<script>alert(1)</script>");
        var waiting = await AddFolderAsync("Attente");
        await AddFolderAsync("Neuve");
        await AddFolderAsync("Éteinte", isOn: false);
        await StateAsync(failing, SourceStatus.Failed, new Message("source.failure.path-no-folder", ["/x"]), [], failures: 3);
        await StateAsync(waiting, SourceStatus.Waiting, null, [new SourceFile { Name = "a.csv", ImportId = 41 }, new SourceFile { Name = "b.csv", ImportId = 42, IsOpen = true }]);

        var page = Render<SourcesPage>();
        Assert.Equal(["en échec", "attend votre décision", "jamais interrogée", "désactivée"], page.FindAll("[data-testid=state]").Select(c => c.TextContent));
        var row = page.Find($"[data-source='{failing}']");
        Assert.Contains("N’a encore jamais répondu (3 essais).", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("Le dossier /x n’existe pas", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("<script>alert(1)</script>", row.TextContent, StringComparison.Ordinal); // as text
        Assert.Empty(page.FindAll("script"));
        Assert.Equal("/admin/imports/42", page.Find($"[data-source='{waiting}'] [data-testid=decide]").GetAttribute("href"));
        Assert.Equal(["true", "true", "true", "false"], page.FindAll("[data-testid=switch]").Select(s => s.HasAttribute("checked") ? "true" : "false"));
    }

    [Fact]
    public async Task Switch_TurnedOff_IsKeptSaidAndAudited()
    {
        var id = await AddFolderAsync();
        var page = Render<SourcesPage>();
        await page.Find("[data-testid=switch]").ChangeAsync(new() { Value = false });
        Assert.False((await Queries.FindAsync(id, CancellationToken.None))!.Source.IsOn);
        Assert.Contains("« Mensuels » est désactivée", Plain(page.Find("[data-testid=message]").TextContent), StringComparison.Ordinal);
        Assert.Contains("désactivée", page.Find("[data-testid=state]").TextContent, StringComparison.Ordinal);
        Assert.Equal(["chef Mensuels"], await AuditAsync(SourceStore.TurnedOff));

        await page.Find("[data-testid=switch]").ChangeAsync(new() { Value = true });
        Assert.Equal(["chef Mensuels"], await AuditAsync(SourceStore.TurnedOn));
    }

    [Fact]
    public async Task Sync_OfOneSource_ShowsProgressThenWhatCameOfIt()
    {
        var id = await AddFolderAsync();
        var page = Render<SourcesPage>();
        await page.Find("[data-testid=sync]").ClickAsync();
        page.WaitForAssertion(() => Assert.Contains("Synchronisation de « Mensuels » : lecture des lignes 20 sur 80", Plain(page.Find("[data-testid=run]").TextContent), StringComparison.Ordinal), _patience);
        Assert.Equal("80", page.Find("[data-testid=run] progress").GetAttribute("max"));
        Assert.Equal("true", page.Find("[data-testid=sync]").GetAttribute("aria-disabled"));
        Assert.Equal(id.ToString(System.Globalization.CultureInfo.InvariantCulture), Job.Asked);
        Assert.Equal(["chef Mensuels"], await AuditAsync(SourceRuns.Run));

        Job.Go.SetResult();
        page.WaitForAssertion(() => Assert.Equal("5 lignes lues.", Plain(page.Find("[data-testid=message]").TextContent)), _patience);
        Assert.Empty(page.FindAll("[data-testid=run]"));
    }

    [Fact]
    public async Task Sync_WhileAnotherRuns_SaysSo()
    {
        await AddFolderAsync();
        var page = Render<SourcesPage>();
        await page.Find("[data-testid=sync-all]").ClickAsync();
        var late = Render<SourcesPage>();
        Assert.Equal("true", late.Find("[data-testid=sync]").GetAttribute("aria-disabled"));
        await late.Find("[data-testid=sync]").ClickAsync();
        Assert.Null(Job.Asked);
        Assert.Equal(["chef "], await AuditAsync(SourceRuns.Run));
    }

    private async Task StateAsync(long id, SourceStatus status, Message? message, IReadOnlyList<SourceFile> files, int failures = 0)
        => await States.WriteAsync(
            new SourceResult(new SourceState { SourceId = id, State = status, TriedAt = DateTimeOffset.UtcNow, Message = message, Failures = failures }, files), null, null, CancellationToken.None);

    private static string Plain(string text) => MapNarrationTests.Plain(text).Trim();
}
