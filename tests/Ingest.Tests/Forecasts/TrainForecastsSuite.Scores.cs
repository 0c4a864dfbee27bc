using Octoplus.Core.Forecasts;
using Octoplus.Core.Jobs;
using Octoplus.Core.Notices;
using Octoplus.Core.Reference;

namespace Octoplus.Ingest.Tests.Forecasts;

public abstract partial class TrainForecastsSuite
{
    private static readonly int[] _year2020 = [.. Enumerable.Range(202001, 12)];

    /// <summary>Forecast at the end of 2019, then the whole of 2020 comes.</summary>
    private async Task ForecastAndCompareAsync(double shift = 0)
    {
        await ReferenceAsync();
        await ServeAsync(Thefts(201912));
        _engine.Shift = shift;
        await RunAsync();
        await ServeAsync(Thefts(202012));
        await RunAsync();
    }

    private async Task<IEnumerable<(int Period, double? Value)>> ScoresAsync(long forecastId)
        => (await Queries.LedgerPointsAsync(forecastId, CancellationToken.None)).Where(p => p.Value is not null).Select(p => (p.Period, p.Value));

    private async Task<LedgerEntry> FirstAsync(string territory)
        => (await Queries.LedgerAsync(new LedgerFilter(Territory: territory), 10, 0, CancellationToken.None))[^1];

    [SkippableFact]
    public async Task RunAsync_YearKnown_ScoresTheLedgerToTheLastDigit()
    {
        await ForecastAndCompareAsync();

        // 22 was forecast of 11 to 22: errors 11 to 0, 10 of them in a band of ±10 and all in one of ±20; the naïve was right each time.
        var entry = await FirstAsync("75");
        Assert.Equal(("first", 201912, 24, 12, 5.5, null, 5.5), (entry.Cause, entry.Origin, entry.Points, entry.Scored, entry.Mae, entry.MaseOfNaive, entry.Bias));
        Assert.Equal((11 / 12.0, 1.0), (entry.Coverage80!.Value, entry.Coverage95!.Value));
        Assert.Equal(Enumerable.Range(11, 12).Sum(v => 200.0 * (22 - v) / (22 + v)) / 12, entry.Smape!.Value, 10);
        var panel = await PanelAsync("75");
        Assert.Equal(12.0, panel.TrackingSignal);
        Assert.Equal(1 - (Enumerable.Range(0, 12).Sum(e => e * e) / 143.0), panel.RecentR2!.Value, 10);

        var record = Assert.Single(await Queries.LedgerRecordsAsync(new LedgerFilter(Territory: "75"), LedgerGrouping.Measure, CancellationToken.None));
        Assert.Equal(($"{Dataset}/{Measure}", 1, 12, 5.5, 5.5), (record.Name, record.Forecasts, record.Scored, record.Mae, record.Bias));
        Assert.Equal(
            ["2A", "75", "77", "971", "FR", "FR-METRO", "R01", "R11", "R94"],
            (await Queries.LedgerRecordsAsync(new LedgerFilter(), LedgerGrouping.Territory, CancellationToken.None)).Select(r => r.Name));
        Assert.Equal(
            [("last+naive", 9, 108)],
            (await Queries.LedgerRecordsAsync(new LedgerFilter(Dataset), LedgerGrouping.Model, CancellationToken.None)).Select(r => (r.Name, r.Forecasts, r.Scored)));
        Assert.Empty(await Queries.LedgerRecordsAsync(new LedgerFilter(Model: "other"), LedgerGrouping.Model, CancellationToken.None));
    }

    [SkippableFact]
    public async Task LedgerAsync_PagesAndFilters_NewestFirst()
    {
        await ForecastAndCompareAsync();

        Assert.Equal(18, await Queries.LedgerCountAsync(new LedgerFilter(), CancellationToken.None));
        var newest = await Queries.LedgerAsync(new LedgerFilter(), 4, 0, CancellationToken.None);
        var next = await Queries.LedgerAsync(new LedgerFilter(), 4, 4, CancellationToken.None);
        Assert.Equal(Enumerable.Range(0, 8).Select(i => newest[0].ForecastId - i), newest.Concat(next).Select(e => e.ForecastId));
        Assert.Equal(
            [(202012, 0, null), (201912, 12, 5.5)],
            (await Queries.LedgerAsync(new LedgerFilter(Dataset, Measure, "75", "last+naive"), 10, 0, CancellationToken.None)).Select(e => (e.Origin, e.Scored, e.Mae)));
        Assert.Equal(0, await Queries.LedgerCountAsync(new LedgerFilter(Measure: "other"), CancellationToken.None));
    }

    [SkippableFact]
    public async Task RunAsync_ValueChangedLater_ScoresThatMonthAnew()
    {
        await ForecastAndCompareAsync();
        var before = await FirstAsync("75");
        var scoredAt = (await Queries.LedgerPointsAsync(before.ForecastId, CancellationToken.None))[0].ScoredAt;
        await ServeAsync(Thefts(202012, ("75", 202003, 25)));
        await RunAsync();

        // 13 became 25: of an error of 9 came one of −3.
        var after = await FirstAsync("75");
        Assert.Equal((5.0, 4.5, 12), (after.Mae, after.Bias, after.Scored));
        Assert.Contains((202003, 25.0), await ScoresAsync(before.ForecastId));
        var points = await Queries.LedgerPointsAsync(before.ForecastId, CancellationToken.None);
        Assert.Equal(scoredAt, points[0].ScoredAt);
        Assert.NotEqual(scoredAt, points[2].ScoredAt);
        Assert.Equal([5.5 - (6 / 12.0)], [after.Mae!.Value]);

        // 75, R11 and FR: one month each.
        Assert.Equal(3, (await Queries.RunsAsync(1, CancellationToken.None))[0].Scored);
    }

    [SkippableFact]
    public async Task RunAsync_VintageUndone_TakesItsScoresBack()
    {
        await ForecastAndCompareAsync();
        var first = await FirstAsync("75");
        var forecast = await Test.ColumnAsync<double>("select mean from forecast_point where forecast_id = @id order by period", new { id = first.ForecastId });
        await UndoAsync(Dataset);
        await RunAsync();

        Assert.Empty(await ScoresAsync(first.ForecastId));
        Assert.Equal((0, null), ((await FirstAsync("75")).Scored, (await FirstAsync("75")).Mae));
        Assert.Empty(await Queries.LedgerRecordsAsync(new LedgerFilter(), LedgerGrouping.Measure, CancellationToken.None));
        Assert.Equal(["first", "drift", "data"], await CausesAsync("75"));
        Assert.Equal((201912, (double?)null), ((await PanelAsync("75")).Result.Origin, (await PanelAsync("75")).RecentMase));
        Assert.Equal(forecast, await Test.ColumnAsync<double>("select mean from forecast_point where forecast_id = @id order by period", new { id = first.ForecastId }));
    }

    /// <summary>Six months of errors of one sign: only what strayed is chosen anew, and its relatives are continued.</summary>
    [SkippableFact]
    public async Task RunAsync_SeriesThatStrayed_IsTrainedAnewAlone()
    {
        await ReferenceAsync();
        (string, int, double?)[] like = [.. _places.SelectMany(p => Enumerable.Range(202001, 6).Select(m => (p.Territory, m, (double?)(p.Value + 12))))];
        await ServeAsync(Thefts(201912));
        await RunAsync();
        _engine.Trained.Clear();
        (string, int, double?)[] strayed = [.. like.Where(l => l.Item1 != "77"), .. Enumerable.Range(202001, 6).Select(m => ("77", m, (double?)90))];
        await ServeAsync(Thefts(202006, strayed));
        var run = await RunAsync();

        // 32 was forecast of 90, six times: the signal is −6; so it is for the sums that hold it.
        Assert.Equal(-6, (await PanelAsync("77")).TrackingSignal);
        Assert.Equal(["first", "drift"], await CausesAsync("77"));
        Assert.Equal(["first", "drift"], await CausesAsync("R11"));
        Assert.Equal(["first", "drift"], await CausesAsync("FR"));
        Assert.Equal(["first", "data"], await CausesAsync("75"));
        Assert.Equal(["77", "FR", "R11"], _engine.Trained.Select(id => id.Split('/')[2]).Order(StringComparer.Ordinal));
        var lines = await new JobRunQueries(Database).LinesAsync(run.Id, 10, CancellationToken.None);
        Assert.Contains(lines, l => l is { Message.Code: "forecast.drift", Level: JobLogLevel.Warning } && l.Message.Arguments is [Dataset, "Vols", 3L]);

        // Given time: not trained again for the same months.
        var before = await ForecastRowsAsync();
        await RunAsync();
        Assert.Equal(before, await ForecastRowsAsync());
    }

    [SkippableFact]
    public async Task RunAsync_MeasureOutOfItsBounds_IsToldOnceUntilItIsWithin()
    {
        await ReferenceAsync();
        (string, int, double?)[] Level(int value) => [.. _places.SelectMany(p => _year2020.Select(m => (p.Territory, m, (double?)(p.Value + 12 + value))))];
        await ServeAsync(Thefts(201912));
        await RunAsync();
        await ServeAsync(Thefts(202012, Level(100)));
        await RunAsync();
        await ServeAsync(Thefts(202012, Level(101)));
        await RunAsync();

        var failure = Assert.Single(await new NoticeQueries(Database).OpenAsync(10, CancellationToken.None));
        Assert.Equal(($"forecast:{Dataset}/{Measure}", "forecast.out-of-bounds", 2L), (failure.Cause, failure.Message.Code, failure.Times));
        await ServeAsync(Thefts(202012, Level(0)));
        await RunAsync();
        Assert.Empty(await new NoticeQueries(Database).OpenAsync(10, CancellationToken.None));
    }
}
