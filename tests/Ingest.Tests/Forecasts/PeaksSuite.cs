using Octoplus.Core.Forecasts;
using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting.Peaks;
using Octoplus.Core.Views;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Readers.Series;
using Octoplus.Ingest.Tests.Imports;

namespace Octoplus.Ingest.Tests.Forecasts;

/// <summary>Weekly peaks of imported series, worked out by the job, stored and read, the same on every engine.</summary>
public abstract class PeaksSuite : ContentSuite
{
    private const string Dataset = Datasets.WeeklyDistricts;
    private const int Weeks = 420;

    private static readonly DateOnly _first = new(2012, 1, 2);
    private static readonly SeriesMeasure _count = new("faits", "Faits", "fait", MeasureKind.Count);
    private static readonly SeriesMeasure _rate = new("taux", "Taux", "%", MeasureKind.Rate);

    private PeakQueries Queries => new(Database);

    [SkippableFact]
    public async Task Run_ServedWeeks_StoresTheNextWeekOfEachTerritory()
    {
        await ServeAsync(Counts(provisional: 2));

        var run = await RunAsync();

        Assert.Equal((JobState.Succeeded, 3L), (run.State, run.RowCount));
        var measure = Assert.Single(await Queries.MeasuresAsync(CancellationToken.None));
        Assert.Equal((Dataset, "faits", "Faits", Key(Weeks), 3), (measure.Dataset, measure.Measure, measure.Label, measure.Week, measure.Ahead));
        Assert.True(measure is { IsDemonstration: false, Backtest: { Count: > 100, Bins.Count: 10 } });
        var series = await Queries.SeriesAsync(Dataset, "faits", CancellationToken.None);
        Assert.Equal([("001", PeakRefusal.None), ("002", PeakRefusal.None), ("003", PeakRefusal.TooShort)], series.Select(s => (s.Territory, s.Refusal)));
        Assert.All(series.Take(2), s => Assert.True(s is { Probability: > 0 and < 1, Provisional: 2, Recent.Count: 26, Tested: > 50 } && s.Threshold > s.Usual));
        Assert.Equal(Value("001", Weeks - 1), series[0].Recent[^1]);
        Assert.Equal([null, Value("003", Weeks - 20)], series[2].Recent.Skip(5).Take(2));
    }

    [SkippableFact]
    public async Task Run_SameCounts_ChangesNothingUnlessAPersonAsks()
    {
        await ServeAsync(Counts());
        await RunAsync();
        var before = await Queries.MeasuresAsync(CancellationToken.None);

        Assert.Equal(JobState.Unchanged, (await RunAsync()).State);
        Assert.Equal(before[0].MadeAt, (await Queries.MeasuresAsync(CancellationToken.None))[0].MadeAt);

        Assert.Equal(JobState.Succeeded, (await RunAsync(JobCause.Person)).State);
        Assert.Equal(3, (await Queries.SeriesAsync(Dataset, "faits", CancellationToken.None)).Count);
    }

    [SkippableFact]
    public async Task Run_ANewWeek_ReplacesWhatWasThere()
    {
        await ServeAsync(Counts());
        await RunAsync();
        await ServeAsync(Counts(weeks: Weeks + 1));

        Assert.Equal(JobState.Succeeded, (await RunAsync()).State);

        Assert.Equal([Key(Weeks + 1)], (await Queries.MeasuresAsync(CancellationToken.None)).Select(m => m.Week));
        Assert.Equal(3, (await Queries.SeriesAsync(Dataset, "faits", CancellationToken.None)).Count);
    }

    /// <summary>Figures that were undone have no peaks.</summary>
    [SkippableFact]
    public async Task Run_CountsNoLongerServed_DropsTheirPeaks()
    {
        await ServeAsync(Counts());
        await RunAsync();
        await UndoAsync(Dataset);

        var run = await RunAsync();

        Assert.Equal(JobState.Succeeded, run.State);
        Assert.Empty(await Queries.MeasuresAsync(CancellationToken.None));
        Assert.Equal([0L], await Test.ColumnAsync<long>("select count(*) from peak_series"));
    }

    [SkippableFact]
    public async Task Run_NoWeeklyCounts_SaysSo()
        => Assert.Equal((JobState.Unchanged, "peaks.none"), ((await RunAsync()).State, (await new JobRunQueries(Database).LatestAsync(CancellationToken.None))[ForecastPeaksJob.Key].Message?.Code));

    private async Task<JobRun> RunAsync(JobCause cause = JobCause.Command)
    {
        Job job = new ForecastPeaksJob(new SeriesQueries(Database), new PeakStore(Database));
        return (await Engines.Of(Database, [job]).RunAsync(job.Name, cause, null, "tester", CancellationToken.None))!;
    }

    /// <summary>Two districts since 2012, a third for the last 20 weeks only; a rate beside them, which has no peaks.</summary>
    private static SeriesContent Counts(int provisional = 1, int weeks = Weeks)
    {
        var table = new SeriesTable();
        foreach (var territory in new[] { "001", "002", "003" })
        {
            for (var t = territory == "003" ? Weeks - 20 : 0; t < weeks; t++)
            {
                table.TryAdd("faits", territory, Key(t), Value(territory, t));
                table.TryAdd("taux", territory, Key(t), 1);
            }
        }

        return new(Dataset, PeriodGrain.Week, [_count, _rate], table, Enumerable.Range(weeks - provisional, provisional).Select(Key).ToHashSet());
    }

    private static int Key(int week) => Period.Key(PeriodGrain.Week, _first.AddDays(7 * week));

    // Neither a season nor chance, but not the same from year to year.
    private static double Value(string territory, int week) => 60 + (territory[^1] * 7 * week % 23) + (week * week % 17) + (3 * Math.Round(10 * Math.Sin(week / 9.0)));
}

public sealed class SqlitePeaksTests : PeaksSuite
{
    private protected override Task<TestDatabase> CreateAsync() => Task.FromResult(TestDatabase.OnSqlite());
}

public sealed class MariaDbPeaksTests : PeaksSuite
{
    private protected override Task<TestDatabase> CreateAsync() => TestDatabase.OnMariaDbAsync();
}
