using System.Security.Claims;
using Dapper;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Octoplus.Core.Forecasts;
using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Core.Storage;
using Octoplus.Core.Views;
using Octoplus.Core.Vintages;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Resources;
using Octoplus.Dashboard.Tests.Pages.Map;

namespace Octoplus.Dashboard.Tests.Pages.Forecasts;

/// <summary>The pages of forecasts over a database of their own, empty until <see cref="PublishAsync"/>.</summary>
public abstract class ForecastPagesContext : BunitContext, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    protected ForecastPagesContext()
    {
        MapSample.Speak("fr-FR");
        Database = Database.Create(new DatabaseOptions(), _folder.Path);
        SchemaScripts.ApplyAsync(Database, CancellationToken.None).GetAwaiter().GetResult();
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddLogging().AddOptions<AccessOptions>();
        Services.AddPolicies().AddCascadingAuthenticationState();
        Services.AddSingleton<IAuthorizationService, DefaultAuthorizationService>().AddSingleton<IAuthorizationPolicyProvider, DefaultAuthorizationPolicyProvider>();
        Services.AddSingleton<AuthenticationStateProvider>(new Nobody());
        Services.AddOctoplusLocalization().AddSingleton<TimeProvider>(new ManualClock(new DateTimeOffset(2026, 11, 22, 4, 0, 0, TimeSpan.Zero)));
        Serve(Database);
    }

    protected Database Database { get; }

    /// <summary>What the engine answers to a trial; it is not asked where nothing is published.</summary>
    protected ForecastAll Engine { get; set; } = (inputs, options, _, _) =>
        [.. inputs.Select(i => ForecastSample.Result with { Id = i.Id, Steps = [.. ForecastSample.Result.Steps.Take(options.Horizon).Select(s => s with { Mean = 3000 })] })];

    protected NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    void IDisposable.Dispose()
    {
        base.Dispose();
        _folder.Dispose();
    }

    protected Database Nowhere() => Database.Create(new DatabaseOptions { ConnectionString = $"Data Source={_folder.File("missing/no.db")}" }, _folder.Path);

    protected void Serve(Database database)
    {
        var queries = new ForecastQueries(database);
        Services.AddSingleton(queries).AddSingleton(new JobRunQueries(database));
        Services.AddSingleton(new ForecastPreview(new ForecastSetQueries(database, new SeriesQueries(database)), queries, (inputs, options, progress, token) => Engine(inputs, options, progress, token)));
    }

    /// <summary>Thefts of France, Occitanie and Haute-Garonne as in the sample, of Lozère with too few events, and of Ariège refused.</summary>
    protected async Task PublishAsync()
    {
        var good = ForecastSample.Result;
        (string Code, ForecastResult Result)[] all =
        [
            ("FR", good), ("R76", good), ("31", good), ("48", good with { Predictability = Predictability.TooFewEvents }),
            ("09", new ForecastResult { Id = "x", Refusal = ForecastRefusal.TooShort, Predictability = Predictability.Untested }),
        ];
        var job = new Publishing(Database, [.. all.Select(a => Forecast(a.Code, a.Result))]);
        var run = await Engines.Of(Database, [job]).RunAsync(job.Name, JobCause.Command, null, "tester", CancellationToken.None);
        Assert.Equal(JobState.Succeeded, run!.State);
    }

    /// <summary>January 2021 came true in Haute-Garonne: 2,200, where 2,100 were expected and 2,000 carried on.</summary>
    protected async Task<long> ScoreAsync()
    {
        await using var connection = await Database.OpenAsync(CancellationToken.None);
        var (id, series) = await connection.QuerySingleAsync<(long, long)>("select f.id, s.id from forecast f join forecast_series s on s.id = f.series_id where s.territory = '31'");
        await connection.ExecuteAsync(
            """
            insert into forecast_score (forecast_id, period, value, vintage, scored_at) values (@id, 202101, 2200, 'later', '2026-11-22T05:00:00Z');
            insert into forecast_scored (forecast_id, scored, abs_error, squared_error, naive_error, smape, error, within80, within95) values (@id, 1, 100, 10000, 200, 4.65, -100, 1, 1);
            insert into view_forecast_record (series_id, model, forecasts, scored, abs_error, naive_error, smape, error, within80, within95)
            values (@series, 'ets+theta', 1, 1, 100, 200, 4.65, -100, 1, 1);
            """,
            new { id, series });
        return id;
    }

    private static NewForecast Forecast(string code, ForecastResult result)
    {
        var key = new ForecastKey(Datasets.Etat4001Monthly, "vols", code);
        var input = new ForecastInput(key.Id, PeriodGrain.Month, 201501, [.. ForecastSample.Result.History.Select(h => h.Value)], IsCount: true);
        var node = new ForecastNode(key, input, "etat4001-mensuel-2020-1a2b3c4d", "hash", IsDemonstration: false);
        return new NewForecast(node, result with { Id = key.Id }, ForecastCause.First, [.. result.Steps.Select(_ => 2000.0)], null, "", RecentRecord.None);
    }

    private sealed class Publishing(Database database, IReadOnlyList<NewForecast> forecasts) : Job
    {
        public override string Name => "publish";

        public override string DefaultSchedule => "0 0 3 * * ?";

        public override async Task<JobResult> RunAsync(JobContext context, CancellationToken cancellationToken)
        {
            await new ForecastLedgerStore(database).PublishAsync(context.Lease, ForecastSample.Thefts, forecasts, [], cancellationToken);
            return new JobResult(HasChanged: true, forecasts.Count, Message.Of("forecast.done", forecasts.Count, 0, 0, 0));
        }
    }

    private sealed class Nobody : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity())));
    }

    private sealed class ManualClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
