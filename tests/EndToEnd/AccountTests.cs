using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Octoplus.EndToEnd;

/// <summary>Signing in and out, and what administrators do to users, as they see it.</summary>
[Collection(ServedDashboardCollection.Name)]
public sealed class AccountTests(ServedDashboard dashboard) : BrowserTests(dashboard.Pages)
{
    private const string OwnPassword = "lampe nuage brique";

    [SkippableFact]
    public async Task SignIn_FromAPageThatNeedsIt_LeadsBackThere()
    {
        var page = await dashboard.NewPageAsync();
        await page.GotoAsync(new Uri(dashboard.Address, "/admin/audit?action=sign-in").ToString());
        Assert.Contains("/connexion?retour=", page.Url, StringComparison.Ordinal);
        await page.Locator("input[name=Name]").FillAsync(ServedDashboard.AdminName);
        await page.Locator("input[name=Password]").FillAsync(ServedDashboard.AdminPassword);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(url => url.EndsWith("/admin/audit?action=sign-in", StringComparison.Ordinal));
        await Expect(page.GetByTestId("audit").Locator("tbody tr").First).ToContainTextAsync(ServedDashboard.AdminName);
    }

    [SkippableFact]
    public async Task SignIn_WithoutScript_Works()
    {
        var page = await dashboard.NewPageAsync(hasScript: false);
        await dashboard.SubmitSignInAsync(page, "/donnees", ServedDashboard.AdminName, ServedDashboard.AdminPassword);
        await page.WaitForURLAsync(url => url.EndsWith("/donnees", StringComparison.Ordinal));
        await page.GetByTestId("user-menu").Locator("summary").ClickAsync();
        await page.GetByTestId("sign-out").ClickAsync();
        await Expect(page.GetByTestId("sign-in")).ToBeVisibleAsync();
    }

    [SkippableFact]
    public async Task SignIn_WrongPasswords_SayOneMessageThenThatTheNameIsLocked()
    {
        var page = await dashboard.NewPageAsync();
        for (var attempt = 0; attempt < 4; attempt++)
        {
            await dashboard.SubmitSignInAsync(page, "/", "quelqu-un", "faux");
            await Expect(page.GetByTestId("sign-in-error")).ToHaveTextAsync("Le nom d'utilisateur ou le mot de passe est incorrect.");
        }

        await dashboard.SubmitSignInAsync(page, "/", "quelqu-un", "faux");
        await Expect(page.GetByTestId("sign-in-error")).ToContainTextAsync("bloquée pendant 15 minutes");
        Assert.Equal("quelqu-un", await page.Locator("input[name=Name]").InputValueAsync());
        Assert.Equal("", await page.Locator("input[name=Password]").InputValueAsync());
    }

    [SkippableFact]
    public async Task SignOut_FromTheMenu_LeavesNothingBehind()
    {
        var page = await dashboard.NewPageAsync();
        await dashboard.SignInAsync(page);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Gestion" })).ToBeVisibleAsync();
        await page.GetByTestId("user-menu").Locator("summary").ClickAsync();
        await page.GetByTestId("sign-out").ClickAsync();
        await Expect(page.GetByTestId("sign-in")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Gestion" })).ToHaveCountAsync(0);
        await page.GotoAsync(new Uri(dashboard.Address, "/admin/utilisateurs").ToString());
        Assert.Contains("/connexion", page.Url, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task AddUser_OneTimePassword_MustBeChangedAndThenReads()
    {
        var password = await AddUserAsync("nouvelle", "Lecture");
        var page = await dashboard.NewPageAsync();
        await ChangePasswordAsync(page, "nouvelle", password, "/donnees");
        await page.WaitForURLAsync(url => url.EndsWith("/donnees", StringComparison.Ordinal));
        await page.GotoAsync(new Uri(dashboard.Address, "/admin/utilisateurs").ToString());
        await Expect(page.GetByTestId("denied")).ToContainTextAsync("« Administration »".Replace(' ', '\u00a0'));
        await Expect(page.GetByTestId("denied")).ToContainTextAsync("nouvelle");
    }

    [SkippableFact]
    public async Task SignOutEverywhere_ByTheUser_EndsTheOpenPageOfAnotherBrowser()
    {
        var password = await AddUserAsync("mobile", "Administration");
        var elsewhere = await dashboard.NewPageAsync();
        await ChangePasswordAsync(elsewhere, "mobile", password, "/admin/audit");
        await Expect(elsewhere.GetByTestId("audit")).ToBeVisibleAsync();
        await elsewhere.Locator("[data-interactive=true]").WaitForAsync();

        var here = await dashboard.NewPageAsync();
        await dashboard.SignInAsync(here, "/", "mobile", OwnPassword);
        await here.GotoAsync(new Uri(dashboard.Address, "/compte").ToString());
        await here.GetByRole(AriaRole.Button, new() { Name = "Se déconnecter partout" }).ClickAsync();

        // Nobody touches the other browser: its circuit finds out by itself.
        await elsewhere.WaitForURLAsync(url => url.Contains("/connexion?retour=%2Fadmin%2Faudit", StringComparison.Ordinal));
        await Expect(here.Locator("h1")).ToHaveTextAsync("Connexion");
    }

    [SkippableFact]
    public async Task Users_LastAdministrator_CannotBeDisabledOrDemoted()
    {
        // Its own program: elsewhere other tests add administrators.
        await using var alone = new OwnDashboard();
        await alone.InitializeAsync();
        var page = await alone.NewPageAsync();
        await alone.SignInAsync(page, "/admin/utilisateurs");
        var row = page.Locator($"tr[data-user={ServedDashboard.AdminName}]");
        await row.Locator("[data-act=Disable]").ClickAsync();
        await row.Locator("[data-act=confirm]").ClickAsync();
        await Expect(page.GetByTestId("message")).ToContainTextAsync("dernier administrateur");
        await row.Locator("select").SelectOptionAsync("viewer");
        await Expect(row.Locator("select")).ToHaveValueAsync("admin");
        await Expect(row).ToContainTextAsync("actif");
    }

    [SkippableTheory]
    [InlineData("/connexion", 1440)]
    [InlineData("/connexion", 390)]
    [InlineData("/compte", 1440)]
    [InlineData("/compte", 390)]
    [InlineData("/admin/utilisateurs", 1440)]
    [InlineData("/admin/utilisateurs", 390)]
    [InlineData("/admin/audit", 1440)]
    [InlineData("/admin/audit", 390)]
    public async Task Page_InBothSizes_DoesNotScrollSidewaysNorLogErrors(string path, int width)
    {
        var page = await dashboard.NewPageAsync(width, 844);
        var errors = new List<string>();
        page.Console += (_, message) => errors.AddRange(message.Type == "error" ? [message.Text] : []);
        if (path != "/connexion")
        {
            await dashboard.SignInAsync(page);
        }

        await page.GotoAsync(new Uri(dashboard.Address, path).ToString());
        await Expect(page.Locator("h1").First).ToBeVisibleAsync();
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
        Assert.Empty(errors);
    }

    private async Task<string> AddUserAsync(string name, string role)
    {
        var page = await dashboard.NewPageAsync();
        await dashboard.SignInAsync(page, "/admin/utilisateurs");
        await page.GetByTestId("new-name").FillAsync(name);
        await page.GetByTestId("new-role").SelectOptionAsync(new SelectOptionValue { Label = role });
        await page.GetByRole(AriaRole.Button, new() { Name = "Ajouter" }).ClickAsync();
        await Expect(page.GetByTestId("users").Locator($"tr[data-user={name}]")).ToContainTextAsync("mot de passe à changer");
        return await page.Locator("#new-password").InnerTextAsync();
    }

    private async Task ChangePasswordAsync(IPage page, string name, string password, string path)
    {
        await dashboard.SubmitSignInAsync(page, path, name, password);
        await Expect(page.GetByTestId("must-change")).ToBeVisibleAsync();
        await page.Locator("input[name=Current]").FillAsync(password);
        await page.Locator("input[name=New]").FillAsync(OwnPassword);
        await page.Locator("input[name=Repeat]").FillAsync(OwnPassword);
        await page.GetByRole(AriaRole.Button, new() { Name = "Changer le mot de passe" }).ClickAsync();
        await page.WaitForURLAsync(url => url.EndsWith(path, StringComparison.Ordinal));
    }

    private sealed class OwnDashboard : ServedDashboard, IAsyncDisposable
    {
        protected override GoldenFolder Data => GoldenFolder.Demonstration;

        async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();
    }
}
