using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Octoplus.Dashboard.Tests.Accounts;

public sealed partial class SecurityHeadersTests(AccountsProgram program) : IClassFixture<AccountsProgram>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/connexion")]
    [InlineData("/nulle-part")]
    [InlineData("/admin/audit")]
    [InlineData("/css/site.css")]
    [InlineData("/js/map.js")]
    [InlineData("/healthz")]
    [InlineData("/api/index.html")]
    [InlineData("/api/v1/offences")]
    [InlineData("/api/v1/counts?level=planet")]
    public async Task Answer_OfEveryKind_HasTheHeaders(string path)
    {
        using var client = program.Visitor();
        using var answer = await client.AskAsync(path);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        foreach (var (name, value) in new[]
        {
            ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"), ("X-Frame-Options", "DENY"),
        })
        {
            Assert.Equal(value, Assert.Single(answer.Headers.GetValues(name)));
        }

        Assert.True(answer.Headers.Contains("Permissions-Policy"));
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Answer_OverHttps_AsksToStayThere()
    {
        using var client = program.Visitor("https");
        using var answer = await client.AskAsync("/connexion");
        Assert.Equal("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
    }

    [Fact]
    public async Task ImportMap_OfAPage_IsTheOnlyInlineScriptAndItsHashIsAllowed()
    {
        using var client = program.Visitor();
        using var answer = await client.AskAsync("/");
        var scripts = InlineScript().Matches(await answer.Content.ReadAsStringAsync());
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Assert.Single(scripts).Groups[1].Value)));
        Assert.Contains($"script-src 'self' 'sha256-{hash}';", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/donnees")]
    [InlineData("/connexion")]
    [InlineData("/compte")]
    [InlineData("/admin/utilisateurs")]
    [InlineData("/admin/audit")]
    public async Task Page_Markup_HasNoInlineStylesOrHandlers(string path)
    {
        using var client = await program.SignedInAsync("admin");
        using var answer = await client.AskAsync(path);
        // A visitor who has signed in is led on from the sign-in page.
        Assert.Equal(path == "/connexion" ? HttpStatusCode.Redirect : HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotMatch(InlineAttribute(), await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task SignInPage_WithoutScript_IsWhole()
    {
        using var client = program.Visitor();
        var page = await client.GetStringAsync(new Uri("/connexion", UriKind.Relative));
        Assert.DoesNotContain("blazor.web.js", page, StringComparison.Ordinal);
        Assert.Contains("autocomplete=\"current-password\"", page, StringComparison.Ordinal);
    }

    [GeneratedRegex("<script(?![^>]*src=)[^>]*>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex InlineScript();

    [GeneratedRegex("<[a-z][^>]*\\s(style|on[a-z]+)=", RegexOptions.IgnoreCase)]
    private static partial Regex InlineAttribute();
}
