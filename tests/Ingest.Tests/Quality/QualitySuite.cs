using Octoplus.Core.Accounts;
using Octoplus.Core.Jobs;
using Octoplus.Core.Quality;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Core.Views;
using Octoplus.Ingest.Imports;

namespace Octoplus.Ingest.Tests.Quality;

/// <summary>
/// Pairs and findings over imported workbooks, the same on every engine. <c>CIAT DE VILLE</c> (2017, 2018) becomes <c>CSP VILLE</c> (2019) and
/// <c>CS DE VILLE</c> (2020); <c>CGD BOURG</c> is listed in all four years.
/// </summary>
public abstract partial class QualitySuite : IAsyncLifetime
{
    private static readonly AuditActor _ada = new("ada", null);

    private TemporaryFolder? _folder;
    private TestDatabase? _test;

    private TemporaryFolder Folder => _folder ??= new TemporaryFolder();

    private Database Database => _test!.Database;

    private ServicePairQueries Pairs => new(Database);

    private ServicePairStore Store => new(Database, new AuditLog(Database, TimeProvider.System));

    private QualityQueries Findings => new(Database);

    private QualityFindingStore FindingStore => new(Database, new AuditLog(Database, TimeProvider.System));

    private StoredCountQueries Counts => new(Database);

    private Importer Importer => new TestImports(Database, _test!.Folder).Importer;

    public async Task InitializeAsync()
    {
        _test = await CreateAsync();
        await SchemaScripts.ApplyAsync(Database, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        if (_test is not null)
        {
            await _test.DisposeAsync();
        }

        _folder?.Dispose();
    }

    private protected abstract Task<TestDatabase> CreateAsync();

    private static WorkbookBuilder Renamed()
    {
        var builder = WorkbookBuilder.Empty("Présentation");
        string[] names = ["CIAT DE VILLE", "CIAT DE VILLE", "CSP VILLE", "CS DE VILLE"];
        for (var i = 0; i < names.Length; i++)
        {
            var year = 2017 + i;
            builder.AddPoliceSheet($"Services PN {year}", year).AddColumn("91", names[i], "DCSP", index => (index % 10) + 20);
            builder.AddGendarmerieSheet($"Services GN {year}", year).AddColumn("91", "CGD BOURG", count: index => (index % 10) + year - 2010);
        }

        return builder;
    }

    private async Task ImportAsync(WorkbookBuilder workbook)
    {
        var outcome = await Importer.ImportAsync(workbook.Save(Folder.File($"{Guid.NewGuid():N}.xlsx")), "test", "tester", null, CancellationToken.None);
        Assert.Equal("Accepted", outcome.Status.ToString(), ignoreCase: true);
        await new ViewBuilder(Database).RebuildAsync(null, force: false, CancellationToken.None);
    }

    private Task<JobRun?> MatchAsync() => RunAsync(new MatchServicesJob(Counts, Pairs, Store));

    private Task<JobRun?> CheckAsync(DateTimeOffset? now = null)
        => RunAsync(new CheckDataJob(new DataCheck(Database, Counts, Findings, new FixedTime(now ?? new DateTimeOffset(2021, 6, 1, 0, 0, 0, TimeSpan.Zero))), Pairs, FindingStore));

    private async Task<JobRun?> RunAsync(Job job)
        => await Engines.Of(Database, [job]).RunAsync(job.Name, JobCause.Command, null, "tester", CancellationToken.None);

    private async Task<IReadOnlyList<string>> PairNamesAsync(PairState? state = PairState.Proposed)
        => [.. (await Pairs.PageAsync(new PairFilter(state), 50, 0, CancellationToken.None)).Select(p => $"{p.Earlier.Name} → {p.Later.Name}").Order(StringComparer.Ordinal)];

    private async Task<PairResult> DecideAsync(string names, PairDecision decision, PairState expected = PairState.Proposed)
    {
        var pair = (await Pairs.PageAsync(new PairFilter(), 50, 0, CancellationToken.None)).Single(p => $"{p.Earlier.Name} → {p.Later.Name}" == names);
        return await Store.DecideAsync(pair.Earlier.Id, pair.Later.Id, expected, decision, _ada, "seen", CancellationToken.None);
    }

    private Task<IReadOnlyList<Service>> ServicesAsync() => new CountQueries(Database).ServicesAsync("91", CancellationToken.None);

    private Task<IReadOnlyList<ServiceCount>> CountsAsync(int year, long? service = null)
        => new CountQueries(Database).ByServiceAsync(Nomenclature.FindMeasure("index-1")!, year, "91", service, Force.Police, CancellationToken.None);

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}

public sealed class SqliteQualityTests : QualitySuite
{
    private protected override Task<TestDatabase> CreateAsync() => Task.FromResult(TestDatabase.OnSqlite());
}

public sealed class MariaDbQualityTests : QualitySuite
{
    private protected override Task<TestDatabase> CreateAsync() => TestDatabase.OnMariaDbAsync();
}
