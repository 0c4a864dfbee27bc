using Octoplus.Core.Jobs;
using Octoplus.Core.Views;
using Octoplus.Ingest.Imports;

namespace Octoplus.EndToEnd;

/// <summary>Each round accepts an edition whose views nobody has rebuilt: after the kill the former or the new figures are served, in the end the new ones.</summary>
public sealed class KilledRebuildViewsJobTests : KilledJobsSuite, IDisposable
{
    private readonly KilledEditions _editions = new();

    protected override string Job => "rebuild-views";

    public void Dispose() => _editions.Dispose();

    internal override async Task PrepareAsync(TestDatabase test)
    {
        await new TestImports(test.Database, test.Folder).Importer.EnsureReferenceAsync(CancellationToken.None);
        await AcceptAsync(test, 1);
    }

    internal override Task GiveWorkAsync(TestDatabase test, int round) => AcceptAsync(test, Edition(round));

    internal override async Task AssertNothingHalfDoneAsync(TestDatabase test, int round)
        => Assert.Contains(await KilledEditions.ServedAsync(test), new[] { KilledEditions.Expected(Edition(round - 1)), KilledEditions.Expected(Edition(round)) });

    internal override async Task AssertDoneOnceAsync(TestDatabase test, int round, JobRun run)
    {
        Assert.Equal(KilledEditions.Expected(Edition(round)), await KilledEditions.ServedAsync(test));

        if (run.State == JobState.Unchanged)
        {
            // Killed between the flip and the dropping of former builds: that is left to the next build, or to the nightly clean-up.
            await new ViewBuilder(test.Database).DropOldBuildsAsync(CancellationToken.None);
        }

        // The served build and the one before it: what dead ones left half-made is gone.
        Assert.InRange(Assert.Single(await test.ColumnAsync<long>("select count(distinct build_id) from view_count")), 1, 2);
    }

    private static int Edition(int round) => 2 + round;

    private async Task AcceptAsync(TestDatabase test, int edition)
    {
        var outcome = await new TestImports(test.Database, test.Folder).Importer.ImportAsync(_editions.Path(edition), "test", "tester", null, CancellationToken.None);
        Assert.Equal(ImportStatus.Accepted, outcome.Status);
    }
}
