using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Octoplus.Core.Accounts;

namespace Octoplus.Dashboard.Tests.Accounts;

public sealed class SignInTests(AccountsProgram program) : IClassFixture<AccountsProgram>
{
    private const string Wrong = "Le nom d&#x27;utilisateur ou le mot de passe est incorrect.";
    private const string LockedOut = "bloquée pendant 15 minutes.</p>";

    [Theory]
    [InlineData("/connexion", "/")]
    [InlineData("/connexion?retour=%2Fdonnees%3Fa%3Db", "/donnees?a=b")]
    [InlineData("/connexion?retour=https%3A%2F%2Fevil.example", "/")]
    [InlineData("/connexion?retour=%2F%2Fevil.example", "/")]
    [InlineData("/connexion?retour=%2F%5Cevil.example", "/")]
    [InlineData("/connexion?retour=%2F%09%2Fevil.example", "/")]
    [InlineData("/connexion?retour=javascript%3Aalert(1)", "/")]
    [InlineData("/connexion?retour=%2Fconnexion", "/")]
    public async Task SignIn_RightPassword_GoesOnWithinThisHostOnly(string page, string expected)
    {
        using var client = program.Visitor();
        using var answer = await client.SignInAsync("viewer", AccountsProgram.Password, page);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(expected, answer.Headers.Location!.ToString().Replace("http://localhost", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SignIn_CookieOverHttp_IsHttpOnlyAndLax()
    {
        using var client = program.Visitor();
        using var answer = await client.SignInAsync("viewer", AccountsProgram.Password);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("octoplus-session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secure", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task SignIn_CookieOverHttps_IsBoundToTheHost()
    {
        using var client = program.Visitor("https");
        using var answer = await client.SignInAsync("viewer", AccountsProgram.Password);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("__Host-octoplus-session=", StringComparison.Ordinal));
        Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task SignIn_WithoutAntiforgeryToken_IsRefused()
    {
        using var client = program.Visitor();
        using var answer = await client.PostFormAsync("/connexion", ("_handler", "sign-in"), ("Name", "viewer"), ("Password", AccountsProgram.Password));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(answer.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(c => c.Contains("session", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("known", true)]
    [InlineData("unknown", false)]
    public async Task SignIn_FiveWrongPasswords_LockOutKnownAndUnknownNamesAlike(string name, bool isKnown)
    {
        if (isKnown)
        {
            await program.AddUserAsync(name, Role.Viewer);
        }

        using var client = program.Visitor();
        for (var attempt = 1; attempt <= 4; attempt++)
        {
            Assert.Contains(Wrong, await BodyAsync(client, name, "wrong"), StringComparison.Ordinal);
        }

        Assert.Contains(LockedOut, await BodyAsync(client, name, "wrong"), StringComparison.Ordinal);
        Assert.Contains(LockedOut, await BodyAsync(client, name.ToUpperInvariant(), AccountsProgram.Password), StringComparison.Ordinal);
        Assert.Equal(5, (await program.AuditAsync(AuditActions.SignInFailed)).Count(e => e == " " + name));
        Assert.Single(await program.AuditAsync(AuditActions.LockedOut), e => e == " " + name);
    }

    [Fact]
    public async Task SignIn_LockOutOver_WorksAndIsWrittenDown()
    {
        await program.AddUserAsync("patient", Role.Viewer);
        var user = await program.UserAsync("patient");
        var store = program.Services.GetRequiredService<SignInStore>();
        await store.LockOutAsync(user.Id, DateTimeOffset.UtcNow.AddMinutes(1), CancellationToken.None);
        using var client = program.Visitor();
        Assert.Contains(LockedOut, await BodyAsync(client, "patient", AccountsProgram.Password), StringComparison.Ordinal);
        await store.LockOutAsync(user.Id, DateTimeOffset.UtcNow.AddMinutes(-1), CancellationToken.None);
        using var answer = await client.SignInAsync("patient", AccountsProgram.Password);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Contains("patient patient", await program.AuditAsync(AuditActions.SignedIn));
        Assert.NotNull((await program.UserAsync("patient")).LastSignInAt);
    }

    [Fact]
    public async Task SignIn_DisabledUser_IsToldTheSameAsAWrongPassword()
    {
        await program.AddUserAsync("gone", Role.Viewer);
        await program.Services.GetRequiredService<UserStore>().SetDisabledAsync((await program.UserAsync("gone")).Id, isDisabled: true, AuditActor.System, CancellationToken.None);
        using var client = program.Visitor();
        Assert.Contains(Wrong, await BodyAsync(client, "gone", AccountsProgram.Password), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("viewer", "")]
    [InlineData("", "")]
    [InlineData("<script>alert(1)</script>", "x")]
    [InlineData("\ud83d\ude00", "x")]
    public async Task SignIn_NonsenseTyped_IsRefusedAndEncoded(string name, string password)
    {
        using var client = program.Visitor();
        var body = await BodyAsync(client, name, password);
        Assert.Contains(Wrong, body, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignOut_WithToken_EndsTheSession_WithoutDoesNot()
    {
        using var client = await program.SignedInAsync("viewer");
        using var forged = await client.PostFormAsync("/deconnexion");
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        using var still = await client.AskAsync("/compte");
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);

        using var answer = await client.PostFormAsync("/deconnexion", ("__RequestVerificationToken", await client.AntiforgeryAsync("/donnees")));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        using var over = await client.AskAsync("/compte");
        Assert.Equal(HttpStatusCode.Redirect, over.StatusCode);
        Assert.Contains("viewer viewer", await program.AuditAsync(AuditActions.SignedOut));
    }

    [Fact]
    public async Task MustChange_NewUser_ReachesNothingButTheOwnAccount()
    {
        await program.AddUserAsync("fresh", Role.Admin, mustChange: true);
        using var client = program.Visitor();
        using var signIn = await client.SignInAsync("fresh", AccountsProgram.Password, "/connexion?retour=%2Fdonnees");
        Assert.EndsWith("/compte?retour=%2Fdonnees", signIn.Headers.Location!.ToString(), StringComparison.Ordinal);
        using var page = await client.AskAsync("/admin/utilisateurs");
        Assert.Equal("/compte?retour=%2Fadmin%2Futilisateurs", page.Headers.Location!.ToString());
        using var api = await client.AskAsync("/api/v1/offences");
        Assert.Equal(HttpStatusCode.Forbidden, api.StatusCode);
        using var hub = await client.PostFormAsync("/_blazor/negotiate?negotiateVersion=1");
        Assert.Equal(HttpStatusCode.Forbidden, hub.StatusCode);
        using var token = await program.Visitor().PostFormAsync("/api/v1/token", ("grant_type", "password"), ("username", "fresh"), ("password", AccountsProgram.Password));
        Assert.Equal("invalid_grant", (await token.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString());

        using var change = await ChangeAsync(client, AccountsProgram.Password, "lampe nuage brique", page: "/compte?retour=%2Fdonnees");
        Assert.EndsWith("/donnees", change.Headers.Location!.ToString(), StringComparison.Ordinal);
        using var now = await client.AskAsync("/admin/utilisateurs");
        Assert.Equal(HttpStatusCode.OK, now.StatusCode);
    }

    [Theory]
    [InlineData("wrong", "lampe nuage brique", "lampe nuage brique", "Le mot de passe actuel est incorrect.")]
    [InlineData(AccountsProgram.Password, "court", "court", "trop court")]
    [InlineData(AccountsProgram.Password, "motdepasse2024", "motdepasse2024", "parmi les plus courants")]
    [InlineData(AccountsProgram.Password, "changer nuage brique", "changer nuage briques", "sont différentes")]
    [InlineData(AccountsProgram.Password, "je suis changer!", "je suis changer!", "contient votre nom")]
    [InlineData(AccountsProgram.Password, AccountsProgram.Password, AccountsProgram.Password, "différent de l&#x27;actuel")]
    public async Task ChangePassword_Refused_SaysWhyAndChangesNothing(string current, string fresh, string repeat, string expected)
    {
        if (await program.Services.GetRequiredService<UserQueries>().FindAsync("changer", CancellationToken.None) is null)
        {
            await program.AddUserAsync("changer", Role.Viewer);
        }

        using var client = await program.SignedInAsync("changer");
        using var answer = await ChangeAsync(client, current, fresh, repeat);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(expected, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var again = await program.SignedInAsync("changer");
    }

    [Fact]
    public async Task ChangePassword_Done_EndsOtherSessionsAndTokensAndKeepsThisOne()
    {
        await program.AddUserAsync("mover", Role.Viewer);
        using var here = await program.SignedInAsync("mover");
        using var elsewhere = await program.SignedInAsync("mover");
        using var token = await program.WithTokenAsync("mover");
        using var before = await elsewhere.AskAsync("/compte");
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);

        using var change = await ChangeAsync(here, AccountsProgram.Password, "lampe nuage brique");
        Assert.Equal(HttpStatusCode.Redirect, change.StatusCode);
        await EndsAsync(elsewhere, "/compte", HttpStatusCode.Redirect);
        await EndsAsync(token, "/api/v1/offences", HttpStatusCode.Unauthorized);
        using var kept = await here.AskAsync("/compte");
        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
        Assert.Contains("mover mover", await program.AuditAsync(AuditActions.PasswordChanged));
    }

    /// <summary>Waits until a session that ended elsewhere is refused: what was checked a second ago may still be believed.</summary>
    private static async Task EndsAsync(HttpClient client, string path, HttpStatusCode expected)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), patience.Token);
            if (answer.StatusCode == expected)
            {
                return;
            }

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            await Task.Delay(50, patience.Token);
        }
    }

    private static Task<HttpResponseMessage> ChangeAsync(HttpClient client, string current, string fresh, string? repeat = null, string page = "/compte")
        => client.SubmitAsync(page, "password", ("Current", current), ("New", fresh), ("Repeat", repeat ?? fresh));

    private static async Task<string> BodyAsync(HttpClient client, string name, string password)
    {
        using var answer = await client.SignInAsync(name, password);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }
}
