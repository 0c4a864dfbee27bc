using System.Globalization;
using Dapper;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Tests.Storage;

/// <summary>The schema on one engine; the classes below choose it.</summary>
public abstract class SchemaScriptsSuite : IAsyncLifetime
{
    private static readonly int[] _scripts = [.. typeof(SchemaScripts).Assembly.GetManifestResourceNames()
        .Where(n => n.EndsWith(".sql", StringComparison.Ordinal)).Select(n => int.Parse(n.Split('.')[^2].AsSpan(0, 4))).Order()];

    private TestDatabase? _test;

    private TestDatabase Test => _test!;

    public async Task InitializeAsync() => _test = await CreateAsync();

    public async Task DisposeAsync()
    {
        if (_test is not null)
        {
            await _test.DisposeAsync();
        }
    }

    [SkippableFact]
    public async Task ApplyAsync_Twice_ChangesNothing()
    {
        await SchemaScripts.ApplyAsync(Test.Database, CancellationToken.None);
        var before = await Test.DumpAsync();
        await SchemaScripts.ApplyAsync(Test.Database, CancellationToken.None);

        Assert.Equal(before, await Test.DumpAsync());
        Assert.Contains("publication: 1\n1|0|0|0", before, StringComparison.Ordinal);
        Assert.Contains("\n1|0001-first.sql|", before, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task ApplyAsync_FourAtOnce_AppliesEachScriptOnce()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => SchemaScripts.ApplyAsync(Test.Database, CancellationToken.None))));

        Assert.Equal(_scripts, await Test.ColumnAsync<int>("select number from schema_script order by number"));
        Assert.All(await Test.ColumnAsync<long>("select last_id from id_counter"), last => Assert.Equal(0, last));
    }

    [SkippableFact]
    public async Task ApplyAsync_DatabaseOfANewerProgram_RefusesAndChangesNothing()
    {
        await SchemaScripts.ApplyAsync(Test.Database, CancellationToken.None);
        await using (var connection = await Test.Database.OpenAsync(CancellationToken.None))
        {
            await connection.ExecuteAsync("insert into schema_script (number, name, applied_at) values (999, '0999-later.sql', '2030')");
        }

        var before = await Test.DumpAsync();
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => SchemaScripts.ApplyAsync(Test.Database, CancellationToken.None));

        Assert.Equal($"The database has schema 999, this program knows {_scripts[^1]}: start the newer program.", error.Message);
        Assert.Equal(before, await Test.DumpAsync());
    }

    [SkippableFact]
    public async Task ApplyAsync_ScriptCutOffBeforeItsRecord_RunsAgain()
    {
        await SchemaScripts.ApplyAsync(Test.Database, CancellationToken.None);
        var counters = await Test.ColumnAsync<string>("select name from id_counter order by name");
        await using (var connection = await Test.Database.OpenAsync(CancellationToken.None))
        {
            await connection.ExecuteAsync("delete from schema_script");
        }

        await SchemaScripts.ApplyAsync(Test.Database, CancellationToken.None);

        Assert.Equal(_scripts, await Test.ColumnAsync<int>("select number from schema_script order by number"));
        Assert.Equal(counters, await Test.ColumnAsync<string>("select name from id_counter order by name"));
    }

    private protected abstract Task<TestDatabase> CreateAsync();
}

public sealed class SqliteSchemaScriptsTests : SchemaScriptsSuite
{
    private protected override Task<TestDatabase> CreateAsync() => Task.FromResult(TestDatabase.OnSqlite());
}

public sealed class MariaDbSchemaScriptsTests : SchemaScriptsSuite
{
    private protected override Task<TestDatabase> CreateAsync() => TestDatabase.OnMariaDbAsync();
}

public sealed class DatabaseTests
{
    [Fact]
    public void Create_UnknownProvider_NamesTheKey()
        => Assert.Equal(
            "Database:Provider is 'Oracle': expected Sqlite or MySql.",
            Assert.Throws<InvalidOperationException>(() => Database.Create(new DatabaseOptions { Provider = "Oracle" }, "")).Message);

    [Fact]
    public void Create_MySqlWithoutConnectionString_NamesTheKey()
        => Assert.Contains(
            "ConnectionStrings:Octoplus",
            Assert.Throws<InvalidOperationException>(() => Database.Create(new DatabaseOptions { Provider = "MySql" }, "")).Message,
            StringComparison.Ordinal);
}
