using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dapper;
using Octoplus.Core.Storage;

namespace Octoplus.EndToEnd;

/// <summary>The program started as a process: where it listens, and how it ends when a setting cannot work. The table of all mistakes is SettingsTests.</summary>
public sealed class StartTests : IAsyncLifetime
{
    private readonly TestDatabase _test = TestDatabase.OnSqlite();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Theory]
    [InlineData("ASPNETCORE_URLS", "http://127.0.0.1:{0}")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "{0}")]
    [InlineData("Urls", "http://127.0.0.1:{0}")]
    public async Task Start_AddressOfTheEnvironment_WinsOverTheFile(string name, string value)
    {
        var port = FreePort();
        await ListensAsync(new Uri($"http://127.0.0.1:{port}"), [], [(name, string.Format(System.Globalization.CultureInfo.InvariantCulture, value, port))]);
    }

    [Fact]
    public async Task Start_AddressOfTheCommandLine_WinsOverAll()
    {
        var port = FreePort();
        await ListensAsync(new Uri($"http://127.0.0.1:{port}"), ["--urls", $"http://127.0.0.1:{port}"], [("Urls", "http://127.0.0.1:1"), ("ASPNETCORE_HTTP_PORTS", "1")]);
    }

    [Fact]
    public async Task Start_HttpsPort_WinsOverTheFile()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var path = Path.Combine(_test.Folder, "server.pfx");
        await File.WriteAllBytesAsync(path, certificate.Export(X509ContentType.Pfx, "secret"));
        var port = FreePort();
        await ListensAsync(
            new Uri($"https://127.0.0.1:{port}"),
            [],
            [("ASPNETCORE_HTTPS_PORTS", $"{port}"), ("Kestrel__Certificates__Default__Path", path), ("Kestrel__Certificates__Default__Password", "secret")],
            certificate);
    }

    [Theory]
    [InlineData("Admin:Password is not accepted: it needs at least 12 characters.", "Admin__Password", "court")]
    [InlineData("Sources:0:Kind is 'Ftp': expected File or Dataset or Folder or Api or Query.", "Sources__0__Kind", "Ftp")]
    [InlineData("Bakups is no section of the settings: did you mean Backups?", "Bakups__Folder", "/srv")]
    public async Task Start_SettingThatCannotWork_EndsWithOneLine(string line, string name, string value)
    {
        Assert.Equal("octoplus: " + line, await RefusedAsync([], (name, value)));
        Assert.Empty(Directory.GetFileSystemEntries(_test.Folder));
    }

    [Fact]
    public async Task Command_SettingThatCannotWork_EndsWithOneLine()
        => Assert.Equal("import: Data:Foldr is no key of the settings: did you mean Data:Folder?", await RefusedAsync(["import", "a.csv"], ("Data__Foldr", "x")));

    /// <summary>Nothing is spent on a start that fails: the next one still makes the administrator and prints the password.</summary>
    [Fact]
    public async Task Start_BusyPort_EndsWithOneLineBeforeThereIsAnAdministrator()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";
        Assert.Equal(
            $"octoplus: Urls is '{url}': Failed to bind to address {url}: address already in use. End what listens there, or choose another address (--urls, ASPNETCORE_URLS).",
            await RefusedAsync([], ("Urls", url)));
        await using var connection = await _test.Database.OpenAsync(CancellationToken.None);
        Assert.Equal(0, await connection.ExecuteScalarAsync<long>("select count(*) from user_account"));
    }

    [Theory]
    [InlineData("octoplus")]
    [InlineData("user", "list")]
    public async Task Start_SchemaOfANewerProgram_EndsWithOneLine(params string[] command)
    {
        await SchemaScripts.ApplyAsync(_test.Database, CancellationToken.None);
        await _test.Database.WriteAsync(
            (connection, transaction) => connection.ExecuteAsync("insert into schema_script (number, name, applied_at) values (999, 'newer', 'now')", transaction: transaction), CancellationToken.None);
        Assert.Equal(
            $"{command[0]}: Data:Folder or ConnectionStrings:Octoplus: The database has schema 999, this program knows {SchemaScripts.LastNumber}: start the newer program.",
            await RefusedAsync(command is ["octoplus"] ? [] : command, ("Urls", "http://127.0.0.1:0")));
    }

    [SkippableFact]
    public async Task Start_AccountThatTheServerRefuses_EndsWithOneLine()
    {
        var server = new System.Data.Common.DbConnectionStringBuilder { ConnectionString = Requires.MariaDb(), ["Password"] = "wrong" };
        var line = await RefusedAsync([], ("Database__Provider", "MySql"), ("ConnectionStrings__Octoplus", server.ConnectionString), ("Urls", "http://127.0.0.1:0"));
        Assert.StartsWith("octoplus: ConnectionStrings:Octoplus: ", line, StringComparison.Ordinal);
        Assert.Contains("Access denied for user", line, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", line, StringComparison.Ordinal);
    }

    /// <summary>Starts it, and asks it until it answers.</summary>
    private async Task ListensAsync(Uri address, string[] arguments, (string Name, string Value)[] environment, X509Certificate2? certificate = null)
    {
        using var process = Start(arguments, environment);
        try
        {
            var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            if (certificate is not null)
            {
                trust.CustomTrustStore.Add(certificate);
            }

            using var handler = new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = trust } };
            using var client = new HttpClient(handler) { BaseAddress = address };
            var clock = Stopwatch.StartNew();
            while (clock.Elapsed < TimeSpan.FromSeconds(60) && !process.HasExited)
            {
                try
                {
                    Assert.Equal("ok", await client.GetStringAsync(new Uri("healthz", UriKind.Relative)));
                    return;
                }
                catch (HttpRequestException)
                {
                    await Task.Delay(50); // not listening yet
                }
            }

            Assert.Fail($"Nothing listens at {address}.");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
                await process.WaitForExitAsync();
            }
        }
    }

    /// <summary>Starts it and waits for its end, with the code that says so; returns the one line on standard error.</summary>
    private async Task<string> RefusedAsync(string[] arguments, params (string Name, string Value)[] environment)
    {
        using var process = Start(arguments, environment);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = (await process.StandardError.ReadToEndAsync()).TrimEnd();
        await process.WaitForExitAsync();
        Assert.Equal(78, process.ExitCode);
        Assert.DoesNotContain('\n', error);
        Assert.DoesNotContain("   at ", await output, StringComparison.Ordinal);
        Assert.DoesNotContain("One-time password", await output, StringComparison.Ordinal);
        return error;
    }

    private Process Start(string[] arguments, (string Name, string Value)[] environment)
    {
        var program = Path.Combine(Repository.Root, "Dashboard", "bin", Repository.Configuration, "net10.0", "Octoplus.Dashboard.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { WorkingDirectory = Path.GetTempPath(), UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment["Data__Folder"], start.Environment["Data__Demonstration"]) = (_test.Folder, "false");
        UnreachableSources.AddTo(start.Environment);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
