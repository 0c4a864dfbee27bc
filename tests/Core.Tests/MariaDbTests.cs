using System.Data.Common;

namespace Octoplus.Core.Tests;

public sealed class MariaDbTests
{
    private readonly string _connectionString = Requires.MariaDb();

    [SkippableFact]
    public async Task OpenAsync_TestServer_IsEncrypted()
    {
        var driver = Type.GetType("MySql.Data.MySqlClient.MySqlConnection, MySql.Data");
        Skip.If(driver is null, "built with another driver");
        await using var connection = (DbConnection)Activator.CreateInstance(driver, _connectionString)!;
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "show status like 'Ssl_cipher'";
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        Assert.NotEqual("", reader.GetString(1));
    }
}
