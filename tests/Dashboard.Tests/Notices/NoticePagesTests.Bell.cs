using AngleSharp.Dom;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Octoplus.Core.Notices;
using Octoplus.Dashboard.Layout;

namespace Octoplus.Dashboard.Tests.Notices;

/// <summary>The bell.</summary>
public sealed partial class NoticePagesTests
{
    [Fact]
    public void Bell_NothingNew_SaysSo()
    {
        var bell = Bell();
        Assert.Equal("Avis : rien de nouveau", Plain(bell.Find("button").GetAttribute("aria-label")!));
        Assert.Empty(bell.FindAll("[data-testid=bell-count]"));
        Assert.Equal("false", bell.Find("button").GetAttribute("aria-expanded"));
    }

    [Fact]
    public async Task Bell_Opened_ListsNoticesInWordsAndIsMarkedRead()
    {
        await _node.FailAsync();
        await _node.ChangeAsync(1);
        var bell = Bell();
        Assert.Equal("Avis : 3 nouveaux", Plain(bell.Find("button").GetAttribute("aria-label")!));
        await bell.Find("button").ClickAsync();
        Assert.Equal("true", bell.Find(".bell-button").GetAttribute("aria-expanded"));
        var rows = bell.FindAll("[data-testid=notice]");
        Assert.Equal(["Recovered", "Changed", "Failed"], rows.Select(r => r.GetAttribute("data-kind")));
        var failed = Plain(rows[2].TextContent);
        Assert.Contains("Échec", failed, StringComparison.Ordinal);
        Assert.Contains("La tâche « test-job » a échoué", failed, StringComparison.Ordinal);
        Assert.Equal("/admin/taches/test-job", rows[2].QuerySelector("a")!.GetAttribute("href"));
        Assert.NotNull(rows[2].QuerySelector("svg[aria-hidden=true]"));
        Assert.Equal(3, bell.FindAll(".chip").Count);
        await bell.Find("[data-testid=bell-mark]").ClickAsync();
        Assert.Empty(bell.FindAll("[data-testid=bell-count], [data-testid=bell-mark], .chip"));
        Assert.Equal(0, await _node.Queries.UnseenAsync(_admin.Id, CancellationToken.None));
    }

    [Fact]
    public async Task Bell_Panel_ClosesOnEscapeOnCloseAndElsewhere()
    {
        var bell = Bell();
        await bell.Find("button").ClickAsync();
        Assert.Contains("Aucun avis", bell.Find("[data-testid=bell-empty]").TextContent, StringComparison.Ordinal);
        await bell.Find("[data-testid=bell]").KeyDownAsync(new KeyboardEventArgs { Key = "Escape" });
        Assert.Empty(bell.FindAll("[data-testid=bell-panel]"));
        await bell.Find("button").ClickAsync();
        await bell.Find("[data-testid=bell-close]").ClickAsync();
        Assert.Empty(bell.FindAll("[data-testid=bell-panel]"));
        await bell.Find("button").ClickAsync();
        await bell.Find("[data-dismiss]").ClickAsync();
        Assert.Empty(bell.FindAll("[data-testid=bell-panel]"));
        await bell.Find("button").ClickAsync();
        await bell.InvokeAsync(() => Services.GetRequiredService<NavigationManager>().NavigateTo("/donnees"));
        bell.WaitForAssertion(() => Assert.Empty(bell.FindAll("[data-testid=bell-panel]")));
    }

    [Fact]
    public async Task Bell_HalfAMinuteLater_CountsAgain()
    {
        var bell = Bell();
        await _node.FailAsync();
        _time.Move(TimeSpan.FromSeconds(30));
        bell.WaitForAssertion(() => Assert.Equal("1", bell.Find("[data-testid=bell-count]").TextContent));
    }

    [Fact]
    public async Task Bell_OfVeryMany_StopsCounting()
    {
        for (var i = 0; i < NoticeQueries.MaxUnseen + 5; i++)
        {
            await _node.WriteAsync(NoticesNode.Changed(i));
        }

        var bell = Bell();
        Assert.Equal("99+", bell.Find("[data-testid=bell-count]").TextContent);
        Assert.Equal("Avis : 99 et plus nouveaux", Plain(bell.Find("button").GetAttribute("aria-label")!));
    }

    [Fact]
    public void Bell_WithoutACircuit_IsALink()
    {
        Assert.Equal("/admin/avis", Bell(hasCircuit: false).Find("a").GetAttribute("href"));
    }

    private IRenderedComponent<NoticeBell> Bell(bool hasCircuit = true)
    {
        Serve(null, _node.Services);
        SetRendererInfo(new RendererInfo(hasCircuit ? "Server" : "Static", hasCircuit));
        var state = Services.GetRequiredService<AuthenticationStateProvider>().GetAuthenticationStateAsync();
        return Render<NoticeBell>(p => p.AddCascadingValue(state));
    }
}
