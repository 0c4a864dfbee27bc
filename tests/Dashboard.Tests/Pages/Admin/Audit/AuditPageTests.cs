using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Octoplus.Core.Accounts;
using Octoplus.Dashboard.Pages.Admin.Audit;
using Octoplus.Dashboard.Tests.Accounts;

namespace Octoplus.Dashboard.Tests.Pages.Admin.Audit;

public sealed class AuditPageTests(AccountsProgram program) : IClassFixture<AccountsProgram>
{
    [Theory]
    [InlineData("")]
    [InlineData("?auteur=ada&action=sign-in&du=2026-03-01&au=2026-03-02&texte=a%20b&page=3")]
    public void ToQuery_OfWhatWasParsed_IsTheSame(string query) => Assert.Equal(query, AuditState.Parse(query).ToQuery());

    [Theory]
    [InlineData("?page=0")]
    [InlineData("?page=-4&du=hier&au=2026-99-99")]
    [InlineData("?page=99999999999999999999")]
    [InlineData("?auteur=&action=&texte=%20")]
    public void Parse_Nonsense_IsLeftOut(string query) => Assert.Equal(new AuditState(new AuditFilter(), 1), AuditState.Parse(query));

    [Fact]
    public async Task Export_CellsThatBeginAFormula_AreMadeText()
    {
        await program.Services.GetRequiredService<AuditLog>().WriteAsync(
            new AuditEntry(new AuditActor("+bob", null), "test.export", "=1+1", "@sum;\"quoted\"\nsecond line"), CancellationToken.None);
        using var client = await program.SignedInAsync("admin");
        using var answer = await client.AskAsync("/admin/audit.csv?action=test.export");
        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Contains("Auteur;Action;Objet", text, StringComparison.Ordinal);
        Assert.DoesNotContain(";=1+1", text, StringComparison.Ordinal);
        Assert.DoesNotContain(";+bob", text, StringComparison.Ordinal);
        Assert.DoesNotContain(";\"@sum", text, StringComparison.Ordinal);
        Assert.Contains("=1+1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("user.added", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_Markup_EncodesWhatOthersTyped()
    {
        using var visitor = program.Visitor();
        using var attempt = await visitor.SignInAsync("<img src=x onerror=alert(1)>", "x");
        using var client = await program.SignedInAsync("admin");
        using var answer = await client.AskAsync("/admin/audit");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain("<img src=x", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
