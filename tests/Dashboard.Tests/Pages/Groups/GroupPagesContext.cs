using System.Security.Claims;
using Dapper;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Octoplus.Core.Accounts;
using Octoplus.Core.Boundaries;
using Octoplus.Core.Groups;
using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Clustering;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Charts;
using Octoplus.Dashboard.Pages.Groups;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Tests.Pages.Map;
using Octoplus.Ingest.Imports;

namespace Octoplus.Dashboard.Tests.Pages.Groups;

/// <summary>The page of groups over a database of its own, without figures until <see cref="ServeFiguresAsync"/>.</summary>
public abstract class GroupPagesContext : BunitContext, IAsyncLifetime
{
    protected static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly TestDatabase _test = TestDatabase.OnSqlite();

    protected GroupPagesContext()
    {
        MapSample.Speak("fr-FR");
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    /// <summary>What the engine answers to a choice that was not computed beforehand.</summary>
    protected AnalyseClusters Engine { get; set; } = (_, _, _, _, _) => throw new ClusterException(ClusterProblem.NothingVaries, "made");

    protected FirstDataProgress FirstData { get; } = new();

    protected NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    internal TestDatabase Test => _test;

    private Database Database => _test.Database;

    public async Task InitializeAsync() => await SchemaScripts.ApplyAsync(Database, CancellationToken.None);

    public new async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _test.DisposeAsync();
    }

    /// <summary>A page that has read what it shows.</summary>
    protected IRenderedComponent<GroupPage> Open(string query = "")
    {
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        Navigation.NavigateTo(GroupPageState.Address + query);
        var page = Render<GroupPage>();
        page.WaitForState(() => page.FindAll("p[data-testid=loading]").Count == 0, Limit);
        return page;
    }

    /// <summary>Serves the page to a visitor of a role; null: to nobody in particular.</summary>
    protected async Task ServeAsync(Role? role = null)
    {
        var audit = new AuditLog(Database, TimeProvider.System);
        var users = new UserQueries(Database);
        AuthenticationStateProvider visitor = new Visitor(new ClaimsPrincipal(new ClaimsIdentity()));
        if (role is { } known)
        {
            Assert.Equal(UserChange.Done, await new UserStore(Database, audit, TimeProvider.System)
                .AddAsync(new NewUser("ana", known, "no password has this hash", MustChangePassword: false), AuditActor.System, CancellationToken.None));
            visitor = new Visitor(Principal((await users.FindAsync("ana", CancellationToken.None))!));
        }

        Services.AddLogging().AddOptions<AccessOptions>().Configure(o => o.AnonymousRead = true);
        Services.AddPolicies().AddCascadingAuthenticationState();
        Services.AddSingleton<IAuthorizationService, DefaultAuthorizationService>().AddSingleton<IAuthorizationPolicyProvider, DefaultAuthorizationPolicyProvider>();
        Services.AddSingleton(visitor).AddOctoplusLocalization().AddSingleton(TimeProvider.System).AddSingleton(FirstData);
        Services.AddSingleton(new GroupQueries(Database)).AddSingleton(new GroupNameStore(Database, audit)).AddSingleton(new VintageQueries(Database)).AddSingleton(new AtlasSource(new BoundaryQueries(Database)));
        Services.AddSingleton(new GroupAnalyses(new GroupQueries(Database), new GroupDataQueries(Database), new GroupSetStore(Database), (table, options, clusters, progress, token) => Engine(table, options, clusters, progress, token)));
        Services.AddSingleton(new CurrentActor(visitor, users, new HttpContextAccessor(), Options.Create(new IdentityOptions())));
    }

    /// <summary>Two years of the nine départements of the sample, all with 100,000 inhabitants, and the groups of the sample, made beforehand for the default choice.</summary>
    protected async Task ServeFiguresAsync()
    {
        await ServeCountsAsync();
        var job = new Publishing(Database);
        var run = await Engines.Of(Database, [job]).RunAsync(job.Name, JobCause.Command, null, "tester", CancellationToken.None);
        Assert.Equal(JobState.Succeeded, run!.State);
        FirstData.End(null);
    }

    protected async Task<IReadOnlyList<string>> AuditedAsync() => await _test.ColumnAsync<string>("select action from audit_entry where action like 'group.%' order by id");

    private async Task ServeCountsAsync()
    {
        await using var connection = await Database.OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync(
            """
            insert into vintage (id, slug, dataset, file_name, sha256, size_bytes, origin, state, is_demonstration, fact_count, staged_at)
            values (1, 'etat4001-2020-1a2b3c4d', 'etat4001', 'crimes.xlsx', 'x', 1, 'inbox', 'accepted', 0, 1, '2026-11-22T04:00:00Z');
            insert into view_vintage (build_id, dataset, period, vintage_id) values (1, 'etat4001', 2019, 1), (1, 'etat4001', 2020, 1), (1, 'population', 2019, 1), (1, 'population', 2020, 1);
            update publication set build_id = 1 where id = 1;
            """);
        foreach (var (code, place) in GroupSample.Names.Keys.Where(c => c != "976").Select((c, i) => (c, i)))
        {
            await connection.ExecuteAsync(
                "insert into view_territory (build_id, code, level, name, parent, area_km2) values (1, @code, 'department', @name, null, 1000)", new { code, name = GroupSample.Names[code] });
            foreach (var year in new[] { 2019, 2020 })
            {
                await connection.ExecuteAsync(
                    "insert into view_demography (build_id, level, year, territory, population, women, age_0_19) values (1, 'department', @year, @code, 100000, 51000, 20000)", new { year, code });
                await connection.ExecuteAsync(
                    """
                    insert into view_count (build_id, measure, level, year, territory, police, police_covered, population)
                    values (1, @measure, 'department', @year, @code, @count, @count, 100000)
                    """,
                    FeaturePreset.Rates.Features.Select(f => f[GroupFeature.RatePrefix.Length..]).Append("tous").Select((measure, i) => new { measure, year, code, count = 100L * (i + place + 1) }));
            }
        }
    }

    private static ClaimsPrincipal Principal(UserAccount user)
        => new(new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, user.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                new Claim(ClaimTypes.Name, user.Name),
                new Claim(ClaimTypes.Role, user.Role.Code()),
                new Claim(new IdentityOptions().ClaimsIdentity.SecurityStampClaimType, user.SecurityStamp),
            ],
            "test"));

    private sealed class Publishing(Database database) : Job
    {
        public override string Name => "publish";

        public override string DefaultSchedule => "0 0 3 * * ?";

        public override async Task<JobResult> RunAsync(JobContext context, CancellationToken cancellationToken)
        {
            await new GroupSetStore(database).PublishAsync(context.Lease, "hash", 3, [new GroupSet(3, [GroupSample.Panel(2019), GroupSample.Panel()])], cancellationToken);
            return new JobResult(HasChanged: true, 1, Message.Of("views.rebuilt"));
        }
    }

    private sealed class Visitor(ClaimsPrincipal user) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(user));
    }
}
