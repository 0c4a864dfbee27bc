using Octoplus.Core.Jobs;
using Octoplus.Core.Upkeep;
using Octoplus.Core.Views;
using Octoplus.Ingest.Imports;

namespace Octoplus.EndToEnd;

/// <summary>A measurement is kept whole or not at all, and changes nothing that is served.</summary>
public sealed class KilledMeasureQueriesJobTests : KilledJobsSuite, IDisposable
{
    private readonly KilledEditions _editions = new();
    private long _whole;

    protected override string Job => MeasureQueriesJob.Key;

    public void Dispose() => _editions.Dispose();

    internal override async Task PrepareAsync(TestDatabase test)
    {
        _whole = 0;
        var importer = new TestImports(test.Database, test.Folder).Importer;
        await importer.EnsureReferenceAsync(CancellationToken.None);
        Assert.Equal(ImportStatus.Accepted, (await importer.ImportAsync(_editions.Path(1), "test", "tester", null, CancellationToken.None)).Status);
        await new ViewBuilder(test.Database).RebuildAsync(null, force: false, CancellationToken.None);
    }

    internal override Task GiveWorkAsync(TestDatabase test, int round) => Task.CompletedTask;

    internal override Task AssertNothingHalfDoneAsync(TestDatabase test, int round) => AssertWholeAsync(test);

    internal override async Task AssertDoneOnceAsync(TestDatabase test, int round, JobRun run)
    {
        _whole = run.RowCount;
        await AssertWholeAsync(test);
        Assert.Equal(KilledEditions.Expected(1), await KilledEditions.ServedAsync(test));
    }

    private async Task AssertWholeAsync(TestDatabase test)
        => Assert.All(await test.ColumnAsync<long>("select count(*) from query_time group by measured_at"), n => Assert.Equal(_whole, n));
}
