using Octoplus.Core.Jobs;
using Octoplus.Core.Storage;
using Octoplus.Core.Upkeep;
using Octoplus.Core.Views;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Imports;

namespace Octoplus.EndToEnd;

/// <summary>Each round an edition more is old enough to be dropped, with its original and some records: the served figures stay, and nothing is left half-dropped.</summary>
public sealed class KilledCleanUpJobTests : KilledJobsSuite, IDisposable
{
    private readonly KilledEditions _editions = new();

    protected override string Job => CleanUpJob.Key;

    protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal) { ["Retention__KeepVintages"] = "1" };

    public void Dispose() => _editions.Dispose();

    internal override async Task PrepareAsync(TestDatabase test)
    {
        await Importer(test).EnsureReferenceAsync(CancellationToken.None);
        await AcceptAsync(test, 1);
    }

    internal override async Task GiveWorkAsync(TestDatabase test, int round)
    {
        await AcceptAsync(test, round + 2);

        // As if all that had been years ago; and twice built, so that no build shows the former edition.
        var old = Instant.Of(DateTime.UtcNow.AddYears(-4));
        await test.ColumnAsync<int>("update vintage set accepted_at = @old", new { old });
        await test.ColumnAsync<int>("update flip set done_at = @old", new { old });
        await new ViewBuilder(test.Database).RebuildAsync(null, force: true, CancellationToken.None);
        for (var i = 0; i < 600; i++)
        {
            await test.ColumnAsync<int>(
                "insert into audit_entry (at, id, actor, action, subject) values (@old, @id, 'x', 'made', 'x')", new { old, id = Guid.NewGuid().ToString("N") });
        }
    }

    internal override async Task AssertNothingHalfDoneAsync(TestDatabase test, int round)
        => Assert.Equal(KilledEditions.Expected(round + 2), await KilledEditions.ServedAsync(test));

    internal override async Task AssertDoneOnceAsync(TestDatabase test, int round, JobRun run)
    {
        Assert.Equal(KilledEditions.Expected(round + 2), await KilledEditions.ServedAsync(test));
        var kept = Assert.Single(await new VintageQueries(test.Database).AcceptedAsync(CancellationToken.None), v => v.Dataset == Datasets.Etat4001);
        Assert.Equal([kept.Id], await test.ColumnAsync<long>("select distinct vintage_id from fact"));
        Assert.Equal([kept.Sha256], Directory.GetFiles(Path.Combine(test.Folder, "files"), "*", SearchOption.AllDirectories).Select(f => Path.GetFileName(f)));
        Assert.Equal([0L], await test.ColumnAsync<long>("select count(*) from vintage where state = 'dropping'"));
        Assert.Equal([0L], await test.ColumnAsync<long>("select count(*) from audit_entry where action = 'made'"));
        Assert.Equal([round + 1L], await test.ColumnAsync<long>("select count(*) from vintage where state = 'dropped'"));
    }

    private static Importer Importer(TestDatabase test) => new TestImports(test.Database, test.Folder).Importer;

    private async Task AcceptAsync(TestDatabase test, int edition)
    {
        var outcome = await Importer(test).ImportAsync(_editions.Path(edition), "test", "tester", null, CancellationToken.None);
        Assert.Equal(ImportStatus.Accepted, outcome.Status);
        await new ViewBuilder(test.Database).RebuildAsync(null, force: false, CancellationToken.None);
    }
}
