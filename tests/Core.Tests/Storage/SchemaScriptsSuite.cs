using System.Globalization;
using Dapper;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Tests.Storage;

/// <summary>The schema on one engine; the classes below choose it.</summary>
public abstract class SchemaScriptsSuite : IAsyncLifetime
{
    private TestDatabase? _test;

    private TestDatabase Test => _test!;

    private static readonly int[] _numbers = [.. typeof(SchemaScripts).Assembly.GetManifestResourceNames()
        .Where(n => n.EndsWith(".sql", StringComparison.Ordinal))
        .Select(n => int.Parse(n.AsSpan(n.IndexOf(".Schema.", StringComparison.Ordinal) + ".Schema.".Length, 4), CultureInfo.InvariantCulture))
        .Order()];

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
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"schema_script: {_numbers.Length}\n1|0001-first.sql|"), before, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task ApplyAsync_FourAtOnce_AppliesEachScriptOnce()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => SchemaScripts.ApplyAsync(Test.Database, CancellationToken.None))));

        Assert.Equal(_numbers, await Test.ColumnAsync<int>("select number from schema_script order by number"));
        Assert.All(await Test.ColumnAsync<long>("select last_id from id_counter"), id => Assert.Equal(0, id));
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

        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture, $"The database has schema 999, this program knows {_numbers[^1]}: start the newer program."), error.Message);
        Assert.Equal(before, await Test.DumpAsync());
    }

    [SkippableFact]
    public async Task ApplyAsync_ScriptCutOffBeforeItsRecord_RunsAgain()
    {
        await SchemaScripts.ApplyAsync(Test.Database, CancellationToken.None);
        await using (var connection = await Test.Database.OpenAsync(CancellationToken.None))
        {
            await connection.ExecuteAsync("delete from schema_script");
        }

        await SchemaScripts.ApplyAsync(Test.Database, CancellationToken.None);

        Assert.Equal(_numbers, await Test.ColumnAsync<int>("select number from schema_script order by number"));
        Assert.Equal(1, (await Test.ColumnAsync<string>("select name from id_counter")).Count(n => n == "series"));
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
