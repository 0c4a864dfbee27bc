using System.Globalization;
using Octoplus.Core.Forecasts;
using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Views;
using Octoplus.Ingest.Imports;

namespace Octoplus.EndToEnd;

/// <summary>
/// Each round brings another edition of the weekly file: after the kill the peaks are wholly those of the former counts or of the new ones, in the end those of the new ones.
/// </summary>
public sealed class KilledForecastPeaksJobTests : KilledJobsSuite, IDisposable
{
    private const int Districts = 4;
    private const int Weeks = 360;

    private static readonly DateOnly _first = new(2012, 1, 2);

    private readonly TemporaryFolder _folder = new();

    protected override string Job => ForecastPeaksJob.Key;

    public void Dispose() => _folder.Dispose();

    internal override Task PrepareAsync(TestDatabase test) => new TestImports(test.Database, test.Folder).Importer.EnsureReferenceAsync(CancellationToken.None);

    internal override async Task GiveWorkAsync(TestDatabase test, int round)
    {
        var path = _folder.File($"{round}.csv");
        await File.WriteAllLinesAsync(path, ["district,week,count", .. Enumerable.Range(0, Weeks + round).SelectMany(t => Enumerable.Range(1, Districts)
            .Select(d => string.Create(CultureInfo.InvariantCulture, $"{d:000},{_first.AddDays(7 * t):yyyy-MM-dd},{70 + (t * t * d % 23) + (round % 3)}")))]);
        var importer = new TestImports(test.Database, test.Folder).Importer;
        Assert.Equal(ImportStatus.Accepted, (await importer.ImportAsync(path, "test", "tester", null, CancellationToken.None)).Status);
        await new ViewBuilder(test.Database).RebuildAsync(null, force: false, CancellationToken.None);
    }

    internal override async Task AssertNothingHalfDoneAsync(TestDatabase test, int round)
    {
        Assert.Contains(Assert.Single(await test.ColumnAsync<long>("select week from peak_measure")), new long[] { Week(round - 1), Week(round) });
        Assert.Equal([(long)Districts], await test.ColumnAsync<long>("select count(*) from peak_series"));
    }

    internal override async Task AssertDoneOnceAsync(TestDatabase test, int round, JobRun run)
    {
        Assert.Equal([(long)Week(round)], await test.ColumnAsync<long>("select week from peak_measure"));
        Assert.Equal([(long)Districts], await test.ColumnAsync<long>("select count(*) from peak_series"));
    }

    private static int Week(int round) => Period.Key(PeriodGrain.Week, _first.AddDays(7 * (Weeks + round)));
}
