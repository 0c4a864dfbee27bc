using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dapper;
using MySqlConnector;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Tests.Storage;

/// <summary>What the documentation promises of connections to MariaDB: who is believed, which host is asked, how many are opened.</summary>
public sealed class MariaDbTests
{
    private readonly MySqlConnectionStringBuilder _settings = new(Requires.MariaDb());

    [SkippableFact]
    public async Task OpenAsync_TestServer_IsEncrypted() => Assert.NotEqual("", await CipherAsync());

    [SkippableTheory]
    [InlineData(MySqlSslMode.VerifyCA, "127.0.0.1")]
    [InlineData(MySqlSslMode.VerifyFull, "localhost")]
    public async Task OpenAsync_AuthorityOfAPemFile_IsBelieved(MySqlSslMode mode, string host)
    {
        (_settings.SslMode, _settings.SslCa, _settings.Server) = (mode, Requires.MariaDbCertificate(), host);
        Assert.NotEqual("", await CipherAsync());
    }

    // The certificate of the test server is of localhost.
    [SkippableFact]
    public async Task OpenAsync_NameOfAnotherHost_IsRefusedByVerifyFull()
    {
        (_settings.SslMode, _settings.SslCa, _settings.Server) = (MySqlSslMode.VerifyFull, Requires.MariaDbCertificate(), "127.0.0.1");
        await Assert.ThrowsAsync<MySqlException>(CipherAsync);
    }

    [SkippableTheory]
    [InlineData(MySqlSslMode.VerifyCA)]
    [InlineData(MySqlSslMode.VerifyFull)]
    public async Task OpenAsync_AnotherAuthority_IsRefused(MySqlSslMode mode)
    {
        using var folder = new TemporaryFolder();
        using var key = RSA.Create(2048);
        using var other = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllTextAsync(folder.File("other.pem"), other.ExportCertificatePem());
        (_settings.SslMode, _settings.SslCa, _settings.Server) = (mode, folder.File("other.pem"), "localhost");
        await Assert.ThrowsAsync<MySqlException>(CipherAsync);
    }

    [SkippableFact]
    public async Task OpenAsync_FirstHostDoesNotAnswer_GoesOnWithTheSecond()
    {
        var living = _settings.Server;
        (_settings.Server, _settings.LoadBalance) = ($"127.0.0.2,{living}", MySqlLoadBalance.FailOver);
        Assert.NotEqual("", await CipherAsync());

        _settings.Server = "127.0.0.2,127.0.0.3";
        await Assert.ThrowsAsync<MySqlException>(CipherAsync);
    }

    [SkippableFact]
    public async Task Database_QueriesOneAfterTheOther_NeedOneConnection()
    {
        await using var test = await TestDatabase.OnMariaDbAsync();
        await SchemaScripts.ApplyAsync(test.Database, CancellationToken.None);
        for (var i = 0; i < 50; i++)
        {
            // As many objects as parts of the program make, all of them on one pool.
            var database = Database.Create(test.Options, "");
            await database.QueryAsync<long>("select count(*) from schema_script", null, CancellationToken.None);
            await database.WriteAsync((c, t) => c.ExecuteAsync("update id_counter set last_id = last_id", transaction: t), CancellationToken.None);
        }

        Assert.InRange((await test.ColumnAsync<long>("select count(*) from information_schema.processlist where db = database()"))[0], 1, 2);
    }

    private async Task<string> CipherAsync()
    {
        _settings.Pooling = false;
        await using var connection = new MySqlConnection(_settings.ConnectionString);
        await connection.OpenAsync();
        return (await connection.QuerySingleAsync<(string Name, string Value)>("show status like 'Ssl_cipher'")).Value;
    }
}
