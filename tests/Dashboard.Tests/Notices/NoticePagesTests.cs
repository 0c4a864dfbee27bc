using System.Globalization;
using System.Security.Claims;
using AngleSharp.Dom;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Octoplus.Core.Accounts;
using Octoplus.Core.Notices;
using Octoplus.Core.Storage;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Notices;
using Octoplus.Dashboard.Pages.Admin.Notices;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Tests.Pages.Map;

namespace Octoplus.Dashboard.Tests.Notices;

/// <summary>Bell and page over a database of their own; the visitor is an administrator.</summary>
public sealed partial class NoticePagesTests : BunitContext, IAsyncLifetime
{
    private readonly TestDatabase _test = TestDatabase.OnSqlite();
    private readonly OwnCertificate _certificate = new();
    private readonly ManualTime _time = new();
    private readonly NoticesNode _node;
    private readonly SmtpSink _sink;
    private UserAccount _admin = new();

    public NoticePagesTests()
    {
        MapSample.Speak("fr-FR");
        _sink = new SmtpSink(_certificate.Certificate);
        _node = new NoticesNode(_test, new Dictionary<string, string?>(), _time);
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    public async Task InitializeAsync()
    {
        await SchemaScripts.ApplyAsync(_test.Database, CancellationToken.None);
        var users = new UserStore(_test.Database, new AuditLog(_test.Database, _time), _time);
        Assert.Equal(UserChange.Done, await users.AddAsync(new NewUser("chef", Role.Admin, "hash", MustChangePassword: false), AuditActor.System, CancellationToken.None));
        _admin = (await new UserQueries(_test.Database).FindAsync("chef", CancellationToken.None))!;
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await base.DisposeAsync();
        await _node.DisposeAsync();
        await _sink.DisposeAsync();
        await _test.DisposeAsync();
        _certificate.Dispose();
    }

    [Fact]
    public void Page_WithoutNoticesOrChannels_SaysWhatToSet()
    {
        var page = Page();
        Assert.Contains("Aucun avis pour l’instant", Plain(page.Find("[data-testid=empty]").TextContent), StringComparison.Ordinal);
        Assert.NotNull(page.Find("[data-testid=open-none]"));
        Assert.Contains("Notices:Mail", page.Find("[data-testid=channels-none]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-testid=test]"));
    }

    [Fact]
    public async Task Page_DatabaseGone_FailsWithAWayToTryAgain()
    {
        var page = Page(new NoticeQueries(Database.Create(new DatabaseOptions { ConnectionString = $"Data Source={_test.Folder}/missing/no.db" }, _test.Folder)));
        await page.Find("[data-testid=failed] button").ClickAsync();
        Assert.NotNull(page.Find("[data-testid=failed]"));
    }

    [Fact]
    public async Task Page_KindAndPage_AreInTheAddress()
    {
        for (var i = 0; i < 21; i++)
        {
            await _node.WriteAsync(NoticesNode.Changed(i));
        }

        await _node.FailAsync();
        await _node.FailAsync();
        var page = Page();
        Assert.Equal(20, page.FindAll("[data-testid=notice]").Count);
        Assert.Equal("/admin/avis?page=2", page.Find("[rel=next]").GetAttribute("href"));
        Go(page, "/admin/avis?page=2");
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("[data-testid=notice]").Count));
        Go(page, page.Find(".kinds a:nth-child(2)").GetAttribute("href")!);
        page.WaitForAssertion(() => Assert.Equal("Failed", Assert.Single(page.FindAll("[data-testid=notice]")).GetAttribute("data-kind")));
        Assert.Equal("Échec", page.Find(".kinds [aria-current]").TextContent);
        var open = Plain(page.Find("[data-testid=open] tbody").TextContent);
        Assert.Contains("La tâche « test-job » a échoué", open, StringComparison.Ordinal);
        Assert.EndsWith("2", open.Trim(), StringComparison.Ordinal);
        Go(page, "/admin/avis?genre=retablissement");
        page.WaitForAssertion(() => Assert.Equal("Aucun avis de ce genre.", page.Find("[data-testid=empty]").TextContent));
    }

    [Fact]
    public async Task Page_Deliveries_SayWhatBecameOfThem()
    {
        await using var node = new NoticesNode(_test, Settings(), _time);
        await node.Dispatcher.UseChannelsAsync(CancellationToken.None);
        await node.ChangeAsync(1);
        await node.SendAsync();
        _sink.Answer = line => line.StartsWith("MAIL", StringComparison.Ordinal) ? "451 <b>later</b>" : null;
        await node.ChangeAsync(2);
        await node.SendAsync();
        var page = Page(services: node.Services);
        Assert.Equal(["Waiting", "Sent"], page.FindAll("[data-testid=deliveries] tbody tr").Select(r => r.GetAttribute("data-state")));
        var waiting = page.Find("[data-testid=deliveries] tbody tr");
        Assert.Contains("test-job", waiting.TextContent, StringComparison.Ordinal);
        Assert.Contains("en attente, prochain essai le", waiting.TextContent, StringComparison.Ordinal);
        Assert.Contains("451 <b>later</b>", waiting.TextContent, StringComparison.Ordinal);
        var channels = Plain(page.Find("[data-testid=channels]").TextContent);
        Assert.Contains("De o@example.org à chef@example.org, par 127.0.0.1", channels, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_Test_SaysWhatEachChannelAnsweredAndIsAudited()
    {
        await using var node = new NoticesNode(_test, Settings(), _time);
        var page = Page(services: node.Services);
        await page.Find("[data-testid=test]").ClickAsync();
        page.WaitForAssertion(() => Assert.Equal("Courriel : essai accepté.", Plain(page.Find("[data-testid=test-result]").TextContent).Trim()), TimeSpan.FromSeconds(20));
        Assert.Contains("demandé par chef", Assert.Single(_sink.Mails).Text, StringComparison.Ordinal);
        _sink.Answer = line => line.StartsWith("AUTH", StringComparison.Ordinal) ? "535 wrong" : null;
        await page.Find("[data-testid=test]").ClickAsync();
        page.WaitForAssertion(() => Assert.Contains("essai refusé. The mail server refused name and password: 535 wrong", Plain(page.Find("[data-testid=test-result]").TextContent), StringComparison.Ordinal), TimeSpan.FromSeconds(20));
        Assert.Equal(2, (await _test.ColumnAsync<string>("select actor from audit_entry where action = 'notice.tested' and actor = 'chef'")).Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?genre=echec&page=3")]
    [InlineData("?genre=changement")]
    public void ToQuery_OfWhatWasParsed_IsTheSame(string query) => Assert.Equal(query, NoticesState.Parse(query).ToQuery());

    [Theory]
    [InlineData("?page=0")]
    [InlineData("?page=-1&genre=tout")]
    [InlineData("?genre=")]
    public void Parse_Nonsense_IsLeftOut(string query) => Assert.Equal(new NoticesState(null, 1), NoticesState.Parse(query));

    private static string Plain(string text) => MapNarrationTests.Plain(text);

    private Dictionary<string, string?> Settings() => new()
    {
        ["Network:TrustedCertificates"] = _certificate.Path,
        ["Notices:Mail:Host"] = "127.0.0.1",
        ["Notices:Mail:Port"] = _sink.Port.ToString(CultureInfo.InvariantCulture),
        ["Notices:Mail:UserName"] = "octoplus",
        ["Notices:Mail:Password"] = "secret",
        ["Notices:Mail:From"] = "o@example.org",
        ["Notices:Mail:To:0"] = "chef@example.org",
    };

    private IRenderedComponent<NoticesPage> Page(NoticeQueries? queries = null, IServiceProvider? services = null)
    {
        Serve(queries, services ?? _node.Services);
        return Render<NoticesPage>();
    }

    private static void Go(IRenderedComponent<NoticesPage> page, string address)
        => page.Services.GetRequiredService<NavigationManager>().NavigateTo(address);

    private void Serve(NoticeQueries? queries, IServiceProvider node)
    {
        Services.AddOctoplusLocalization().AddSingleton<TimeProvider>(_time).AddSingleton<Octoplus.Dashboard.Shared.Text.MessageText>();
        Services.AddSingleton(queries ?? node.GetRequiredService<NoticeQueries>()).AddSingleton(node.GetRequiredService<NoticeReads>());
        Services.AddSingleton(node.GetRequiredService<NoticeDispatcher>()).AddSingleton(node.GetRequiredService<IOptions<NoticesOptions>>()).AddSingleton(node.GetRequiredService<AuditLog>());
        var signedIn = new SignedIn(_admin);
        Services.AddSingleton<AuthenticationStateProvider>(signedIn);
        Services.AddSingleton(new CurrentActor(signedIn, new UserQueries(_test.Database), new HttpContextAccessor(), Options.Create(new IdentityOptions())));
    }

    private sealed class SignedIn(UserAccount user) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync()
            => Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity(
                [
                    new Claim(ClaimTypes.NameIdentifier, user.Id.ToString(CultureInfo.InvariantCulture)),
                    new Claim(ClaimTypes.Name, user.Name),
                    new Claim(ClaimTypes.Role, "admin"),
                    new Claim(new IdentityOptions().ClaimsIdentity.SecurityStampClaimType, user.SecurityStamp),
                ],
                "test"))));
    }
}
