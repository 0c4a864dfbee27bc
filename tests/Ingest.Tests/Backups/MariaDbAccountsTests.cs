using System.Data.Common;
using Dapper;
using Octoplus.Core.Backups;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;
using Octoplus.Core.Views;
using Octoplus.Core.Vintages;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Tests.Jobs;

namespace Octoplus.Ingest.Tests.Backups;

/// <summary>The accounts of <c>docs/mariadb.sql</c>, made by that very file, under names of their own.</summary>
public sealed class MariaDbAccountsTests : IAsyncLifetime
{
    private const string WriterPassword = "writer \\ \" # ; % é";
    private const string ReaderPassword = "reader-1";

    private readonly string _key = Guid.NewGuid().ToString("N")[..8];
    private readonly List<string> _databases = [];
    private TemporaryFolder? _folder;

    private TemporaryFolder Folder => _folder ??= new TemporaryFolder();

    public async Task InitializeAsync()
    {
        Requires.MariaDb();
        await RunFileAsync("octoplus_a");

        // Run again for a second database: it leaves the accounts as they are.
        await RunFileAsync("octoplus_b");
    }

    public async Task DisposeAsync()
    {
        if (_databases.Count > 0)
        {
            await using var connection = await Administrator().OpenAsync(CancellationToken.None);
            foreach (var name in _databases)
            {
                await connection.ExecuteAsync($"drop database {name}");
            }

            await connection.ExecuteAsync($"drop user 'octoplus_writer_{_key}'@'%', 'octoplus_reader_{_key}'@'%'");
        }

        _folder?.Dispose();
    }

    [SkippableFact]
    public async Task Accounts_OfTheFile_DoAllThatTheProgramDoes()
    {
        var database = DatabaseOf("octoplus_a");
        await SchemaScripts.ApplyAsync(database, CancellationToken.None);
        var importer = new TestImports(database, Folder.File("a")).Importer;
        await importer.EnsureReferenceAsync(CancellationToken.None);
        await importer.ImportAsync(WorkbookBuilder.Valid().Save(Folder.File("w.xlsx")), "test", "tester", null, CancellationToken.None);
        await new ViewBuilder(database).RebuildAsync(null, force: false, CancellationToken.None);
        await StartScheduleAsync(database);

        var backup = Folder.File("b.tar.gz");
        await new BackupMaker(database, Folder.File("a"), new BackupOptions(), () => "{}").WriteAsync(backup, DateTime.UtcNow, null, CancellationToken.None);
        var target = DatabaseOf("octoplus_b");
        var restored = await new BackupRestorer(target, Folder.File("b"), new BackupOptions()).RestoreAsync(backup, null, CancellationToken.None);

        Assert.Empty(restored.Differences);
        Assert.Equal(await CountsAsync(database), await CountsAsync(target));
        Assert.Equal(225, (await CountsAsync(target)).Where(c => c.Year == 2019).Sum(c => c.Police + c.Gendarmerie));
    }

    [SkippableFact]
    public async Task Reader_Configured_PagesQueryByItAndItCanChangeNothing()
    {
        var database = DatabaseOf("octoplus_a");
        await SchemaScripts.ApplyAsync(database, CancellationToken.None);

        Assert.StartsWith($"octoplus_reader_{_key}@", (await database.QueryAsync<string>("select current_user()", null, CancellationToken.None))[0], StringComparison.Ordinal);
        await using (var writer = await database.OpenAsync(CancellationToken.None))
        {
            Assert.StartsWith($"octoplus_writer_{_key}@", await writer.ExecuteScalarAsync<string>("select current_user()"), StringComparison.Ordinal);
        }

        await using var reader = await database.OpenReaderAsync(CancellationToken.None);
        foreach (var sql in new[]
        {
            "insert into id_counter (name, last_id) values ('x', 0)", "update id_counter set last_id = 9", "delete from id_counter",
            "create table made (id integer not null, primary key (id))", "drop table fact",
        })
        {
            var denied = await Assert.ThrowsAnyAsync<DbException>(() => reader.ExecuteAsync(sql));
            Assert.Contains("denied", denied.Message, StringComparison.Ordinal);
        }

        // As pages and API ask.
        Assert.Null(await new MapPanelQueries(database, new OffenceUnitQueries(database)).LoadAsync(
            new MapPanelRequest(Nomenclature.FindMeasure("cambriolages-de-logement")!, TerritoryLevel.Department, 2019, []), CancellationToken.None));
        Assert.Empty(await new VintageQueries(database).AcceptedAsync(CancellationToken.None));
        Assert.Empty(await new FlipQueries(database).HistoryAsync(10, CancellationToken.None));
    }

    [SkippableTheory]
    [InlineData("writer", WriterPassword)]
    [InlineData("reader", ReaderPassword)]
    public async Task Accounts_WithoutTls_AreRefused(string account, string password)
    {
        var settings = Settings(account, password, "octoplus_a");
        settings["SslMode"] = "Disabled";
        var database = Database.Create(new DatabaseOptions { Provider = "MySql", ConnectionString = settings.ConnectionString }, "");
        var denied = await Assert.ThrowsAnyAsync<DbException>(() => database.OpenAsync(CancellationToken.None));
        Assert.Contains("denied", denied.Message, StringComparison.Ordinal);
    }

    private static Database Administrator() => Database.Create(new DatabaseOptions { Provider = "MySql", ConnectionString = Requires.MariaDb() }, "");

    private static async Task<IReadOnlyList<TerritoryCount>> CountsAsync(Database database)
        => await new CountQueries(database).ByTerritoryAsync(
            Nomenclature.FindMeasure("cambriolages-de-logement")!, TerritoryLevel.Country, null, null, CancellationToken.None);

    private static async Task StartScheduleAsync(Database database)
    {
        var schedule = Engines.ScheduleOf(database, [MadeJob.Quick("a")]);
        await schedule.AdoptAsync(CancellationToken.None);
        Assert.Equal(["a"], (await schedule.TimingsAsync(CancellationToken.None)).Keys);
    }

    private async Task RunFileAsync(string name)
    {
        _databases.Add($"{name}_{_key}");
        var text = (await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "mariadb.sql")))
            .Replace("octoplus_writer", $"octoplus_writer_{_key}", StringComparison.Ordinal)
            .Replace("octoplus_reader", $"octoplus_reader_{_key}", StringComparison.Ordinal)
            .Replace("octoplus.*", $"{name}_{_key}.*", StringComparison.Ordinal)
            .Replace("exists octoplus ", $"exists {name}_{_key} ", StringComparison.Ordinal)
            .Replace("WRITER_PASSWORD", WriterPassword.Replace("\\", "\\\\", StringComparison.Ordinal), StringComparison.Ordinal)
            .Replace("READER_PASSWORD", ReaderPassword, StringComparison.Ordinal);
        await using var connection = await Administrator().OpenAsync(CancellationToken.None);
        foreach (var statement in text.ReplaceLineEndings("\n").Split(";\n", StringSplitOptions.RemoveEmptyEntries))
        {
            await connection.ExecuteAsync(statement);
        }
    }

    private Database DatabaseOf(string name)
        => Database.Create(
            new DatabaseOptions
            {
                Provider = "MySql",
                ConnectionString = Settings("writer", WriterPassword, name).ConnectionString,
                ReaderConnectionString = Settings("reader", ReaderPassword, name).ConnectionString,
            },
            "");

    private DbConnectionStringBuilder Settings(string account, string password, string name)
    {
        var settings = new DbConnectionStringBuilder { ConnectionString = Requires.MariaDb() };
        settings["User ID"] = $"octoplus_{account}_{_key}";
        settings["Password"] = password;
        settings["Database"] = $"{name}_{_key}";

        // Nobody answers at the first host: everything, backup and restore too, goes on with the second.
        settings["Server"] = $"127.0.0.2,{settings["Server"]}";
        settings["LoadBalance"] = "FailOver";
        return settings;
    }
}
