using Dapper;
using Octoplus.Core.Accounts;
using Octoplus.Core.Forecasts;
using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Core.Storage;
using Octoplus.Core.Views;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Readers.Series;

namespace Octoplus.Ingest.Tests.Forecasts;

public abstract partial class TrainForecastsSuite
{
    /// <summary>Of every month forecast, what is stored for a sum less what is stored for its parts.</summary>
    private const string GapsSql = """
        select p.period as Period, sum(case when v.territory = @sum then p.mean else -p.mean end) as Gap
        from view_forecast v
        join forecast_point p on p.forecast_id = v.forecast_id
        where v.measure = @measure and v.territory in @all and v.force_code = @force
        group by p.period
        order by p.period
        """;

    private sealed record GapRow
    {
        public required int Period { get; init; }

        public required double Gap { get; init; }
    }

    private async Task AssertAddsUpAsync(string sum, string[] parts, int periods, string force = "", string measure = Measure)
    {
        var gaps = await Database.QueryAsync<GapRow>(GapsSql, new { sum, measure, all = parts.Append(sum), force }, CancellationToken.None);
        Assert.Equal(periods, gaps.Count);
        Assert.All(gaps, g => Assert.Equal(0, g.Gap));
    }

    [SkippableFact]
    public async Task RunAsync_Published_AddsUpInEveryMonth()
    {
        await ForecastAndCompareAsync();

        await AssertAddsUpAsync("FR", ["75", "77", "2A", "971"], 24);
        await AssertAddsUpAsync("FR", ["R11", "R94", "R01"], 24);
        await AssertAddsUpAsync("R11", ["75", "77"], 24);
    }

    [SkippableFact]
    public async Task RunAsync_RunThatDiedBeforePublishing_LeavesNothingToSeeAndIsTidied()
    {
        await ReferenceAsync();
        await ServeAsync(Thefts(201912));
        await RunAsync();
        var before = await ForecastRowsAsync();
        await using (var connection = await Database.OpenAsync(CancellationToken.None))
        {
            await connection.ExecuteAsync("insert into forecast_point select 999, period, step, mean, low80, high80, low95, high95, total_mean, total_deviation, naive from forecast_point where forecast_id = 1");
            await connection.ExecuteAsync("insert into forecast_backtest select 999, method, first_step, last_step, points, mae, rmse, mase, smape, r2, coverage80, coverage95, bias from forecast_backtest where forecast_id = 1");
            await connection.ExecuteAsync("insert into forecast_detail (forecast_id, overview, detail) values (999, '{}', '{}')");
        }

        Assert.Empty(await Queries.LedgerPointsAsync(999, CancellationToken.None));
        Assert.Equal(9, await Queries.LedgerCountAsync(new LedgerFilter(), CancellationToken.None));
        await RunAsync();
        Assert.Equal(before, await ForecastRowsAsync());
    }

    [SkippableFact]
    public async Task PublishAsync_LeaseLost_EntersNothing()
    {
        await ReferenceAsync();
        await ServeAsync(Thefts(201912));
        await RunAsync();
        var measure = (await Queries.MeasuresAsync(CancellationToken.None))[0];
        var set = await new ForecastSetQueries(Database, new SeriesQueries(Database)).ReadAsync(measure, CancellationToken.None);
        var result = _engine.ForecastAll([set!.Nodes[0].Input], new ForecastOptions(), null, CancellationToken.None)[0];
        var forecast = new NewForecast(set.Nodes[0], result, ForecastCause.Person, new double[24], null, new string('0', 64), RecentRecord.None);

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => new ForecastLedgerStore(Database).PublishAsync(
            new JobLease(1, TrainForecastsJob.Key, new Lease("job:" + TrainForecastsJob.Key, "nobody")), measure, [forecast], [], CancellationToken.None));
        Assert.Contains("lease", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["first"], await CausesAsync(set.Nodes[0].Key.Territory));
    }

    [SkippableFact]
    public async Task RunAsync_AskedForAllOrOneMeasure_TrainsThatAnew()
    {
        await ReferenceAsync();
        await ServeAsync(Thefts(201912));
        await RunAsync();
        await RunAsync(TrainForecastsJob.All);
        await RunAsync(TrainForecastsJob.ParameterOf(Dataset, Measure));
        var unknown = await RunAsync("etat4001-mensuel/autre");

        Assert.Equal(["first", "person", "person"], await CausesAsync("FR"));
        Assert.Equal((JobState.Failed, "forecast.no-measure"), (unknown.State, unknown.Message!.Code));
        Assert.Null(TrainForecastsJob.ParameterOf(Dataset, new string('m', 80)));
    }

    [SkippableFact]
    public async Task RunAsync_MeasureNoLongerServed_LeavesThePagesButNotTheLedger()
    {
        await ReferenceAsync();
        await ServeAsync(Thefts(201912));
        await RunAsync();
        await UndoAsync(Dataset);
        var run = await RunAsync();

        Assert.Equal("forecast.withdrawn", run.Message!.Code);
        Assert.Empty(await Queries.MeasuresAsync(CancellationToken.None));
        Assert.Empty(await Queries.OverviewAsync(Dataset, Measure, CancellationToken.None));
        Assert.Null(await Queries.PanelAsync(new ForecastKey(Dataset, Measure, "75"), CancellationToken.None));
        Assert.Equal(9, await Queries.LedgerCountAsync(new LedgerFilter(), CancellationToken.None));
    }

    [SkippableFact]
    public async Task RunAsync_Rates_AreNeitherSummedNorRounded()
    {
        await ReferenceAsync();
        var table = new SeriesTable();
        foreach (var (territory, value) in new[] { ("75", 7.5), ("77", 8.25) })
        {
            foreach (var quarter in new[] { 20191, 20192, 20193, 20194 })
            {
                table.TryAdd("chomage", territory, quarter, value);
            }
        }

        await ServeAsync(new SeriesContent(Datasets.Unemployment, PeriodGrain.Quarter, [new SeriesMeasure("chomage", "Chômage", "%", MeasureKind.Rate)], table));
        await RunAsync();

        Assert.Equal(["75", "77"], (await Queries.TerritoriesAsync(Datasets.Unemployment, "chomage", CancellationToken.None)).Select(t => t.Territory));
        var panel = await PanelAsync("77", dataset: Datasets.Unemployment, measure: "chomage");
        Assert.Equal((8, 20201, 8.25), (panel.Result.Steps.Count, panel.Result.Steps[0].Period, panel.Result.Steps[0].Mean));
    }

    /// <summary>The last week is not over: it is not learnt from, and comes when the next file says that it is.</summary>
    [SkippableFact]
    public async Task RunAsync_WeeksOfOtherGeographies_AreForecastEachFromTheLastClosedOne()
    {
        var table = new SeriesTable();
        foreach (var district in new[] { "001", "002" })
        {
            for (var week = 0; week < 10; week++)
            {
                table.TryAdd("crimes", district, Period.Key(PeriodGrain.Week, new DateOnly(2019, 1, 7).AddDays(7 * week)), week == 9 ? 3 : 100);
            }
        }

        await ServeAsync(new SeriesContent(
            Datasets.WeeklyDistricts, PeriodGrain.Week, [new SeriesMeasure("crimes", "Crimes", "", MeasureKind.Count)], table, new HashSet<int> { 20190311 }));
        await RunAsync();

        Assert.Equal(["001", "002"], (await Queries.TerritoriesAsync(Datasets.WeeklyDistricts, "crimes", CancellationToken.None)).Select(t => t.Territory));
        var panel = await PanelAsync("001", dataset: Datasets.WeeklyDistricts, measure: "crimes");
        Assert.Equal((20190304, 26, 20190311, 100.0), (panel.Result.Origin, panel.Result.Steps.Count, panel.Result.Steps[0].Period, panel.Result.Steps[0].Mean));
    }

    /// <summary>Police and gendarmerie add up to all, in each place and in the country.</summary>
    [SkippableFact]
    public async Task RunAsync_YearlyCounts_AddUpByForceAndPlace()
    {
        await ReferenceAsync();
        using var folder = new TemporaryFolder();
        var importer = new TestImports(Database, Test.Folder).Importer;
        await importer.ImportAsync(WorkbookBuilder.Valid(2019, 2020, 2021, 2022).Save(folder.File("w.xlsx")), "test", "tester", null, CancellationToken.None);
        await new ViewBuilder(Database).RebuildAsync(null, force: false, CancellationToken.None);
        var run = await RunAsync();

        Assert.True(run.State == JobState.Succeeded, $"{run.Message}: {string.Join(", ", run.Message?.Arguments ?? [])}");
        const string burglary = "cambriolages-de-logement";
        Assert.Equal(12, (await Queries.MeasuresAsync(CancellationToken.None)).Count);
        var keys = (await Queries.TerritoriesAsync(Datasets.Etat4001, burglary, CancellationToken.None)).Select(t => $"{t.Territory}:{t.ForceCode}");
        Assert.Equal(
            ["01:", "01:gendarmerie", "01:police", "2A:", "2A:police", "971:", "971:gendarmerie", "971:police", "FR:", "FR:gendarmerie", "FR:police",
                "R01:", "R01:gendarmerie", "R01:police", "R84:", "R84:gendarmerie", "R84:police", "R94:", "R94:police"],
            keys);
        async Task<double> Mean(string territory, string force) => (await PanelAsync(territory, force, Datasets.Etat4001, burglary)).Result.Steps[2].Mean;
        Assert.Equal(await Mean("FR", ""), await Mean("FR", "police") + await Mean("FR", "gendarmerie"));
        Assert.Equal(await Mean("01", ""), await Mean("01", "police") + await Mean("01", "gendarmerie"));
        Assert.Equal(255, await Mean("FR", ""));
        await AssertAddsUpAsync("FR", ["01", "2A", "971"], 3, "police", burglary);
        await AssertAddsUpAsync("FR", ["R84", "R94", "R01"], 3, "", burglary);
        var panel = await PanelAsync("FR", "police", Datasets.Etat4001, burglary);
        Assert.Equal((2022, 3), (panel.Result.Origin, panel.Result.Steps.Count));
    }

    [SkippableFact]
    public async Task RunAsync_RealFiguresAfterFictionalOnes_BeginAnewAndScoreNothing()
    {
        await ReferenceAsync();
        await ServeAsync(Thefts(201912));
        await using (var connection = await Database.OpenAsync(CancellationToken.None))
        {
            await connection.ExecuteAsync("update vintage set is_demonstration = 1 where dataset = @Dataset", new { Dataset });
        }

        await RunAsync();
        Assert.True((await PanelAsync("75")).IsDemonstration);
        await using (var connection = await Database.OpenAsync(CancellationToken.None))
        {
            await connection.ExecuteAsync("update vintage set is_demonstration = 0 where dataset = @Dataset", new { Dataset });
        }

        await ServeAsync(Thefts(202012));
        await RunAsync();

        Assert.Equal(["first", "first"], await CausesAsync("75"));
        Assert.False((await PanelAsync("75")).IsDemonstration);
        Assert.Equal(0, (await FirstAsync("75")).Scored);
        Assert.True((await FirstAsync("75")).IsDemonstration);
    }

    [SkippableFact]
    public async Task RunAsync_SeriesTooShort_IsRefusedAndItsSumsDoWithoutIt()
    {
        await ReferenceAsync();
        await ServeAsync(Thefts(201902));
        await RunAsync();

        Assert.Equal(ForecastRefusal.TooShort, (await PanelAsync("971")).Result.Refusal);
        Assert.Equal("", (await PanelAsync("971")).Model);
        Assert.Null(await Queries.PanelAsync(new ForecastKey(Dataset, Measure, "R01"), CancellationToken.None));
        await AssertAddsUpAsync("FR", ["75", "77", "2A"], 24);
        Assert.Equal(8 - 1, await Queries.LedgerCountAsync(new LedgerFilter(), CancellationToken.None));
        Assert.Equal(ForecastRefusal.TooShort, (await Queries.OverviewAsync(Dataset, Measure, CancellationToken.None)).Single(o => o.Territory == "971").Refusal);

        // Nor is it tried again until it has more months.
        var before = await ForecastRowsAsync();
        await RunAsync();
        Assert.Equal(before, await ForecastRowsAsync());
    }

    [SkippableFact]
    public async Task PolicyAsync_Set_IsKeptWithItsEntry()
    {
        var store = new ForecastPolicyStore(Database, new AuditLog(Database, TimeProvider.System));
        Assert.Equal(ForecastPolicy.Shipped, await Queries.PolicyAsync(CancellationToken.None));
        var entry = new AuditEntry(new AuditActor("marie", null), "forecasts.policy", "forecasts", "1.2");
        await store.SetAsync(new ForecastPolicy(1.2, 0.1, 5, 24), entry, CancellationToken.None);

        var policy = await Queries.PolicyAsync(CancellationToken.None);
        Assert.Equal((1.2, 0.1, 5.0, 24, "marie"), (policy.MaxMase, policy.MinR2, policy.MaxTrackingSignal, policy.RecentPeriods, policy.ChangedBy));
        Assert.Equal(["forecasts.policy"], await Test.ColumnAsync<string>("select action from audit_entry"));
        await Assert.ThrowsAsync<ArgumentException>(() => store.SetAsync(new ForecastPolicy(0, null, 5, 24), entry, CancellationToken.None));
    }
}
