using Microsoft.Extensions.Options;
using Octoplus.Core.Accounts;
using Octoplus.Core.Imports;
using Octoplus.Core.Jobs;
using Octoplus.Core.Sources;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Network;
using Octoplus.Ingest.Sources;

namespace Octoplus.Ingest.Tests.Sources;

/// <summary>
/// Sources asked by their job against a real HTTPS server, the same on every engine, with a clock that is moved by hand. Files are
/// workbooks of <see cref="WorkbookBuilder.Valid"/>: 2019 and 2020, all offences 14,195.
/// </summary>
public abstract partial class SourceSuite : IAsyncLifetime
{
    private static readonly AuditActor _marie = new("marie", null);

    private readonly ManualTime _time = new();
    private readonly Dictionary<(int Number, int Years), byte[]> _editions = [];
    private TestDatabase? _test;
    private LocalPublisher? _publisher;
    private OutgoingHttp? _outgoing;
    private SourceHttp? _http;

    private TestDatabase Test => _test!;

    private Database Database => Test.Database;

    private LocalPublisher Publisher => _publisher!;

    private AuditLog Audit => new(Database, _time);

    private SourceQueries Sources => new(Database);

    private SourceStore Store => new(Database, Audit);

    private ImportQueries Imports => new(Database);

    private VintageQueries Vintages => new(Database);

    private OriginalFiles Files => new(Test.Folder);

    private Importer Importer => new TestImports(Database, Test.Folder).Importer;

    private ImportQueue Queue => new TestImports(Database, Test.Folder).Queue;

    public async Task InitializeAsync()
    {
        _test = await CreateAsync();
        await SchemaScripts.ApplyAsync(Database, CancellationToken.None);
        await Importer.EnsureReferenceAsync(CancellationToken.None);
        _publisher = await LocalPublisher.StartAsync();
        var options = new NetworkOptions { TrustedCertificates = _publisher.Certificate };
        options.PrivateHosts.Add(_publisher.Address.Authority);
        _outgoing = new OutgoingHttp(Options.Create(options));
        _http = new SourceHttp(_outgoing, Hurried.Limits, _time);
    }

    public async Task DisposeAsync()
    {
        _outgoing?.Dispose();
        if (_publisher is not null)
        {
            await _publisher.DisposeAsync();
        }

        if (_test is not null)
        {
            await _test.DisposeAsync();
        }
    }

    private protected abstract Task<TestDatabase> CreateAsync();

    private JobEngine Runner(params SourceOptions[] shipped)
    {
        var refresh = new SourceRefresh(
            Sources,
            new SourceStateStore(Database, Audit),
            new SourceImport(Queue, Imports, Vintages),
            [new FileSourceReader(_http!), new DatasetSourceReader(_http!)],
            Files,
            _time);
        return Engines.Of(Database, [new RefreshSourcesJob(Database, Sources, new ShippedSources(Store, Options.Create(shipped.ToList())), refresh, _time)]);
    }

    /// <summary>The job as its schedule runs it, or as someone asks for it.</summary>
    private async Task<JobRun> RunAsync(JobCause cause = JobCause.Schedule, string? parameter = null)
        => (await Runner().RunAsync(RefreshSourcesJob.Key, cause, parameter, "test", CancellationToken.None))!;

    private Task<long> AddAsync(PublishedDataset dataset, bool acceptsItself = true)
        => Store.AddAsync(
            new SourceDraft
            {
                Name = "Crimes",
                Kind = SourceKind.Dataset,
                Address = dataset.Address.AbsoluteUri,
                Settings = dataset.Settings,
                Schedule = "0 0 * * * ?",
                AcceptsItself = acceptsItself,
            },
            _marie,
            CancellationToken.None);

    private Task<long> AddFileAsync(string path, WebSourceSettings? settings = null)
        => Store.AddAsync(
            new SourceDraft
            {
                Name = "Crimes",
                Kind = SourceKind.File,
                Address = new Uri(Publisher.Address, path).AbsoluteUri,
                Settings = (settings ?? new WebSourceSettings()).ToJson(),
                Schedule = "0 0 * * * ?",
            },
            _marie,
            CancellationToken.None);

    private async Task<SourceState> StateAsync(long id) => (await Sources.FindAsync(id, CancellationToken.None))!.State;

    /// <summary>Notices as <c>kind code</c>, in the order in which they were told.</summary>
    private async Task<IReadOnlyList<string>> NoticesAsync()
        => await Test.ColumnAsync<string>("select " + Concatenated("kind", "cause", "message_code") + " from notice order by id");

    /// <summary>Vintages that were accepted, oldest first, with the total of burglaries in 2019 that each would serve.</summary>
    private async Task<IReadOnlyList<string>> VintagesAsync()
        => [.. (await Vintages.AcceptedAsync(CancellationToken.None)).Where(v => v.Dataset == Datasets.Etat4001).OrderBy(v => v.Id)
            .Select(v => $"{v.FileName} {(v.ActivePeriods > 0 ? "active" : "-")} {v.AcceptedBy}")];

    private string Concatenated(params string[] columns)
        => Database.Dialect is SqliteDialect ? string.Join(" || ' ' || ", columns) : $"concat_ws(' ', {string.Join(", ", columns)})";

    /// <summary>An edition that differs from the others by one count; the same bytes however often it is asked for.</summary>
    private byte[] Edition(int number, params int[] years)
        => _editions.TryGetValue((number, years.Length), out var known)
            ? known
            : _editions[(number, years.Length)] = WorkbookBuilder.Valid(years).Sheet("Services PN 2019").Count(5, 1, 100 + number).ToArray();
}

/// <summary>Limits that make no test wait.</summary>
internal static class Hurried
{
    public static FetchLimits Limits { get; } = new()
    {
        Head = TimeSpan.FromMilliseconds(1500),
        Block = TimeSpan.FromMilliseconds(1500),
        Retries = 1,
        RetryDelay = TimeSpan.FromMilliseconds(1),
        MaxRetryDelay = TimeSpan.FromMilliseconds(20),
    };
}

public sealed class SqliteSourceTests : SourceSuite
{
    private protected override Task<TestDatabase> CreateAsync() => Task.FromResult(TestDatabase.OnSqlite());
}

public sealed class MariaDbSourceTests : SourceSuite
{
    private protected override Task<TestDatabase> CreateAsync() => TestDatabase.OnMariaDbAsync();
}
