using System.Globalization;
using Dapper;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Core.Views;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Readers.Series;
using Octoplus.Ingest.Tests.Imports;

namespace Octoplus.Ingest.Tests.Readers.Series;

/// <summary>Series stored, served, replaced, compared and dropped, the same on every engine.</summary>
public abstract class SeriesSuite : ContentSuite
{
    private const string Dataset = Datasets.Etat4001Monthly;

    private static readonly SeriesMeasure _thefts = new("vols", "Vols", "fait", MeasureKind.Count);
    private static readonly SeriesMeasure _rate = new("taux", "Taux", "%", MeasureKind.Rate);

    private SeriesQueries Queries => new(Database);

    [SkippableFact]
    public async Task PointsAsync_AcceptedAndRebuilt_ServesEveryValueAsItWas()
    {
        await AcceptAsync(Months([202002], ("vols", "75", 202003, 0), ("vols", "75", 202001, 1.0 / 3), ("vols", "75", 202002, null), ("vols", "2A", 202001, 1e300), ("taux", "75", 202001, -0.1)));
        Assert.Empty(await Queries.PointsAsync(Dataset, "vols", "75"));
        await RebuildAsync();

        Assert.Equal(
            [(202001, 1.0 / 3, false), (202002, null, true), (202003, 0.0, false)],
            (await Queries.PointsAsync(Dataset, "vols", "75")).Select(p => (p.Period, p.Value, p.IsProvisional)));
        Assert.Equal([1e300], (await Queries.PointsAsync(Dataset, "vols", "2A")).Select(p => p.Value!.Value));
        Assert.Equal([-0.1], (await Queries.PointsAsync(Dataset, "taux", "75")).Select(p => p.Value!.Value));
        Assert.Equal([202002, 202003], (await Queries.PointsAsync(Dataset, "vols", "75", 202002, 202003)).Select(p => p.Period));
        Assert.Empty(await Queries.PointsAsync(Dataset, "vols", "99"));
        Assert.Empty(await Queries.PointsAsync("other", "vols", "75"));
    }

    [SkippableFact]
    public async Task MeasuresAsync_TwoEditions_DescribesEachOnceByTheLatest()
    {
        await ServeAsync(Months([], ("vols", "75", 202001, 1), ("taux", "75", 202001, 2)));
        await ServeAsync(new SeriesContent(
            Dataset, PeriodGrain.Month, [_thefts with { Label = "Vols et recels", Unit = "victime" }], Table(("vols", "77", 202003, 3))));

        Assert.Equal(
            [("taux", "Taux", "%", MeasureKind.Rate, PeriodGrain.Month, 202001, 202001), ("vols", "Vols et recels", "victime", MeasureKind.Count, PeriodGrain.Month, 202001, 202003)],
            (await Queries.MeasuresAsync(CancellationToken.None)).Select(m => (m.Measure, m.Label, m.Unit, m.Kind, m.Grain, m.FirstPeriod, m.LastPeriod)));
        Assert.Equal(["75", "77"], await Queries.TerritoriesAsync(Dataset, "vols", CancellationToken.None));
        Assert.Equal(["75"], await Queries.TerritoriesAsync(Dataset, "taux", CancellationToken.None));
    }

    [SkippableFact]
    public async Task PointsAsync_EditionOfOneMonth_ReplacesThatMonthAlone()
    {
        var first = await ServeAsync(Months([], ("vols", "75", 202001, 1), ("vols", "75", 202002, 2), ("vols", "77", 202002, 5), ("vols", "75", 202003, 3)));
        var second = await ServeAsync(Months([202002], ("vols", "75", 202002, 20)));

        Assert.Equal(
            [(202001, 1, first, false), (202002, 20, second, true), (202003, 3, first, false)],
            (await Queries.PointsAsync(Dataset, "vols", "75")).Select(p => (p.Period, (int)p.Value!, VintageId(p), p.IsProvisional)));

        // The month is of the second edition whole: 77 is not in it.
        Assert.Empty(await Queries.PointsAsync(Dataset, "vols", "77"));
        Assert.Equal(["75"], await Queries.TerritoriesAsync(Dataset, "vols", CancellationToken.None));
        Assert.Equal([2L], await Test.ColumnAsync<long>("select count(*) from series"));
    }

    /// <summary>An undo is a flip of the active vintage: series show it when the views do, not before.</summary>
    [SkippableFact]
    public async Task PointsAsync_Undone_ShowsTheFormerEditionWithTheViews()
    {
        var first = await ServeAsync(Months([], ("vols", "75", 202001, 1)));
        await ServeAsync(Months([], ("vols", "75", 202001, 2)));
        await using (var connection = await Database.OpenAsync(CancellationToken.None))
        {
            await connection.ExecuteAsync("update active_vintage set vintage_id = @first", new { first });
            await connection.ExecuteAsync("update publication set active_revision = active_revision + 1");
        }

        Assert.Equal([2.0], (await Queries.PointsAsync(Dataset, "vols", "75")).Select(p => p.Value!.Value));
        await RebuildAsync();
        Assert.Equal([1.0], (await Queries.PointsAsync(Dataset, "vols", "75")).Select(p => p.Value!.Value));
    }

    [SkippableFact]
    public async Task CompareAsync_TwoEditions_ListsExactlyTheChangedCells()
    {
        await AcceptAsync(Months(
            [], ("vols", "75", 202001, 10), ("vols", "75", 202002, 11), ("vols", "77", 202001, 20), ("vols", "2A", 202001, 7), ("vols", "FR", 202001, 37),
            ("taux", "75", 202001, 0.5), ("taux", "77", 202001, null), ("vols", "75", 201912, 1)));
        var report = await CompareAsync(Months(
            [202003], ("vols", "75", 202001, 10), ("vols", "75", 202002, 14), ("vols", "77", 202001, null), ("vols", "2B", 202001, 9), ("vols", "FR", 202001, 30),
            ("taux", "75", 202001, 0.25), ("taux", "77", 202001, null), ("vols", "75", 202003, 4)));

        Assert.Equal(
            [("77", "vols", 202001, 20.0, null), ("FR", "vols", 202001, 37.0, 30.0), ("75", "vols", 202002, 11.0, 14.0), ("75", "taux", 202001, 0.5, 0.25)],
            report.Largest.Select(c => (c.Group, c.Measure, c.Period, c.Before, c.After)));
        Assert.Equal((4L, 6L), (report.ChangedCells, report.ComparedCells));
        Assert.Equal([("Haute-Corse", 202001, 9.0)], report.Added.Select(p => (p.Name, Assert.Single(p.Periods), p.Total)));
        Assert.Equal([("Corse-du-Sud", 202001, 7.0)], report.Vanished.Select(p => (p.Name, Assert.Single(p.Periods), p.Total)));

        // No sum of rates, and none that counts a département twice through its country.
        Assert.Equal(
            [("vols", 202001, 37.0, 19.0), ("vols", 202002, 11.0, 14.0), ("vols", 202003, null, 4.0)],
            report.Totals.Select(t => (t.Measure, t.Period, t.Before, t.After)));
    }

    [SkippableFact]
    public async Task CompareAsync_SameFigures_ChangesNothing()
    {
        await AcceptAsync(Months([], ("vols", "75", 202001, 0.1), ("vols", "77", 202001, null)));
        var report = await CompareAsync(Months([], ("vols", "75", 202001, 0.1), ("vols", "77", 202001, null)));

        Assert.True(report.ChangesNothing);
        Assert.Equal(2, report.ComparedCells);
    }

    /// <summary>More than a transaction holds.</summary>
    [SkippableFact]
    public async Task DropAsync_StagedWithManyPoints_LeavesNoneOfThem()
    {
        await ServeAsync(Months([], ("vols", "75", 202001, 1)));
        var table = new SeriesTable();
        for (var i = 0; i < 110_000; i++)
        {
            table.TryAdd("vols", string.Create(CultureInfo.InvariantCulture, $"T{i / 100}"), 190_001 + (i % 100), i);
        }

        var content = new SeriesContent(Dataset, PeriodGrain.Month, [_thefts], table);
        var id = await Store.StageAsync(NewVintage(content), [], CancellationToken.None);
        Assert.Equal(110_000, await content.StoreAsync(Database, id, null, CancellationToken.None));
        Assert.Equal([110_001L], await Test.ColumnAsync<long>("select count(*) from series_point"));
        await Store.DropAsync(id, CancellationToken.None);

        Assert.Equal([1L], await Test.ColumnAsync<long>("select count(*) from series_point"));
        Assert.Equal([1L], await Test.ColumnAsync<long>("select count(*) from series_measure"));
        Assert.Equal(["75"], await Queries.TerritoriesAsync(Dataset, "vols", CancellationToken.None));
    }

    [SkippableFact]
    public async Task StoreAsync_TwoAtOnce_ShareTheirSeries()
    {
        await Task.WhenAll(
            Task.Run(() => AcceptAsync(Months([], ("vols", "75", 202001, 1), ("vols", "77", 202001, 2)))),
            Task.Run(() => AcceptAsync(Months([], ("vols", "77", 202002, 3), ("vols", "78", 202002, 4)))));
        await RebuildAsync();

        Assert.Equal([3L], await Test.ColumnAsync<long>("select count(*) from series"));
        Assert.Equal([2.0, 3.0], (await Queries.PointsAsync(Dataset, "vols", "77")).Select(p => p.Value!.Value));
    }

    private static SeriesTable Table(params (string Measure, string Territory, int Period, double? Value)[] points)
    {
        var table = new SeriesTable();
        Assert.All(points, p => Assert.True(table.TryAdd(p.Measure, p.Territory, p.Period, p.Value)));
        return table;
    }

    private static SeriesContent Months(int[] provisional, params (string Measure, string Territory, int Period, double? Value)[] points)
        => new(Dataset, PeriodGrain.Month, [_thefts, _rate], Table(points), provisional.ToHashSet(), new HashSet<string>(StringComparer.Ordinal) { "FR" });

    private static long VintageId(ServedPoint point) => long.Parse(point.Vintage.Split('-')[^1], CultureInfo.InvariantCulture);
}

public sealed class SqliteSeriesTests : SeriesSuite
{
    private protected override Task<TestDatabase> CreateAsync() => Task.FromResult(TestDatabase.OnSqlite());
}

public sealed class MariaDbSeriesTests : SeriesSuite
{
    private protected override Task<TestDatabase> CreateAsync() => TestDatabase.OnMariaDbAsync();
}
