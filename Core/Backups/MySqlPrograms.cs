using System.Diagnostics;
using System.Globalization;
using System.Text;
using MySqlConnector;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Backups;

/// <summary>
/// Runs the engine's own programs with the account of the connection string. Their options are in a file of this account alone, never on a command
/// line, where everyone on the machine could read the password.
/// </summary>
internal sealed class MySqlPrograms(string connectionString, DatabasePrograms programs)
{
    private const string SystemTrust = "/etc/ssl/certs/ca-certificates.crt";

    private readonly MySqlConnectionStringBuilder _settings = new(connectionString);

    public string DatabaseName => _settings.Database is { Length: > 0 } name ? name : throw new InvalidOperationException("ConnectionStrings:Octoplus names no database.");

    public string DumpProgram => Find(programs.Dump, "Backups:DumpProgram", "mariadb-dump", "mysqldump");

    public string ClientProgram => Find(programs.Client, "Backups:ClientProgram", "mariadb", "mysql");

    /// <summary>What a program says of itself.</summary>
    public static async Task<string> HelpAsync(string program, CancellationToken cancellationToken)
    {
        using var process = Start(program, ["--no-defaults", "--help"]);
        var said = ReadAllAsync(process, cancellationToken);
        process.StandardInput.Close();
        return (await said).Output;
    }

    /// <summary>Runs a program to its end: from a file, to a file.</summary>
    /// <param name="options">Where the file of options may lie meanwhile; one that a killed run left is replaced.</param>
    public async Task RunAsync(string program, IReadOnlyList<string> arguments, string options, string? inputPath, CancellationToken cancellationToken)
    {
        File.Delete(options);
        try
        {
            var help = await HelpAsync(program, cancellationToken);
            var host = await HostAsync(cancellationToken);
            SecretFile.Ensure(options, () => Encoding.UTF8.GetBytes(Options(host, isMariaDb: help.Contains("MariaDB", StringComparison.Ordinal))));
            using var process = Start(program, [$"--defaults-file={options}", .. arguments]);
            try
            {
                await ExchangeAsync(process, program, inputPath, cancellationToken);
            }
            catch
            {
                Stop(process);
                throw;
            }
        }
        finally
        {
            File.Delete(options);
        }
    }

    // The programs know one host: of several, the one that a connection reaches now.
    private async Task<string> HostAsync(CancellationToken cancellationToken)
    {
        if (!_settings.Server.Contains(',', StringComparison.Ordinal))
        {
            return _settings.Server;
        }

        await using var connection = new MySqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        return connection.DataSource;
    }

    /// <summary>The connection string in the words of the programs.</summary>
    private string Options(string host, bool isMariaDb)
        => string.Create(CultureInfo.InvariantCulture, $"""
            [client]
            host="{Escape(host)}"
            port="{_settings.Port}"
            user="{Escape(_settings.UserID)}"
            password="{Escape(_settings.Password)}"
            default-character-set=utf8mb4
            protocol=tcp
            {(isMariaDb ? MariaDbTls() : MySqlTls())}

            """);

    private static string Escape(string value)
        => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal);

    private static async Task ExchangeAsync(Process process, string program, string? inputPath, CancellationToken cancellationToken)
    {
        var said = ReadAllAsync(process, cancellationToken);
        try
        {
            if (inputPath is not null)
            {
                await using var input = File.OpenRead(inputPath);
                await input.CopyToAsync(process.StandardInput.BaseStream, 1 << 20, cancellationToken);
            }

            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended early: it says why.
        }

        var (_, errors) = await said;
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(program)} ended with code {process.ExitCode}: {errors.Trim().ReplaceLineEndings(" ")}"));
        }
    }

    private static void Stop(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill();
        }
    }

    private static async Task<(string Output, string Errors)> ReadAllAsync(Process process, CancellationToken cancellationToken)
    {
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (await output, await errors);
    }

    private static Process Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start.");
    }

    private static string Find(string? configured, string key, params string[] names)
    {
        if (!string.IsNullOrWhiteSpace(configured))
        {
            return InPath(configured) ?? throw new InvalidOperationException($"{key}: there is no program {configured}.");
        }

        return names.Select(InPath).FirstOrDefault(p => p is not null)
            ?? throw new InvalidOperationException($"Neither {string.Join(" nor ", names)} is found: install MariaDB's client programs (Debian: mariadb-client), or set {key}.");
    }

    /// <summary>Path of a program; null where there is none.</summary>
    internal static string? InPath(string name)
        => Path.IsPathRooted(name)
            ? File.Exists(name) ? name : null
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name))
                .FirstOrDefault(File.Exists);

    private string Trust(string line)
        => (_settings.SslCa is { Length: > 0 } ca ? ca : File.Exists(SystemTrust) ? SystemTrust : null) is { } path ? $"{line}\nssl-ca=\"{Escape(path)}\"" : line;

    private string MariaDbTls() => _settings.SslMode switch
    {
        MySqlSslMode.None => "skip-ssl",
        MySqlSslMode.Required => "ssl\nskip-ssl-verify-server-cert",
        MySqlSslMode.VerifyCA or MySqlSslMode.VerifyFull => Trust("ssl\nssl-verify-server-cert"),
        _ => "",
    };

    private string MySqlTls() => _settings.SslMode switch
    {
        MySqlSslMode.None => "ssl-mode=DISABLED",
        MySqlSslMode.Required => "ssl-mode=REQUIRED",
        MySqlSslMode.VerifyCA => Trust("ssl-mode=VERIFY_CA"),
        MySqlSslMode.VerifyFull => Trust("ssl-mode=VERIFY_IDENTITY"),
        _ => "",
    };
}
