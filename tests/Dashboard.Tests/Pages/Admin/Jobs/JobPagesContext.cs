using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Octoplus.Core.Accounts;
using Octoplus.Core.Jobs;
using Octoplus.Core.Notices;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Core.Upkeep;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Hosting;
using Octoplus.Dashboard.Shared;
using Octoplus.Dashboard.Shared.Actions;
using Octoplus.Dashboard.Tests.Pages.Map;

namespace Octoplus.Dashboard.Tests.Pages.Admin.Jobs;

/// <summary>The pages of jobs over a database of their own, with jobs that a test writes; the visitor is an administrator.</summary>
public abstract class JobPagesContext : BunitContext, IAsyncLifetime
{
    protected static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly TestDatabase _test = TestDatabase.OnSqlite();
    private JobEngine? _engine;

    protected JobPagesContext() => MapSample.Speak("fr-FR");

    protected JobSchedule Schedule { get; private set; } = null!;

    protected JobEngine Engine => _engine!;

    internal Database Database => _test.Database;

    public async Task InitializeAsync() => await SchemaScripts.ApplyAsync(Database, CancellationToken.None);

    public new async Task DisposeAsync()
    {
        if (_engine is not null)
        {
            await _engine.EndAsync(CancellationToken.None);
        }

        await base.DisposeAsync();
        await _test.DisposeAsync();
    }

    /// <summary>Serves the pages.</summary>
    /// <param name="isStarted">Whether this node takes part in the schedule.</param>
    protected async Task ServeAsync(bool isStarted, params Job[] jobs)
    {
        _engine = Engines.Of(Database, jobs);
        Schedule = Engines.ScheduleOf(Database, jobs);
        if (isStarted)
        {
            await Schedule.AdoptAsync(CancellationToken.None);
        }

        var audit = new AuditLog(Database, TimeProvider.System);
        Services.AddPages();
        Services.AddSingleton(_engine).AddSingleton(Schedule).AddSingleton(new ScheduleState { IsStarted = isStarted }).AddSingleton(new JobRunQueries(Database)).AddSingleton(new NoticeQueries(Database)).AddSingleton(audit).AddSingleton(new QueryTimes(Database));
        var users = new UserQueries(Database);
        var added = await new UserStore(Database, audit, TimeProvider.System)
            .AddAsync(new NewUser("chef", Role.Admin, "no password has this hash", MustChangePassword: false), AuditActor.System, CancellationToken.None);
        Assert.Equal(UserChange.Done, added);
        var admin = (await users.FindAsync("chef", CancellationToken.None))!;
        Services.AddSingleton(new CurrentActor(new SignedIn(admin), users, new HttpContextAccessor(), Options.Create(new IdentityOptions())));
    }

    /// <summary>A page that has read what it shows.</summary>
    protected static IRenderedComponent<T> Loaded<T>(IRenderedComponent<T> page)
        where T : JobWatchingPage
    {
        page.WaitForState(() => page.FindAll("[data-testid=loading]").Count == 0, Limit);
        return page;
    }

    /// <summary>The database answers no more.</summary>
    protected async Task LoseRunsAsync() => await _test.ColumnAsync<int>("alter table job_run rename to job_run_away");

    protected async Task FindRunsAsync() => await _test.ColumnAsync<int>("alter table job_run_away rename to job_run");

    protected async Task<IReadOnlyList<string>> AuditedAsync() => await _test.ColumnAsync<string>("select action from audit_entry where action like 'job.%' order by id");

    private sealed class SignedIn(UserAccount user) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync()
            => Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity(
                [
                    new Claim(ClaimTypes.NameIdentifier, user.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                    new Claim(ClaimTypes.Name, user.Name),
                    new Claim(ClaimTypes.Role, "admin"),
                    new Claim(new IdentityOptions().ClaimsIdentity.SecurityStampClaimType, user.SecurityStamp),
                ],
                "test"))));
    }
}

/// <summary>A job whose work a test writes.</summary>
public sealed class MadeJob(string name, Func<JobContext, CancellationToken, Task<JobResult>> work, params string[] after) : Job
{
    public static JobResult Changed { get; } = new(HasChanged: true, 3, Message.Of("views.rebuilt"));

    public override string Name => name;

    public override string DefaultSchedule { get; } = "0 0 3 * * ?";

    public override IReadOnlyList<string> After => after;

    public static MadeJob Quick(string name, params string[] after) => new(name, (_, _) => Task.FromResult(Changed), after);

    public override Task<JobResult> RunAsync(JobContext context, CancellationToken cancellationToken) => work(context, cancellationToken);
}
