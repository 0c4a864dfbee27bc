using Octoplus.Core.Accounts;
using Octoplus.Core.Forecasts;
using Octoplus.Core.Groups;
using Octoplus.Core.Imports;
using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Core.Upkeep;
using Octoplus.Core.Views;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Imports;

namespace Octoplus.Ingest.Tests.Upkeep;

/// <summary>Measuring the reads of pages, the same on every engine.</summary>
public abstract class MeasureQueriesSuite : IAsyncLifetime
{
    private TemporaryFolder? _folder;
    private TestDatabase? _test;

    private TemporaryFolder Folder => _folder ??= new TemporaryFolder();

    private TestDatabase Test => _test!;

    private protected abstract Task<TestDatabase> CreateAsync();

    public async Task InitializeAsync()
    {
        _test = await CreateAsync();
        await SchemaScripts.ApplyAsync(Test.Database, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        if (_test is not null)
        {
            await _test.DisposeAsync();
        }

        _folder?.Dispose();
    }

    [SkippableFact]
    public async Task Run_NothingServed_MeasuresNothing()
    {
        var run = await RunAsync();
        Assert.Equal((JobState.Unchanged, "query.nothing"), (run.State, run.Message!.Code));
        Assert.Empty(await new QueryTimes(Test.Database).LastAsync(CancellationToken.None));
    }

    [SkippableFact]
    public async Task Run_Twice_KeepsEachAndComparesWithTheFormer()
    {
        await ImportAsync();
        var first = await RunAsync();
        var second = await RunAsync();

        Assert.Equal((JobState.Succeeded, JobState.Succeeded), (first.State, second.State));
        var last = await new QueryTimes(Test.Database).LastAsync(CancellationToken.None);
        Assert.Equal(first.RowCount, last.Count);
        Assert.Equal([2L], await Test.ColumnAsync<long>("select count(distinct measured_at) from query_time"));
        Assert.All(last, t => Assert.True(t.MedianMs > 0 && t.P95Ms >= t.MedianMs && t.Runs == 15, t.ToString()));
        Assert.Equal(5, last.Single(t => t.Name == "counts/service").RowCount);
        Assert.Contains(last, t => t.Name == "map/cambriolages-de-logement/department/2019" && t.RowCount > 0);
        Assert.Contains(await CodesAsync(first), c => c == "query.time");
        Assert.Contains(await CodesAsync(second), c => c == "query.time-again");
    }

    [SkippableFact]
    public async Task WholeReads_StatementWithoutAnIndex_IsTold()
    {
        await ImportAsync();
        var times = new QueryTimes(Test.Database);
        MeasuredRead Of(string sql, object? parameters = null) => new("made", _ => Task.FromResult(0L), [(sql, parameters)]);

        var whole = await times.WholeReadsAsync(Of("select recorded from fact where recorded = @n order by recorded", new { n = 3 }), CancellationToken.None);
        var looked = await times.WholeReadsAsync(
            Of("select recorded from fact where vintage_id = @v and year = 2019 and service_id = 1 and offence = 27", new { v = 3 }), CancellationToken.None);

        Assert.Contains("fact", Assert.Single(whole), StringComparison.Ordinal);
        Assert.Empty(looked);
    }

    private async Task ImportAsync()
    {
        var importer = new TestImports(Test.Database, Test.Folder).Importer;
        await importer.EnsureReferenceAsync(CancellationToken.None);
        await importer.ImportAsync(WorkbookBuilder.Valid().Save(Folder.File("w.xlsx")), "test", "tester", null, CancellationToken.None);
        await new ViewBuilder(Test.Database).RebuildAsync(null, force: false, CancellationToken.None);
    }

    private async Task<JobRun> RunAsync()
        => (await Engines.Of(Test.Database, [new MeasureQueriesJob(Test.Database, new QueryTimes(Test.Database), Features(Test.Database))]).RunAsync(
            MeasureQueriesJob.Key, JobCause.Schedule, null, "system", CancellationToken.None))!;

    private static IEnumerable<IMeasuredReads> Features(Database database) =>
    [
        new FigureReads(database, new MapPanelQueries(database, new OffenceUnitQueries(database)), new CountQueries(database), new SeriesQueries(database)),
        new ForecastReads(new ForecastQueries(database)),
        new GroupReads(new GroupQueries(database)),
        new VintageReads(new VintageQueries(database), new FlipQueries(database)),
        new ImportReads(new ImportQueries(database)),
        new AuditReads(new AuditQueries(database)),
    ];

    private async Task<IEnumerable<string>> CodesAsync(JobRun run)
        => (await new JobRunQueries(Test.Database).LinesAsync(run.Id, 200, CancellationToken.None)).Select(l => l.Message.Code);
}

public sealed class SqliteMeasureQueriesTests : MeasureQueriesSuite
{
    private protected override Task<TestDatabase> CreateAsync() => Task.FromResult(TestDatabase.OnSqlite());
}

public sealed class MariaDbMeasureQueriesTests : MeasureQueriesSuite
{
    private protected override Task<TestDatabase> CreateAsync() => TestDatabase.OnMariaDbAsync();
}

public sealed class MeasureQueriesJobTests
{
    [Fact]
    public void Summarise_TwentyTimes_IsTheTenthAndTheNineteenth()
        => Assert.Equal((10d, 19d), MeasureQueriesJob.Summarise(Enumerable.Range(1, 20).Reverse().Select(i => (double)i)));

    [Fact]
    public void Summarise_OneTime_IsBoth() => Assert.Equal((7d, 7d), MeasureQueriesJob.Summarise([7]));

    [Theory]
    [InlineData(20, 61, true)]
    [InlineData(20, 60, false)] // three times, not more
    [InlineData(1, 49, false)] // nobody feels it
    public void Warn_SlowerThanBefore_TellsOnlyWhatIsFelt(double before, double now, bool isTold)
    {
        var context = new JobContext(JobLease.None, JobCause.Schedule, null, "system");
        QueryTime Time(double ms) => new() { Name = "map", Runs = 1, RowCount = 1, MedianMs = ms, P95Ms = ms };
        MeasureQueriesJob.Warn(context, [Time(now)], new Dictionary<string, QueryTime>(StringComparer.Ordinal) { ["map"] = Time(before) });
        Assert.Equal(isTold ? ["query:map"] : [], context.Notices.Select(n => n.Cause));
    }
}
