using System.Globalization;
using Octoplus.Core.Accounts;
using Octoplus.Core.Jobs;
using Octoplus.Core.Sources;
using Octoplus.Ingest.Imports;

namespace Octoplus.EndToEnd;

/// <summary>
/// Each round publishes an edition; a run that is killed while it fetches, takes in, reads, accepts or notes it is taken up by the next, so
/// that in the end the edition is active, and was accepted, told of and written to the audit log once.
/// </summary>
public sealed class KilledRefreshSourcesJobTests : KilledJobsSuite, IAsyncLifetime
{
    private readonly Dictionary<string, string> _settings = new(StringComparer.Ordinal);
    private LocalPublisher? _publisher;
    private PublishedDataset? _dataset;

    protected override string Job => "refresh-sources";

    // The first source that was added; those of the settings are left alone.
    protected override string Parameter => "1";

    protected override IReadOnlyDictionary<string, string> Settings => _settings;

    public async Task InitializeAsync()
    {
        _publisher = await LocalPublisher.StartAsync();
        _dataset = new PublishedDataset(_publisher, "crimes");
        _settings["Network__PrivateHosts__0"] = _publisher.Address.Authority;
        _settings["Network__TrustedCertificates"] = _publisher.Certificate;
    }

    public async Task DisposeAsync() => await _publisher!.DisposeAsync();

    internal override async Task PrepareAsync(TestDatabase test)
    {
        await new TestImports(test.Database, test.Folder).Importer.EnsureReferenceAsync(CancellationToken.None);
        var id = await new SourceStore(test.Database, new AuditLog(test.Database, TimeProvider.System)).AddAsync(
            new SourceDraft
            {
                Name = "Crimes",
                Kind = SourceKind.Dataset,
                Address = _dataset!.Address.AbsoluteUri,
                Settings = _dataset.Settings,
                Schedule = "0 0 0 1 1 ?",
            },
            AuditActor.System,
            CancellationToken.None);
        Assert.Equal(Parameter, id.ToString(CultureInfo.InvariantCulture));
    }

    internal override Task GiveWorkAsync(TestDatabase test, int round)
    {
        var edition = WorkbookBuilder.Valid().Sheet("Services PN 2019").Count(5, 1, 100 + round).ToArray();
        _dataset!.Publish(edition, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(round));
        return Task.CompletedTask;
    }

    // As if the twenty seconds of the dead process's lease on the file had gone by, too.
    internal override async Task AssertNothingHalfDoneAsync(TestDatabase test, int round)
    {
        Assert.InRange(await CountAsync(test, "select count(*) from vintage where state = 'accepted' and origin = 'source'"), round, round + 1);
        await test.ColumnAsync<long>("update import_file set lease_until = '2000-01-01T00:00:00.0000000Z' where state = 'reading'");
    }

    internal override async Task AssertDoneOnceAsync(TestDatabase test, int round, JobRun run)
    {
        var editions = round + 1L;
        Assert.Equal(editions, await CountAsync(test, "select count(*) from vintage where state = 'accepted' and origin = 'source'"));
        Assert.Equal(
            [2L], await test.ColumnAsync<long>("select count(*) from active_vintage a where a.vintage_id = (select max(v.id) from vintage v where v.state = 'accepted' and v.origin = 'source')"));
        Assert.Equal(editions, await CountAsync(test, "select count(*) from import_file where state = 'accepted'"));
        Assert.Equal(0, await CountAsync(test, "select count(*) from import_file where state in ('queued', 'reading', 'waiting', 'mapping')"));
        Assert.Equal(editions, await CountAsync(test, "select count(*) from notice where kind = 'changed'"));
        Assert.Equal(0, await CountAsync(test, "select count(*) from notice where kind <> 'changed'"));
        Assert.Equal(editions, await CountAsync(test, "select count(*) from audit_entry where action = 'source.accepted'"));

        // A run killed after all was noted leaves nothing to the next.
        Assert.Equal([run.State == JobState.Succeeded ? "accepted" : "unchanged"], await test.ColumnAsync<string>("select state from source_state where source_id = 1"));
    }

    private static async Task<long> CountAsync(TestDatabase test, string sql) => Assert.Single(await test.ColumnAsync<long>(sql));
}
