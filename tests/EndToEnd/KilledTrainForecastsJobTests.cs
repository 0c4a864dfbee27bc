using System.Globalization;
using Octoplus.Core.Forecasts;
using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Core.Statistics.Forecasting.Combination;
using Octoplus.Core.Storage;
using Octoplus.Core.Views;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Readers.Series;

namespace Octoplus.EndToEnd;

/// <summary>
/// Each round brings one more month: after the kill every measure has the forecasts of the former month or those of the new one, which add up; in the
/// end each series has one more forecast in the ledger, and each former one its score.
/// </summary>
public sealed class KilledTrainForecastsJobTests : KilledJobsSuite
{
    private const string Dataset = Datasets.Etat4001Monthly;
    private const int FirstMonth = 201701;
    private const int LastMonth = 201912;

    private const string GapsSql = """
        select count(*) from (
          select v.measure, p.period, sum(case when v.territory = 'FR' then p.mean when v.territory like 'R%' then 0 else -p.mean end) as gap
          from view_forecast v
          join forecast_point p on p.forecast_id = v.forecast_id
          group by v.measure, p.period) g
        where g.gap <> 0
        """;

    private const string TornSql = """
        select count(*)
        from view_forecast v
        join forecast f on f.id = v.forecast_id
        where f.points <> (select count(*) from forecast_point p where p.forecast_id = f.id)
           or not exists (select 1 from forecast_detail d where d.forecast_id = f.id)
        """;

    private const string OriginsSql = "select count(distinct f.origin) from view_forecast v join forecast f on f.id = v.forecast_id group by v.measure";

    private static readonly string[] _departments = ["75", "77", "78", "01", "03", "2A", "2B"];
    private static readonly string[] _measures = ["vols", "cambriolages", "degradations"];

    protected override string Job => TrainForecastsJob.Key;

    // 7 départements, their 3 régions and the country, three measures.
    private static int Series => 11 * _measures.Length;

    internal override async Task PrepareAsync(TestDatabase test)
    {
        await new TestImports(test.Database, test.Folder).Importer.EnsureReferenceAsync(CancellationToken.None);
        await ServeAsync(test.Database, LastMonth);
        var (sets, ledger) = (new ForecastSetQueries(test.Database, new SeriesQueries(test.Database)), new ForecastLedgerStore(test.Database));
        var training = new ForecastTraining(sets, ledger, new ForecastScoreStore(test.Database), Forecaster.ForecastAll);
        var job = new TrainForecastsJob(sets, new ForecastQueries(test.Database), ledger, new ForecastRunStore(test.Database), training);
        var run = await Engines.Of(test.Database, [job]).RunAsync(
            TrainForecastsJob.Key, JobCause.Schedule, null, "tester", CancellationToken.None);
        Assert.Equal(JobState.Succeeded, run!.State);
    }

    internal override Task GiveWorkAsync(TestDatabase test, int round) => ServeAsync(test.Database, Month(round));

    internal override async Task AssertNothingHalfDoneAsync(TestDatabase test, int round)
    {
        Assert.Equal([0L], await test.ColumnAsync<long>(GapsSql));
        Assert.Equal([0L], await test.ColumnAsync<long>(TornSql));
        Assert.Equal(_measures.Select(_ => 1L), await test.ColumnAsync<long>(OriginsSql));
    }

    internal override async Task AssertDoneOnceAsync(TestDatabase test, int round, JobRun run)
    {
        await AssertNothingHalfDoneAsync(test, round);
        Assert.Equal([Month(round)], await test.ColumnAsync<int>("select distinct f.origin from view_forecast v join forecast f on f.id = v.forecast_id"));
        var made = round + 2;
        Assert.Equal([made], await test.ColumnAsync<int>("select distinct n.made from (select count(*) as made from forecast group by series_id) n"));
        Assert.Equal([(long)Series * made], await test.ColumnAsync<long>("select count(*) from forecast"));

        // The first has one score a month since; what is 24 months old has no more to come.
        Assert.Equal([(long)Series * Enumerable.Range(0, made).Sum(later => Math.Min(24, later))], await test.ColumnAsync<long>("select count(*) from forecast_score"));
        Assert.Equal([0L], await test.ColumnAsync<long>("select count(*) from forecast_point p where not exists (select 1 from forecast f where f.id = p.forecast_id)"));
    }

    private static int Month(int round) => PeriodSteps.Add(PeriodGrain.Month, LastMonth, round + 1);

    private static async Task ServeAsync(Database database, int last)
    {
        var table = new SeriesTable();
        for (var month = FirstMonth; month <= last; month = PeriodSteps.Add(PeriodGrain.Month, month, 1))
        {
            foreach (var (measure, m) in _measures.Select((name, i) => (name, i)))
            {
                foreach (var (department, d) in _departments.Select((code, i) => (code, i)))
                {
                    table.TryAdd(measure, department, month, 200 + (40 * m) + (25 * d) + (7 * (month % 100)) + (month * (d + 3) % 11));
                }
            }
        }

        var content = new SeriesContent(Dataset, PeriodGrain.Month, [.. _measures.Select(m => new SeriesMeasure(m, m, "fait", MeasureKind.Count))], table);
        var store = new VintageStore(database);
        var vintage = new NewVintage(Dataset, "made", last.ToString(CultureInfo.InvariantCulture).PadLeft(64, '0'), 1, "test", IsDemonstration: false);
        var id = await store.StageAsync(vintage, [], CancellationToken.None);
        var facts = await content.StoreAsync(database, id, null, CancellationToken.None);
        await store.CompleteAsync(id, vintage, content.Periods, facts, CancellationToken.None);
        Assert.Equal(AcceptResult.Accepted, await new VintageFlips(database).AcceptAsync(id, "tester", null, null, CancellationToken.None));
        await new ViewBuilder(database).RebuildAsync(null, force: false, CancellationToken.None);
    }
}
