using System.Globalization;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Octoplus.Core.Accounts;
using Octoplus.Core.Imports;
using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Sources;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Network;
using Octoplus.Ingest.Sources;

namespace Octoplus.Ingest.Tests.Sources;

/// <summary>Folders, APIs and queries asked by the job, up to the vintage; the same on every engine.</summary>
public abstract class SourceKindsSuite : IAsyncLifetime
{
    private static readonly AuditActor _marie = new("marie", null);

    private readonly TemporaryFolder _machine = new();
    private TestDatabase? _test;
    private LocalPublisher? _publisher;
    private OutgoingHttp? _outgoing;
    private JobEngine? _runner;

    private Database Database => _test!.Database;

    private SourceQueries Sources => new(Database);

    private string Drop => _machine.File("drop");

    public async Task InitializeAsync()
    {
        _test = await CreateAsync();
        Directory.CreateDirectory(Drop);
        await SchemaScripts.ApplyAsync(Database, CancellationToken.None);
        _publisher = await LocalPublisher.StartAsync();
        var options = new NetworkOptions { TrustedCertificates = _publisher.Certificate };
        options.PrivateHosts.Add(_publisher.Address.Authority);
        _outgoing = new OutgoingHttp(Options.Create(options));
        var imports = new TestImports(Database, _test.Folder);
        await imports.Importer.EnsureReferenceAsync(CancellationToken.None);
        _runner = Runner(imports, new SourceHttp(_outgoing, new FetchLimits { Retries = 1, RetryDelay = TimeSpan.FromMilliseconds(1) }, TimeProvider.System));
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

        _machine.Dispose();
    }

    [SkippableFact]
    public async Task Folder_NewFiles_AreAcceptedOnceAndTheirGoingIsToldOnce()
    {
        var id = await AddAsync(SourceKind.Folder, Drop, KindSettings.ToJson(new FolderSettings { Pattern = "**/mensuel-*.csv" }));
        Put("mensuel-a.csv", SeriesFiles.Monthly());
        Put("autre.csv", ["x"]);
        Assert.Equal(JobState.Succeeded, (await RunAsync(id)).State);
        Assert.Equal(SourceStatus.Accepted, await StateAsync(id));
        Assert.Equal(["mensuel-a.csv"], await AcceptedAsync());

        Assert.Equal(JobState.Unchanged, (await RunAsync(id)).State);
        File.SetLastWriteTimeUtc(Path.Combine(Drop, "mensuel-a.csv"), DateTime.UtcNow.AddHours(-2)); // touched, the same bytes
        Assert.Equal(JobState.Unchanged, (await RunAsync(id)).State);

        File.Delete(Path.Combine(Drop, "mensuel-a.csv"));
        await RunAsync(id);
        await RunAsync(id);
        Assert.Equal(["mensuel-a.csv"], await AcceptedAsync());
        Assert.Single(await LinesAsync(id), "source.file-gone");
    }

    [SkippableFact]
    public async Task Folder_FileBeingWritten_WaitsForTheNextRun()
    {
        var id = await AddAsync(SourceKind.Folder, Drop, KindSettings.ToJson(new FolderSettings()));
        Put("a.csv", SeriesFiles.Monthly());
        File.SetLastWriteTimeUtc(Path.Combine(Drop, "a.csv"), DateTime.UtcNow);
        await RunAsync(id);
        Assert.Empty(await AcceptedAsync());
        Assert.Single(await LinesAsync(id), "source.file-unsettled");
        File.SetLastWriteTimeUtc(Path.Combine(Drop, "a.csv"), DateTime.UtcNow.AddMinutes(-1));
        await RunAsync(id);
        Assert.Equal(["a.csv"], await AcceptedAsync());
    }

    [SkippableFact]
    public async Task Folder_ThatIsNoMore_FailsWithItsReason()
    {
        var id = await AddAsync(SourceKind.Folder, Path.Combine(Drop, "gone"), "{}");
        Assert.Equal(JobState.Failed, (await RunAsync(id)).State);
        Assert.Equal("source.failure.path-no-folder", (await Sources.FindAsync(id, CancellationToken.None))!.State.Message!.Code);
    }

    [SkippableFact]
    public async Task Api_PagesWithASecret_AreAcceptedAndThenUnchanged()
    {
        Serve(SeriesFiles.Monthly());
        var id = await AddAsync(SourceKind.Api, Address, Api(new ApiSettings { SecretHeader = "Authorization", Secret = "PORTAIL" }));
        Assert.Equal(JobState.Succeeded, (await RunAsync(id)).State);
        Assert.Equal(["Essai.csv"], await AcceptedAsync());
        Assert.Equal("Apikey 0a1b2c", _publisher!.Headers["/records"]["Authorization"]);
        Assert.Equal(3, _publisher.TakeRequests().Count);
        Assert.DoesNotContain("0a1b2c", await _test!.DumpAsync(), StringComparison.Ordinal);

        Assert.Equal(JobState.Unchanged, (await RunAsync(id)).State);
        var lines = SeriesFiles.Monthly();
        lines[1] = lines[1].Replace(",1,", ",2,", StringComparison.Ordinal);
        Serve(lines);
        await RunAsync(id);
        Assert.Equal(["Essai.csv", "Essai.csv"], await AcceptedAsync());
    }

    [SkippableFact]
    public async Task Api_SecretPastARedirect_StaysHere()
    {
        await using var elsewhere = await LocalPublisher.StartAsync();
        elsewhere.Answer("/records", 200);
        _publisher!.Redirect("/records", new Uri(elsewhere.Address, "records").AbsoluteUri);
        var id = await AddAsync(SourceKind.Api, Address, Api(new ApiSettings { SecretHeader = "X-Key", Secret = "PORTAIL" }));
        Assert.Equal(JobState.Failed, (await RunAsync(id)).State);
        Assert.Empty(elsewhere.TakeRequests()); // not one of ours: a private address
    }

    [SkippableFact]
    public async Task Api_SecretThatIsMissingOrNoHeader_FailsByItsName()
    {
        var id = await AddAsync(SourceKind.Api, Address, Api(new ApiSettings { SecretHeader = "X-Key", Secret = "AUTRE" }));
        var accent = await AddAsync(SourceKind.Api, Address, Api(new ApiSettings { SecretHeader = "X-Key", Secret = "ACCENT" }));
        await RunAsync(id);
        await RunAsync(accent);
        Assert.Equal("source.setting.secret-characters", (await Sources.FindAsync(accent, CancellationToken.None))!.State.Message!.Code);
        Assert.Equal("Secrets:AUTRE", (await Sources.FindAsync(id, CancellationToken.None))!.State.Message!.Arguments[0]);
        Assert.Empty(_publisher!.TakeRequests());
    }

    [SkippableFact]
    public async Task Query_OnASqliteFile_IsAcceptedAndThenUnchanged()
    {
        var path = Path.Combine(Drop, "plaintes.db");
        await using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={path};Pooling=False"))
        {
            var header = SeriesFiles.Monthly()[0];
            await connection.ExecuteAsync($"create table mensuel ({header.Replace("code_dep", "code_dep text", StringComparison.Ordinal)})");
            foreach (var row in SeriesFiles.Monthly().Skip(1).Select(l => l.Split(',')))
            {
                await connection.ExecuteAsync($"insert into mensuel values ('{row[0]}', '{row[1]}', {string.Join(',', row[2..])})");
            }
        }

        var id = await AddAsync(SourceKind.Query, path, KindSettings.ToJson(new QuerySettings { Sql = "select * from mensuel order by mois, code_dep" }));
        var before = await File.ReadAllBytesAsync(path);
        Assert.Equal(JobState.Succeeded, (await RunAsync(id)).State);
        Assert.Equal(["Essai.csv"], await AcceptedAsync());
        Assert.Equal(JobState.Unchanged, (await RunAsync(id)).State);
        Assert.Equal(before, await File.ReadAllBytesAsync(path));
    }

    private protected abstract Task<TestDatabase> CreateAsync();

    private JobEngine Runner(TestImports imports, SourceHttp http)
    {
        var audit = new AuditLog(Database, TimeProvider.System);
        var folders = new AllowedFolders([Drop], _test!.Folder);
        var connections = new NamedConnections(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Secrets:PORTAIL"] = "Apikey 0a1b2c", ["Secrets:ACCENT"] = "clef secrète" }).Build());
        var refresh = new SourceRefresh(
            Sources,
            new SourceStateStore(Database, audit),
            new SourceImport(imports.Queue, new ImportQueries(Database), new VintageQueries(Database)),
            [new FolderSourceReader(folders, TimeProvider.System), new ApiSourceReader(http, connections), new QuerySourceReader(folders, connections)],
            imports.Files,
            TimeProvider.System);
        return Engines.Of(Database, [new RefreshSourcesJob(Database, Sources, new ShippedSources(new SourceStore(Database, audit), Options.Create(new List<SourceOptions>())), refresh, TimeProvider.System)]);
    }

    private string Address => new Uri(_publisher!.Address, "records").AbsoluteUri;

    private static string Api(ApiSettings settings) => KindSettings.ToJson(settings with { Columns = SeriesFiles.Monthly()[0].Split(','), PageSize = 100 });

    // As OpenDataSoft does: 288 rows in pages of 100.
    private void Serve(List<string> lines)
    {
        var names = lines[0].Split(',');
        var rows = lines.Skip(1).Select(l => l.Split(',').Select((cell, i) => (names[i], cell)).ToDictionary(c => c.Item1, c => c.cell)).ToList();
        _publisher!.Answer("/records", async context =>
        {
            int Number(string name) => int.Parse(context.Request.Query[name]!, CultureInfo.InvariantCulture);
            await context.Response.WriteAsync(JsonSerializer.Serialize(new { total_count = rows.Count, results = rows.Skip(Number("offset")).Take(Number("limit")) }));
        });
    }

    private void Put(string name, IEnumerable<string> lines)
    {
        var path = Path.Combine(Drop, name);
        File.WriteAllText(path, string.Join('\n', lines) + "\n");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-1));
    }

    private Task<long> AddAsync(SourceKind kind, string address, string settings)
        => new SourceStore(Database, new AuditLog(Database, TimeProvider.System)).AddAsync(
            new SourceDraft { Name = "Essai", Kind = kind, Address = address, Settings = settings, Schedule = "0 0 5 * * ?" }, _marie, CancellationToken.None);

    private async Task<JobRun> RunAsync(long id)
        => (await _runner!.RunAsync(RefreshSourcesJob.Key, JobCause.Person, id.ToString(CultureInfo.InvariantCulture), "marie", CancellationToken.None))!;

    private async Task<SourceStatus> StateAsync(long id) => (await Sources.FindAsync(id, CancellationToken.None))!.State.State;

    private async Task<IEnumerable<string>> AcceptedAsync()
        => (await new VintageQueries(Database).AcceptedAsync(CancellationToken.None)).Where(v => v.AcceptedBy == "source: Essai").Select(v => v.FileName);

    private async Task<IEnumerable<string>> LinesAsync(long id)
        => (await new JobRunQueries(Database).SubjectLinesAsync(Source.SubjectOf(id), 100, CancellationToken.None)).Select(l => l.Message.Code);
}

/// <inheritdoc/>
public sealed class SqliteSourceKindsTests : SourceKindsSuite
{
    private protected override Task<TestDatabase> CreateAsync() => Task.FromResult(TestDatabase.OnSqlite());
}

/// <inheritdoc/>
public sealed class MariaDbSourceKindsTests : SourceKindsSuite
{
    private protected override Task<TestDatabase> CreateAsync() => TestDatabase.OnMariaDbAsync();
}
