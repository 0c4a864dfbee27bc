using System.Diagnostics;
using System.Globalization;
using Octoplus.Core.Forecasts;
using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting.Combination;
using Octoplus.Core.Storage;
using Octoplus.Core.Views;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Tests.Forecasts;
using Xunit.Abstractions;

namespace Octoplus.Ingest.Tests.RealFiles;

/// <summary>The published monthly series, imported and forecast by the job with the real engine.</summary>
public sealed class RealForecastTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string MonthlyFile = "monthly/etat4001-mensuel-departements-1999-2020.csv";

    // Of each measure and month, the country less its régions, and the régions less their départements.
    private const string GapsSql = """
        select sum(case when v.territory = 'FR' then p.mean when v.territory like 'R%' then -p.mean else 0 end) as CountryGap,
               sum(case when v.territory like 'R%' then p.mean when v.territory in ('FR', 'FR-METRO') then 0 else -p.mean end) as RegionGap,
               count(*) as Points
        from view_forecast v
        join forecast_point p on p.forecast_id = v.forecast_id
        group by v.measure, p.period
        """;

    private readonly TestDatabase _test = TestDatabase.OnSqlite();

    private sealed record GapRow
    {
        public required double CountryGap { get; init; }

        public required double RegionGap { get; init; }

        public required long Points { get; init; }
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [SkippableFact]
    public async Task RunAsync_MonthlyFile_ForecastsAThousandSeriesThatAddUp()
    {
        var file = Requires.RealFile(MonthlyFile);
        await SchemaScripts.ApplyAsync(_test.Database, CancellationToken.None);
        var importer = new TestImports(_test.Database, _test.Folder).Importer;
        await importer.EnsureReferenceAsync(CancellationToken.None);
        await importer.ImportAsync(file, "test", "tester", null, CancellationToken.None);
        await new ViewBuilder(_test.Database).RebuildAsync(null, force: false, CancellationToken.None);

        var engine = new Stopwatch();
        var all = Stopwatch.StartNew();
        await RunAsync(Timed(engine));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"first run {all.Elapsed.TotalSeconds:0.0} s, of which engine {engine.Elapsed.TotalSeconds:0.0} s"));

        // 96 metropolitan and 4 overseas départements, 13 + 4 régions, the country, and metropolitan France as published; ten measures.
        Assert.Equal([1190L], await _test.ColumnAsync<long>("select count(*) from view_forecast"));
        Assert.Equal([1190L * 24], await _test.ColumnAsync<long>("select count(*) from forecast_point"));
        var gaps = await _test.Database.QueryAsync<GapRow>(GapsSql, null, CancellationToken.None);
        Assert.Equal(240, gaps.Count);
        Assert.All(gaps, g => Assert.Equal((0, 0, 119), (g.CountryGap, g.RegionGap, g.Points)));
        var panel = await new ForecastQueries(_test.Database).PanelAsync(new ForecastKey(Datasets.Etat4001Monthly, "vols", "FR"), CancellationToken.None);
        Assert.Equal((202012, 264, 24), (panel!.Result.Origin, panel.Result.History.Count, panel.Result.Steps.Count));

        all.Restart();
        Assert.Equal(JobState.Unchanged, (await RunAsync(Timed(engine))).State);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"run without change {all.Elapsed.TotalSeconds:0.0} s"));
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        var queries = new ForecastQueries(_test.Database);
        var keys = (await queries.TerritoriesAsync(Datasets.Etat4001Monthly, "vols", CancellationToken.None)).Select(t => new ForecastKey(Datasets.Etat4001Monthly, "vols", t.Territory)).ToList();
        foreach (var (name, read) in new (string, Func<int, Task>)[]
        {
            ("panel", i => queries.PanelAsync(keys[i % keys.Count], CancellationToken.None)),
            ("overview", _ => queries.OverviewAsync(Datasets.Etat4001Monthly, "vols", CancellationToken.None)),
            ("ledger", _ => queries.LedgerAsync(new LedgerFilter(), 50, 0, CancellationToken.None)),
        })
        {
            await read(0);
            var clock = Stopwatch.StartNew();
            for (var i = 0; i < 100; i++)
            {
                await read(i);
            }

            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {clock.Elapsed.TotalMilliseconds / 100:0.00} ms"));
        }
    }

    private static ForecastAll Timed(Stopwatch clock)
        => (inputs, options, progress, cancellationToken) =>
        {
            clock.Start();
            try
            {
                return Forecaster.ForecastAll(inputs, options, progress, cancellationToken);
            }
            finally
            {
                clock.Stop();
            }
        };

    private async Task<JobRun> RunAsync(ForecastAll engine)
    {
        var run = (await Engines.Of(_test.Database, [ForecastJobs.Train(_test.Database, engine)]).RunAsync(
            TrainForecastsJob.Key, JobCause.Schedule, null, "tester", CancellationToken.None))!;
        Assert.True(run.State is JobState.Succeeded or JobState.Unchanged, $"{run.Message?.Code} {string.Join(' ', run.Message?.Arguments ?? [])}");
        return run;
    }
}
