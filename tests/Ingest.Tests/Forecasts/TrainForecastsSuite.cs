using Dapper;
using Octoplus.Core.Forecasts;
using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Readers.Series;
using Octoplus.Ingest.Tests.Imports;

namespace Octoplus.Ingest.Tests.Forecasts;

/// <summary>
/// The job <c>train-forecasts</c>, the same on every engine. Thefts by month from 2018-01: 10 in 75, 20 in 77 (both in R11), 30 in 2A (R94), 40 in 971 (R01)
/// from 2019-01, and 61 as published for metropolitan France; each month the value of the year's month 1 to 12 more.
/// </summary>
public abstract partial class TrainForecastsSuite : ContentSuite
{
    private const string Dataset = Datasets.Etat4001Monthly;
    private const string Measure = "vols";

    private static readonly SeriesMeasure _thefts = new(Measure, "Vols", "fait", MeasureKind.Count);
    private static readonly (string Territory, int Value, int From)[] _places = [("75", 10, 201801), ("77", 20, 201801), ("2A", 30, 201801), ("971", 40, 201901), ("FR-METRO", 61, 201801)];

    private readonly StandInEngine _engine = new();

    private ForecastQueries Queries => new(Database);

    private async Task ReferenceAsync() => await new TestImports(Database, Test.Folder).Importer.EnsureReferenceAsync(CancellationToken.None);

    /// <summary>Months to a last one; others than those given have the values of the summary.</summary>
    private static SeriesContent Thefts(int last, params (string Territory, int Month, double? Value)[] others)
    {
        var table = new SeriesTable();
        for (var month = 201801; month <= last; month = PeriodSteps.Add(PeriodGrain.Month, month, 1))
        {
            foreach (var (territory, value, _) in _places.Where(p => p.From <= month))
            {
                var other = others.FirstOrDefault(o => o.Territory == territory && o.Month == month);
                table.TryAdd(Measure, territory, month, other.Territory is null ? value + (month % 100) : other.Value);
            }
        }

        return new SeriesContent(Dataset, PeriodGrain.Month, [_thefts], table);
    }

    private async Task<JobRun> RunAsync(string? parameter = null)
        => (await Engines.Of(Database, [ForecastJobs.Train(Database, _engine.ForecastAll)]).RunAsync(
            TrainForecastsJob.Key, parameter is null ? JobCause.Schedule : JobCause.Person, parameter, "tester", CancellationToken.None))!;

    private async Task<ForecastPanel> PanelAsync(string territory, string force = "", string dataset = Dataset, string measure = Measure)
        => (await Queries.PanelAsync(new ForecastKey(dataset, measure, territory, force), CancellationToken.None))!;

    /// <summary>Every row of the tables of forecasts as text.</summary>
    private async Task<string> ForecastRowsAsync()
        => string.Join('\n', (await Test.DumpAsync()).Split('\n').Aggregate(
            (Lines: new List<string>(), IsIn: false),
            (all, line) =>
            {
                var isTable = line.Split(' ')[0].EndsWith(':') && !line.Contains('|', StringComparison.Ordinal);
                var isIn = isTable ? line.Contains("forecast", StringComparison.Ordinal) : all.IsIn;
                if (isIn)
                {
                    all.Lines.Add(line);
                }

                return (all.Lines, isIn);
            }).Lines);

    private async Task<IReadOnlyList<string>> CausesAsync(string territory)
        => await Test.ColumnAsync<string>(
            "select f.cause from forecast f join forecast_series s on s.id = f.series_id where s.territory = @territory and s.force_code = '' order by f.id", new { territory });

    [SkippableFact]
    public async Task RunAsync_FirstTime_ForecastsSeriesAndTheirSums()
    {
        await ReferenceAsync();
        await ServeAsync(Thefts(201912));
        var run = await RunAsync();

        Assert.Equal((JobState.Succeeded, "forecast.done", 9L), (run.State, run.Message!.Code, run.RowCount));
        var measure = Assert.Single(await Queries.MeasuresAsync(CancellationToken.None));
        Assert.Equal(new ForecastMeasure(Dataset, Measure, "Vols", "fait", PeriodGrain.Month, MeasureKind.Count), measure);
        Assert.Equal(
            ["2A", "75", "77", "971", "FR", "FR-METRO", "R01", "R11", "R94"],
            (await Queries.TerritoriesAsync(Dataset, Measure, CancellationToken.None)).Select(t => t.Territory));
        var country = await PanelAsync("FR");
        Assert.Equal((201912, 24, 202001, 202112), (country.Result.Origin, country.Result.Steps.Count, country.Result.Steps[0].Period, country.Result.Steps[^1].Period));
        Assert.All(country.Result.Steps, s => Assert.Equal((10 + 20 + 30 + 40 + 48, 138, 158, 128, 168), (s.Mean, s.Low80, s.High80, s.Low95, s.High95)));
        Assert.All((await PanelAsync("R11")).Result.Steps, s => Assert.Equal(54, s.Mean));
        Assert.All((await PanelAsync("R94")).Result.Steps, s => Assert.Equal(42, s.Mean));
        Assert.All((await PanelAsync("FR-METRO")).Result.Steps, s => Assert.Equal(73, s.Mean));
    }

    [SkippableFact]
    public async Task RunAsync_FirstTime_KeepsAllThatPagesShow()
    {
        await ReferenceAsync();
        await ServeAsync(Thefts(201912));
        await RunAsync();

        var panel = await PanelAsync("75");
        Assert.Equal(("last+naive", ForecastRefusal.None, Predictability.Good, false), (panel.Model, panel.Result.Refusal, panel.Result.Predictability, panel.IsDemonstration));
        Assert.StartsWith("etat4001-mensuel-201912-", panel.Vintage, StringComparison.Ordinal);
        Assert.Equal((null, null, null), (panel.TrackingSignal, panel.RecentMase, panel.RecentR2));
        Assert.Equal(24, panel.Result.History.Count);
        Assert.Equal(new HistoryStep(201802, 12, 11, null), panel.Result.History[1]);
        Assert.Equal(
            [(ForecastResult.Combination, 1, 24, 36, 0.75, 0.5, 0.79), ("last", 1, 24, 36, 1, null, null)],
            panel.Result.Backtest.Select(b => (b.Method, b.FirstStep, b.LastStep, b.Count, b.Mase, b.R2, b.Coverage80)));
        Assert.Equal([new MethodWeight("last", "LAST", 0.75), new MethodWeight("naive", "NAIVE", 0.25)], panel.Result.Specification!.Weights);
        Assert.Equal([1.5], panel.Result.Specification.IntervalScales);

        var overview = (await Queries.OverviewAsync(Dataset, Measure, CancellationToken.None)).Single(o => o.Territory == "75");
        Assert.Equal((24, 12, 198.0, 264.0), (overview.History.Count, overview.Means.Count, overview.LastTotal, overview.NextTotal));
        Assert.Equal(10 * Math.Sqrt(12), overview.TotalDeviation, 10);

        var runs = await Queries.RunsAsync(5, CancellationToken.None);
        Assert.Equal(
            [("", "", 9, 9, 0, 0, 0, null, 0.75), (Dataset, Measure, 9, 9, 0, 0, 0, 1.0, 0.75)],
            runs.Select(r => (r.Dataset, r.Measure, r.Series, r.Trained, r.Updated, r.Refused, r.Scored, r.Mae, r.Mase)));
    }

    /// <summary>A département that is published later breaks the level of the sum; it does not shorten it.</summary>
    [SkippableFact]
    public async Task RunAsync_MemberThatBeginsLater_IsABreakOfTheSum()
    {
        await ReferenceAsync();
        await ServeAsync(Thefts(201912));
        await RunAsync();

        var country = (await PanelAsync("FR")).Result;
        Assert.Equal([(201801, 63.0), (201812, 96.0), (201901, 104.0)], country.History.Where(h => h.Period is 201801 or 201812 or 201901).Select(h => (h.Period, h.Value!.Value)));
        Assert.Equal([new Intervention(InterventionKind.KnownBreak, 201901, 2)], country.Interventions);
        Assert.Empty((await PanelAsync("R11")).Result.Interventions);

        // The région of one département is that département: it was learnt from once.
        Assert.DoesNotContain(_engine.Trained, id => id.Contains("/R94/", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task RunAsync_Again_ChangesNothing()
    {
        await ReferenceAsync();
        await ServeAsync(Thefts(201912));
        await RunAsync();
        var before = await ForecastRowsAsync();
        var again = await RunAsync();

        Assert.Equal((JobState.Unchanged, "forecast.up-to-date"), (again.State, again.Message!.Code));
        Assert.Equal(before, await ForecastRowsAsync());
        Assert.Equal(7, _engine.Trained.Count);
        Assert.Empty(_engine.Continued);
    }

    [SkippableFact]
    public async Task RunAsync_MonthAdded_ContinuesEachSeriesAndScoresTheMonth()
    {
        await ReferenceAsync();
        await ServeAsync(Thefts(201912));
        await RunAsync();
        var first = await PanelAsync("75");
        var frozen = await Test.ColumnAsync<string>("select concat(id, made_at, cause, origin, data_hash, model, trained_id) from forecast order by id");
        await ServeAsync(Thefts(202001));
        await RunAsync();

        var panel = await PanelAsync("75");
        Assert.Equal(["first", "data"], await CausesAsync("75"));
        Assert.Equal((202001, 11.0), (panel.Result.Origin, panel.Result.Steps[0].Mean));
        Assert.Equal(first.Result.Backtest, panel.Result.Backtest);
        Assert.Equal(Predictability.Good, panel.Result.Predictability);
        Assert.Equal(9, _engine.Continued.Count);
        Assert.Equal([first.ForecastId], await Test.ColumnAsync<long>("select trained_id from forecast where id = @id", new { id = panel.ForecastId }));
        Assert.Equal(frozen, (await Test.ColumnAsync<string>("select concat(id, made_at, cause, origin, data_hash, model, trained_id) from forecast order by id")).Take(9));

        // 22 was forecast, 11 came; the naïve said 11.
        Assert.Equal((1.0, null, null), (panel.TrackingSignal, panel.RecentMase, panel.RecentR2));
        var point = (await Queries.LedgerPointsAsync(first.ForecastId, CancellationToken.None))[0];
        Assert.Equal((202001, 1, 22, 12, 32, 2, 42, 11, 11), (point.Period, point.Step, point.Mean, point.Low80, point.High80, point.Low95, point.High95, point.Naive, point.Value));
        Assert.Null((await Queries.LedgerPointsAsync(first.ForecastId, CancellationToken.None))[1].Value);
        Assert.Equal(9, (await Queries.RunsAsync(1, CancellationToken.None))[0].Scored);
    }
}

public sealed class SqliteTrainForecastsTests : TrainForecastsSuite
{
    private protected override Task<TestDatabase> CreateAsync() => Task.FromResult(TestDatabase.OnSqlite());
}

public sealed class MariaDbTrainForecastsTests : TrainForecastsSuite
{
    private protected override Task<TestDatabase> CreateAsync() => TestDatabase.OnMariaDbAsync();
}
