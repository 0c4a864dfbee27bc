using Dapper;
using Microsoft.Extensions.Configuration;
using Octoplus.Core.Storage;
using Octoplus.Ingest.Sources;

namespace Octoplus.Ingest.Tests.Sources;

/// <summary>A query on another database gives a table, and can change nothing there, on either engine.</summary>
public abstract class QueryRowsSuite : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    private protected TestDatabase Other { get; private set; } = default!;

    private protected abstract QuerySettings Settings { get; }

    private protected abstract string Address { get; }

    private protected virtual IEnumerable<string> Roots => [];

    public async Task InitializeAsync()
    {
        Other = await CreateAsync();
        await using var connection = await Other.Database.OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync($"create table plainte (id integer not null, dep varchar(3) not null, jour date, valeur double, note text, primary key (id)) {Other.Database.Dialect.TableOptions}");
        await connection.ExecuteAsync("insert into plainte values (1, '75', '2019-03-01', 1.5, 'a, \"b\"'), (2, '2A', '2019-04-01', null, 'é'), (3, '13', null, 100000.25, null)");
    }

    public async Task DisposeAsync()
    {
        _folder.Dispose();
        if (Other is not null)
        {
            await Other.DisposeAsync();
        }
    }

    [SkippableFact]
    public async Task WriteAsync_Select_WritesATableOfPlainValues()
    {
        Assert.Equal(
            "id,dep,jour,valeur,note\n1,75,2019-03-01,1.5,\"a, \"\"b\"\"\"\n2,2A,2019-04-01,,é\n3,13,,100000.25,\n",
            await ReadAsync("select id, dep, jour, valeur, note from plainte order by id;"));
        Assert.Equal("n\n3\n", await ReadAsync("with p as (select * from plainte) select count(*) as n from p"));
    }

    [SkippableFact]
    public async Task WriteAsync_SameRows_GiveTheSameBytes()
    {
        const string sql = "select dep, valeur from plainte order by id";
        Assert.Equal(await ReadAsync(sql), await ReadAsync(sql));
    }

    [SkippableTheory]
    [InlineData("update plainte set dep = '00'", "source.setting.sql-select")]
    [InlineData("delete from plainte", "source.setting.sql-select")]
    [InlineData("insert into plainte (id, dep) values (9, '9')", "source.setting.sql-select")]
    [InlineData("drop table plainte", "source.setting.sql-select")]
    [InlineData("commit", "source.setting.sql-select")]
    [InlineData("/* */ select 1", "source.setting.sql-select")]
    [InlineData("selectx", "source.setting.sql-select")]
    [InlineData("", "source.setting.sql-length")]
    [InlineData("select 1; delete from plainte", "source.setting.sql-semicolon")]
    [InlineData("select ';' ; commit", "source.setting.sql-semicolon")]
    [InlineData("select '\\'; delete from plainte; -- '", "source.setting.sql-semicolon")]
    [InlineData("select 1;;", "source.setting.sql-semicolon")]
    [InlineData("select * from plainte into/**/OutFile '/tmp/x'", "source.setting.sql-files")]
    [InlineData("select load_file('/etc/passwd')", "source.setting.sql-files")]
    [InlineData("with x as (select 1) delete from plainte", null)]
    [InlineData("with x as (select 1) update plainte set dep = '00'", null)]
    [InlineData("select * from absente", null)]
    [InlineData("select id, dep as id from plainte", "source.failure.query-column-twice")]
    [InlineData("select id from plainte where id > 100", "source.failure.query-empty")]
    public async Task WriteAsync_AnythingButOneSelect_IsRefusedAndChangesNothing(string sql, string? code)
    {
        var before = await Other.DumpAsync();
        var refused = await Assert.ThrowsAsync<SourceException>(() => ReadAsync(sql));
        Assert.Equal(code ?? "source.failure.query-failed", refused.Reason.Code);
        Assert.Equal(before, await Other.DumpAsync());
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    // Past the check of the text: what the engine itself refuses.
    [SkippableTheory]
    [InlineData("update plainte set dep = '00'")]
    [InlineData("delete from plainte")]
    [InlineData("create table autre (id integer)")]
    public async Task Open_StatementThatChanges_IsRefusedByTheEngine(string sql)
    {
        var before = await Other.DumpAsync();
        await using (var connection = await OpenAsync())
        {
            await Assert.ThrowsAnyAsync<Exception>(() => connection.ExecuteAsync(sql));
        }

        Assert.Equal(before, await Other.DumpAsync());
    }

    // SQLite's driver keeps the refusal of the second to itself, MySQL's throws it.
    [SkippableFact]
    public async Task Open_SecondStatementThatChanges_ChangesNothing()
    {
        var before = await Other.DumpAsync();
        await using (var connection = await OpenAsync())
        {
            _ = await Record.ExceptionAsync(() => connection.ExecuteAsync("select 1; delete from plainte"));
            _ = await Record.ExceptionAsync(() => connection.ExecuteAsync("select 1; commit; delete from plainte"));
        }

        Assert.Equal(before, await Other.DumpAsync());
    }

    [SkippableFact]
    public async Task WriteAsync_MoreRowsThanBound_Fails()
        => Assert.Equal("source.failure.query-too-many-rows", (await Assert.ThrowsAsync<SourceException>(() => ReadAsync("select id from plainte", Settings with { MaxRows = 2 }))).Reason.Code);

    [SkippableFact]
    public async Task WriteAsync_QueryWithoutEnd_IsEndedInTime()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var ended = await Assert.ThrowsAsync<SourceException>(() => ReadAsync(Endless, Settings with { TimeoutSeconds = 1 }));
        Assert.Equal("source.failure.query-too-long", ended.Reason.Code);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.5, 20);
    }

    private protected abstract string Endless { get; }

    private protected abstract Task<TestDatabase> CreateAsync();

    private protected abstract Task<System.Data.Common.DbConnection> OpenAsync();

    private protected AllowedFolders Folders => new(Roots, Path.Combine(_folder.Path, "data"));

    private protected NamedConnections Connections => new(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["ConnectionStrings:Octoplus"] = "Server=own;Password=secret",
        ["ConnectionStrings:OctoplusReader"] = "Server=own;Password=secret",
        ["ConnectionStrings:Vide"] = "",
        ["ConnectionStrings:Plaintes"] = Other.Options.ConnectionString,
        ["Secrets:PORTAIL"] = "clef",
    }).Build());

    [SkippableFact]
    public void Names_OfTheProgramItself_AreNotOffered()
    {
        Assert.Equal(["PORTAIL"], Connections.SecretNames);
        Assert.DoesNotContain(Connections.Names, n => n.StartsWith("Octoplus", StringComparison.Ordinal) || n == "Vide");
        var settings = Settings with { Engine = QueryEngine.MySql, Sql = "select 1" };
        Assert.Equal("address", Assert.Single(settings.Check("Octoplus", Folders, Connections)).Field);
        Assert.Equal("address", Assert.Single(settings.Check("octoplus", Folders, Connections)).Field);
        Assert.Equal("address", Assert.Single(settings.Check("Server=127.0.0.1;User ID=root", Folders, Connections)).Field);
    }

    private async Task<string> ReadAsync(string sql, QuerySettings? settings = null)
    {
        var path = _folder.File("table.csv");
        await new QueryRows((settings ?? Settings) with { Sql = sql }, Folders, Connections).WriteAsync(Address, path, null, null, CancellationToken.None);
        var text = await File.ReadAllTextAsync(path);
        File.Delete(path);
        return text;
    }
}

/// <inheritdoc/>
public sealed class SqliteQueryRowsTests : QueryRowsSuite
{
    private protected override QuerySettings Settings => new() { Engine = QueryEngine.Sqlite };

    private protected override string Address => Path.Combine(Other.Folder, "octoplus.db");

    private protected override IEnumerable<string> Roots => [Other.Folder];

    private protected override string Endless => "with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) as n from n";

    [Theory]
    [InlineData("attach database '/tmp/other.db' as other")]
    [InlineData("pragma query_only = off")]
    [InlineData("select load_extension('x')")]
    [InlineData("vacuum into '/tmp/octoplus-copy.db'")]
    public async Task Open_WhatLeadsOutOfTheFile_IsRefusedByTheEngine(string sql)
    {
        await using var connection = await OpenAsync();
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => connection.ExecuteAsync(sql));
    }

    private protected override Task<System.Data.Common.DbConnection> OpenAsync() => ForeignDatabase.OpenSqliteAsync(Address, CancellationToken.None);

    private protected override Task<TestDatabase> CreateAsync() => Task.FromResult(TestDatabase.OnSqlite());
}

/// <inheritdoc/>
public sealed class MariaDbQueryRowsTests : QueryRowsSuite
{
    private protected override QuerySettings Settings => new() { Engine = QueryEngine.MySql };

    private protected override string Address => "Plaintes";

    private protected override string Endless => "select count(*) as n from information_schema.columns a, information_schema.columns b, information_schema.columns c";

    private protected override Task<System.Data.Common.DbConnection> OpenAsync()
        => ForeignDatabase.OpenMySqlAsync(Other.Options.ConnectionString, TimeSpan.FromMinutes(1), CancellationToken.None);

    private protected override Task<TestDatabase> CreateAsync() => TestDatabase.OnMariaDbAsync();
}
