using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Octoplus.Core.Accounts;
using Octoplus.Core.Jobs;
using Octoplus.Core.Quality;
using Octoplus.Core.Storage;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Hosting;
using Octoplus.Dashboard.Pages.Quality;
using Octoplus.Dashboard.Tests.Pages.Map;
using Octoplus.Ingest.Imports;

namespace Octoplus.Dashboard.Tests.Pages.Quality;

public sealed class QualityPageTests : BunitContext, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Database _database;
    private readonly AuditLog _audit;
    private readonly UserStore _users;
    private readonly Visitor _visitor = new();

    public QualityPageTests()
    {
        MapSample.Speak("fr-FR");
        _database = Database.Create(new DatabaseOptions(), _folder.Path);
        SchemaScripts.ApplyAsync(_database, CancellationToken.None).GetAwaiter().GetResult();
        _audit = new AuditLog(_database, TimeProvider.System);
        _users = new UserStore(_database, _audit, TimeProvider.System);
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddLogging().AddOptions<AccessOptions>();
        Services.AddPolicies().AddCascadingAuthenticationState();
        Services.AddSingleton<IAuthorizationService, DefaultAuthorizationService>().AddSingleton<IAuthorizationPolicyProvider, DefaultAuthorizationPolicyProvider>();
        Services.AddSingleton<AuthenticationStateProvider>(_visitor);
        Services.AddPages();
        Serve(_database);
    }

    private ServicePairQueries Pairs => new(_database);

    void IDisposable.Dispose()
    {
        base.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Page_NothingStored_SaysSo()
    {
        await BeAsync(Role.Viewer);
        var page = Render<QualityPage>();
        Assert.Equal("Données à jour.", page.Find("[data-testid=summary]").TextContent);
        Assert.Contains("Rapprocher les services", page.Find("[data-testid=empty]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_DatabaseGone_FailsWithAWayToTryAgain()
    {
        await BeAsync(Role.Viewer);
        Serve(Database.Create(new DatabaseOptions { ConnectionString = $"Data Source={_folder.File("missing/no.db")}" }, _folder.Path));
        var page = Render<QualityPage>();
        await page.Find("[data-testid=failed] button").ClickAsync();
        Assert.NotNull(page.Find("[data-testid=failed]"));
    }

    [Fact]
    public async Task Pair_SeenByAViewer_HasReasonsAndYearsButNoButtons()
    {
        await BringAsync();
        await BeAsync(Role.Viewer);
        var page = Render<QualityPage>();
        Assert.Equal("Une paire de services à examiner, un jeu de données en retard.", MapNarrationTests.Plain(page.Find("[data-testid=summary]").TextContent));
        var pair = page.Find("[data-testid=pair]");
        Assert.Equal(["CIAT", "DE", "CSP"], pair.QuerySelectorAll(".name mark").Select(m => m.TextContent));
        Assert.Equal(4, pair.QuerySelectorAll("td.listed").Length);
        Assert.NotEmpty(pair.QuerySelectorAll(".reasons li"));
        Assert.Empty(page.FindAll("[data-testid=confirm-pair]"));
    }

    [Fact]
    public async Task Pair_ConfirmedThenUndone_GoesAndComesBack()
    {
        await BringAsync();
        await BeAsync(Role.Analyst);
        var page = Render<QualityPage>();

        await page.Find("[data-testid=confirm-pair]").ClickAsync();

        page.WaitForAssertion(() => Assert.Contains("forment une seule série", page.Find("[data-testid=message]").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("[data-testid=pair]"));
        Assert.Equal(1, (await Pairs.StatesAsync(CancellationToken.None))[PairState.Confirmed]);

        await page.Find("[data-testid=undo-last]").ClickAsync();

        page.WaitForAssertion(() => Assert.NotNull(page.Find("[data-testid=pair]")));
        Assert.Equal(1, (await Pairs.StatesAsync(CancellationToken.None))[PairState.Proposed]);
    }

    [Fact]
    public async Task Pair_RoleTakenAwayMeanwhile_IsNotDecided()
    {
        await BringAsync();
        await BeAsync(Role.Analyst);
        var page = Render<QualityPage>();
        await using (var connection = await _database.OpenAsync(CancellationToken.None))
        {
            await Dapper.SqlMapper.ExecuteAsync(connection, "update user_account set role = 'viewer'");
        }

        await page.Find("[data-testid=confirm-pair]").ClickAsync();

        page.WaitForAssertion(() => Assert.Contains("il faut être analyste", page.Find("[data-testid=message][role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal(1, (await Pairs.StatesAsync(CancellationToken.None))[PairState.Proposed]);
    }

    [Fact]
    public async Task Findings_NegativeCount_IsExplainedWithAComment()
    {
        await BringAsync("update fact set recorded = -5 where year = 2019 and offence = 7 and service_id = (select max(id) from service)");
        await BeAsync(Role.Analyst);
        Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>().NavigateTo("/qualite?vue=valeurs");
        var page = Render<QualityPage>();
        Assert.Contains("un compte ne peut être négatif", page.Find("[data-testid=findings] th[scope=row]").TextContent, StringComparison.Ordinal);

        await page.Find("[data-testid=explain]").ClickAsync();
        await page.Find("[data-testid=dialog-comment]").ChangeAsync("connu");
        await page.Find("[data-testid=confirm]").ClickAsync();

        page.WaitForAssertion(() => Assert.NotNull(page.Find("[data-testid=empty]")));
        var stored = Assert.Single(await new QualityQueries(_database).PageAsync(new FindingFilter(QualityKind.Impossible, IsExplained: true), 9, 0, CancellationToken.None));
        Assert.Equal("connu", stored.Comment);
    }

    [Fact]
    public async Task Freshness_OldDataset_SaysSinceWhenItIsLate()
    {
        await BringAsync();
        await BeAsync(Role.Viewer);
        Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>().NavigateTo("/qualite?vue=fraicheur");
        Assert.Contains("en retard depuis le 01/01/2023", Render<QualityPage>().Find("[data-dataset=etat4001]").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?vue=services&etat=confirmees&dep=2A&force=police&score=90&page=3")]
    [InlineData("?vue=sauts&etat=expliques&annee=2020")]
    [InlineData("?vue=fraicheur")]
    public void State_Address_ComesBackAsItWas(string query)
    {
        var state = QualityState.Parse(query);
        Assert.Equal(state, QualityState.Parse(state.ToQuery()));
    }

    [Fact]
    public void State_Nonsense_IsLeftOut()
        => Assert.Equal(new QualityState(), QualityState.Parse("?vue=rien&etat=x&dep=<b>&force=armee&score=101&annee=-1&page=0"));

    [Fact]
    public void Export_HostileName_DoesNotRunInASpreadsheet()
        => Assert.Contains("'=HYPERLINK", System.Text.Encoding.UTF8.GetString(QualityExport.Write([["=HYPERLINK(\"x\")", "b"]])), StringComparison.Ordinal);

    private async Task BringAsync(string? spoil = null)
    {
        var builder = WorkbookBuilder.Empty("Présentation");
        for (var year = 2017; year <= 2020; year++)
        {
            builder.AddPoliceSheet($"Services PN {year}", year).AddColumn("91", year < 2019 ? "CIAT DE VILLE" : "CSP VILLE", "DCSP", index => (index % 10) + 20 + (year - 2017));
            builder.AddGendarmerieSheet($"Services GN {year}", year).AddColumn("91", "CGD BOURG", count: index => (index % 10) + year - 2010);
        }

        var importer = new TestImports(_database, _folder.Path).Importer;
        await importer.ImportAsync(builder.Save(_folder.File("crimes.xlsx")), "test", "tester", null, CancellationToken.None);
        if (spoil is not null)
        {
            await using var connection = await _database.OpenAsync(CancellationToken.None);
            await Dapper.SqlMapper.ExecuteAsync(connection, spoil);
        }

        var counts = new StoredCountQueries(_database);
        var findings = new QualityFindingStore(_database, _audit);
        Job[] jobs =
        [
            new MatchServicesJob(counts, Pairs, new ServicePairStore(_database, _audit)),
            new CheckDataJob(new DataCheck(_database, counts, new QualityQueries(_database), TimeProvider.System), Pairs, findings),
        ];
        foreach (var job in jobs)
        {
            Assert.NotNull(await Engines.Of(_database, jobs).RunAsync(job.Name, JobCause.Command, null, "tester", CancellationToken.None));
        }
    }

    private void Serve(Database database)
    {
        Services.AddSingleton(new ServicePairQueries(database)).AddSingleton(new QualityQueries(database));
        Services.AddSingleton(new ServicePairStore(database, _audit)).AddSingleton(new QualityFindingStore(database, _audit));
    }

    private async Task BeAsync(Role role)
    {
        await _users.AddAsync(new NewUser("ada", role, "no password has this hash", MustChangePassword: false), AuditActor.System, CancellationToken.None);
        var queries = new UserQueries(_database);
        var user = (await queries.FindAsync("ada", CancellationToken.None))!;
        _visitor.Be(
            new Claim(ClaimTypes.NameIdentifier, user.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            new Claim(ClaimTypes.Name, user.Name),
            new Claim(ClaimTypes.Role, role.Code()),
            new Claim(new IdentityOptions().ClaimsIdentity.SecurityStampClaimType, user.SecurityStamp));
        Services.AddSingleton(new CurrentActor(_visitor, queries, new HttpContextAccessor(), Options.Create(new IdentityOptions())));
    }

    private sealed class Visitor : AuthenticationStateProvider
    {
        private ClaimsPrincipal _user = new();

        public void Be(params Claim[] claims) => _user = new ClaimsPrincipal(new ClaimsIdentity(claims, "test"));

        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(_user));
    }
}
