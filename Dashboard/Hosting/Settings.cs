using Octoplus.Core.Backups;
using Octoplus.Core.Storage;
using Octoplus.Core.Upkeep;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Notices;
using Octoplus.Ingest.Network;
using Octoplus.Ingest.Sources;

namespace Octoplus.Dashboard.Hosting;

/// <summary>A setting that cannot work. The message is one line: the key, what is wrong, what to do.</summary>
public sealed class SettingsException(string message, Exception? inner = null) : Exception(message.ReplaceLineEndings(" "), inner)
{
    /// <summary>Exit code of the program: EX_CONFIG of sysexits.h, which tells a service manager that starting again mends nothing.</summary>
    public const int ExitCode = 78;
}

/// <summary>
/// What appsettings.json, the environment and the command line say: a property for each section of the program, with the class that documents and checks its
/// keys. docs/settings.md lists them all.
/// </summary>
public sealed class Settings
{
    // Sections and keys that are not the program's own, or whose keys are names that someone chose (ConnectionStrings, Secrets).
    private static readonly string[] _others =
    [
        "Urls", "ConnectionStrings", "Secrets", "Logging", "AllowedHosts", "Kestrel", "HTTP_PORTS", "HTTPS_PORTS", "HTTPS_PORT", "ForwardedHeaders_Enabled", "DetailedErrors", "Environment",
        "ShutdownTimeoutSeconds", "SuppressStatusMessages", "Metrics", "Authentication", "HostOptions", "Serilog", "OpenTelemetry",
    ];

    private static readonly string[] _ownConnections = ["Octoplus", "OctoplusReader"];

    public DataOptions Data { get; set; } = new();

    public DatabaseOptions Database { get; set; } = new();

    public AdminOptions Admin { get; set; } = new();

    public AccessOptions Access { get; set; } = new();

    public List<SourceOptions> Sources { get; set; } = [];

    public NetworkOptions Network { get; set; } = new();

    public FolderOptions Folders { get; set; } = new();

    public NoticesOptions Notices { get; set; } = new();

    public BackupOptions Backups { get; set; } = new();

    public RetentionOptions Retention { get; set; } = new();

    /// <summary>Names of the sections.</summary>
    public static IReadOnlyList<string> Sections { get; } = [.. SettingsReader.PropertiesOf(typeof(Settings)).Select(p => p.Name)];

    /// <summary>Reads and checks everything; changes nothing on the disk.</summary>
    /// <param name="configuration">All that was said.</param>
    /// <param name="root">Folder that relative paths begin at.</param>
    /// <exception cref="SettingsException">Something cannot work.</exception>
    public static Settings Read(IConfiguration configuration, string root)
    {
        var settings = new Settings();
        var reader = new SettingsReader();
        foreach (var section in SettingsReader.PropertiesOf(typeof(Settings)))
        {
            reader.Fill(settings, section, configuration.GetSection(section.Name));
        }

        List<string> problems = [.. SectionProblems(configuration), .. ConnectionProblems(configuration), .. LoggingProblems(configuration), .. reader.Problems];
        settings.Complete(configuration, root);
        if (problems.Count == 0)
        {
            problems.AddRange(settings.Problems(configuration));
        }

        return problems.Count == 0 ? settings : throw new SettingsException(string.Join(' ', problems));
    }

    /// <summary>Makes the folders that the program keeps things in: for its own account alone where they hold what is nobody else's business.</summary>
    /// <returns>The folder of the keys.</returns>
    public DirectoryInfo MakeFolders()
    {
        PrivateFolder.Make(Data.Folder);
        if (Folders.Roots.Contains(DropFolder))
        {
            Directory.CreateDirectory(DropFolder);
        }

        return PrivateFolder.Make(Path.Combine(Data.Folder, "keys"));
    }

    private string DropFolder => Path.Combine(Data.Folder, "drop");

    private void Complete(IConfiguration configuration, string root)
    {
        string Full(string path) => Path.GetFullPath(path, root);
        string? FullOrNull(string? path) => string.IsNullOrEmpty(path) ? null : Full(path);

        Data.Folder = Full(Data.Folder);
        Data.Inbox = FullOrNull(Data.Inbox);
        Database.ConnectionString = configuration.GetConnectionString(_ownConnections[0]) ?? "";
        Database.ReaderConnectionString = configuration.GetConnectionString(_ownConnections[1]) ?? "";
        Access.AnonymousRead ??= Addresses.AreLoopback(configuration);
        Network.TrustedCertificates = FullOrNull(Network.TrustedCertificates);
        Backups.Folder = FullOrNull(Backups.Folder) ?? Path.Combine(Data.Folder, "backups");
        Backups.KeyFile = FullOrNull(Backups.KeyFile);
        if (Folders.Roots.Count == 0)
        {
            Folders.Roots.Add(DropFolder);
            Folders.Roots.Add(Data.Inbox ?? Path.Combine(Data.Folder, "inbox"));
        }
    }

    private IEnumerable<string> Problems(IConfiguration configuration)
        => new[]
        {
            FolderProblem("Data:Folder", Data.Folder) ?? FolderProblem("Data:Folder", Path.Combine(Data.Folder, "keys")) ?? FolderProblem("Backups:Folder", Backups.Folder!),
            Problem(() => Core.Storage.Database.Create(Database, Path.GetTempPath())), Problem(() => new AllowedFolders(Folders.Roots, Data.Folder)),
            Admin.Defect(), Notices.Defect(),
        }
        .OfType<string>()
        .Concat(Addresses.Problems(configuration))
        .Concat(Access.Problems())
        .Concat(SourceOptions.Problems(Sources))
        .Concat(Network.Problems())
        .Concat(Backups.Problems())
        .Concat(Retention.Problems());

    private static string? Problem(Func<object> attempt)
    {
        try
        {
            _ = attempt();
            return null;
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }
        catch (IOException e)
        {
            return $"Folders:Roots: {e.Message}"; // links in a circle
        }
    }

    // Tried where it is, or where it would be made: nothing stays behind.
    private static string? FolderProblem(string key, string path)
    {
        const string todo = "Give the program's account the right to write there, or name another folder.";
        try
        {
            var folder = path;
            while (!Directory.Exists(folder))
            {
                if (File.Exists(folder) || Path.GetDirectoryName(folder) is not { } parent)
                {
                    return $"{key} is '{path}': {folder} is no folder. Name another one.";
                }

                folder = parent;
            }

            using var trial = new FileStream(Path.Combine(folder, $".{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{key} is '{path}', which cannot be written. {todo}";
        }
    }

    // The environment holds much that is not for this program: of it only what looks like one of the sections is refused.
    private static IEnumerable<string> SectionProblems(IConfiguration configuration)
    {
        foreach (var provider in configuration is IConfigurationRoot root ? root.Providers : [])
        {
            var isFile = provider is FileConfigurationProvider;
            foreach (var name in provider.GetChildKeys([], null).Distinct(StringComparer.OrdinalIgnoreCase).Where(n => !n.StartsWith('$')))
            {
                var hasKeys = provider.GetChildKeys([], name).Any();
                if (Sections.Contains(name, StringComparer.OrdinalIgnoreCase))
                {
                    if (isFile && !hasKeys && provider.TryGet(name, out var value) && !string.IsNullOrEmpty(value))
                    {
                        yield return $"{name} is '{value}': expected keys below it.";
                    }
                }
                else if (!_others.Contains(name, StringComparer.OrdinalIgnoreCase))
                {
                    var near = SettingsReader.Nearest(name, isFile ? Sections.Concat(_others) : Sections);
                    if (isFile || (near is not null && hasKeys))
                    {
                        yield return $"{name} is no section of the settings: " + (near is null ? $"expected one of {string.Join(", ", Sections)}." : $"did you mean {near}?");
                    }
                }
            }
        }
    }

    // Any other name is one that sources may use.
    private static IEnumerable<string> ConnectionProblems(IConfiguration configuration)
        => configuration.GetSection("ConnectionStrings").GetChildren().Select(c => c.Key)
            .Where(name => !_ownConnections.Contains(name, StringComparer.OrdinalIgnoreCase) && !name.EndsWith("_ProviderName", StringComparison.OrdinalIgnoreCase))
            .Where(name => name.StartsWith(_ownConnections[0], StringComparison.OrdinalIgnoreCase) || SettingsReader.Nearest(name, _ownConnections) is not null)
            .Select(name => $"ConnectionStrings:{name} is no key of the settings: did you mean ConnectionStrings:{SettingsReader.Nearest(name, _ownConnections) ?? _ownConnections[1]}?");

    private static IEnumerable<string> LoggingProblems(IConfiguration configuration)
        => configuration.GetSection("Logging").AsEnumerable()
            .Where(s => s.Key.Contains(":LogLevel:", StringComparison.OrdinalIgnoreCase) && !string.IsNullOrEmpty(s.Value) && !Enum.TryParse<LogLevel>(s.Value, ignoreCase: true, out _))
            .Select(s => $"{s.Key} is '{s.Value}': expected {string.Join(", ", Enum.GetNames<LogLevel>())}.");
}
