using Microsoft.Extensions.Configuration;
using Octoplus.Dashboard.Hosting;

namespace Octoplus.Dashboard.Tests.Hosting;

/// <summary>Each mistake in the settings, and the line that says it.</summary>
public sealed class SettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Key, value, line; FILE stands for a file that is no folder.</summary>
    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "Data:Foldr", "x", "Data:Foldr is no key of the settings: did you mean Data:Folder?" },
        { "Data:Colour", "red", "Data:Colour is no key of the settings: Data has Folder, Inbox, Demonstration." },
        { "Data:Demonstration", "maybe", "Data:Demonstration is 'maybe': expected true or false." },
        { "Data:Folder:Path", "x", "Data:Folder has keys below it: expected text." },
        { "Data:Folder", "FILE/data", "Data:Folder is 'FILE/data': FILE is no folder. Name another one." },
        { "Data:Folder", "/proc/octoplus", "Data:Folder is '/proc/octoplus', which cannot be written. Give the program's account the right to write there, or name another folder." },
        { "Bakups:Folder", "x", "Bakups is no section of the settings: did you mean Backups?" },
        { "Notice:Mail:Host", "x", "Notice is no section of the settings: did you mean Notices?" },
        { "Source:0:Url", "x", "Source is no section of the settings: did you mean Sources?" },
        { "Database:Provider", "Oracle", "Database:Provider is 'Oracle': expected Sqlite or MySql." },
        { "Database:Provider", "MySql", "Database:Provider is MySql: ConnectionStrings:Octoplus must be set." },
        { "Database:ConnectionString", "x", "Database:ConnectionString is no key of the settings: Database has Provider." },
        { "ConnectionStrings:Octoplus", "Data Sauce=x", "ConnectionStrings:Octoplus cannot be read: Connection string keyword 'data sauce' is not supported. For a possible alternative, see https://go.microsoft.com/fwlink/?linkid=2142181. Expected KEY=VALUE;KEY=VALUE." },
        { "ConnectionStrings:Octopus", "x", "ConnectionStrings:Octopus is no key of the settings: did you mean ConnectionStrings:Octoplus?" },
        { "ConnectionStrings:OctoplusReadOnly", "x", "ConnectionStrings:OctoplusReadOnly is no key of the settings: did you mean ConnectionStrings:OctoplusReader?" },
        { "ConnectionStrings:OctoplusReader", "x", "ConnectionStrings:OctoplusReader is for Database:Provider MySql: leave it empty." },
        { "Admin:Password", "court", "Admin:Password is not accepted: it needs at least 12 characters." },
        { "Admin:Name", "a b", "Admin:Name is 'a b': expected 2 to 64 letters, digits, dots, hyphens, underscores or at signs, a letter or digit first." },
        { "Access:SignInsPerMinute", "many", "Access:SignInsPerMinute is 'many': expected a whole number." },
        { "Access:SignInsPerMinute", "0", "Access:SignInsPerMinute must be 1 to 100000." },
        { "Access:ApiRequestsPerMinute", "0", "Access:ApiRequestsPerMinute must be 1 to 1000000." },
        { "Access:RevalidateSeconds", "600", "Access:RevalidateSeconds must be 1 to 60." },
        { "Access:AnonymousRead", "sometimes", "Access:AnonymousRead is 'sometimes': expected true or false." },
        { "Sources:0", "https://example.org/x.csv", "Sources:0 is 'https://example.org/x.csv': expected keys below it, such as Sources:0:Slug." },
        { "Sources:0:Kind", "Ftp", "Sources:0:Kind is 'Ftp': expected File or Dataset or Folder or Api or Query." },
        { "Sources:0:Kind", "Folder", "Sources:0:Kind is 'Folder': expected Dataset or File; other kinds are set up on /admin/sources." },
        { "Sources:0:Adress", "x", "Sources:0:Adress is no key of the settings: Sources:0 has Slug, Name, Kind, Url, Dataset, Resource, Match, Format, Page, Link, Profile, Schedule, IsOn, AcceptsItself." },
        { "Sources:0:Url", "ftp://example.org", "Sources:0:Url is 'ftp://example.org/': expected an address that begins with https://." },
        { "Sources:0:Match", "(", "Sources:0:Match is '(': expected a regular expression." },
        { "Sources:0:IsOn", "yes", "Sources:0:IsOn is 'yes': expected true or false." },
        { "Network:PrivateHosts", "https://a.example, b.example", "Network:PrivateHosts has 'https://a.example': expected a host or host:port, such as data.example.org or 10.0.0.7:8443, without https://." },
        { "Network:Proxy", "socks5://p:1080", "Network:Proxy is 'socks5://p:1080/': expected an address such as http://proxy.example:3128." },
        { "Folders:Roots:0", "depot", "Folders:Roots holds 'depot': expected an absolute path." },
        { "Backups:Folder", "FILE", "Backups:Folder is 'FILE': FILE is no folder. Name another one." },
        { "Backups:KeyFile", "/nowhere.key", "Backups:KeyFile: there is no file /nowhere.key. Make one (openssl rand -hex 32 > backup.key), or leave the key out." },
        { "Backups:KeyFile", "FILE", "Backups:KeyFile: FILE must hold 32 bytes, or 64 hexadecimal digits (openssl rand -hex 32)." },
        { "Backups:DumpProgram", "no-such-program", "Backups:DumpProgram is 'no-such-program': there is no such program. Name one that is in PATH, or leave it out." },
        { "Backups:ClientProgram", "/no/such/program", "Backups:ClientProgram is '/no/such/program': there is no such program. Name one that is in PATH, or leave it out." },
        { "Backups:Keep:Dayly", "7", "Backups:Keep:Dayly is no key of the settings: did you mean Backups:Keep:Daily?" },
        { "Backups:Keep", "7", "Backups:Keep is '7': expected keys below it, such as Backups:Keep:Daily." },
        { "Backups:Keep:Daily", "0", "Backups:Keep:Daily must be 1 to 3660." },
        { "Retention:RunDays", "1", "Retention:RunDays must be 7 to 36500." },
        { "Notices:Mail:From", "a@example.org", "Notices:Mail:Host is empty, but other keys of Notices:Mail are set." },
        { "Notices:Language", "de", "Notices:Language is 'de': expected fr or en." },
        { "Logging:LogLevel:Default", "Loud", "Logging:LogLevel:Default is 'Loud': expected Trace, Debug, Information, Warning, Error, Critical, None." },
        { "Urls", "5080", "Urls has '5080': expected an address such as http://127.0.0.1:5080, without a path; several are separated by semicolons." },
        { "Urls", "http://127.0.0.1:70000", "Urls has 'http://127.0.0.1:70000': expected an address such as http://127.0.0.1:5080, without a path; several are separated by semicolons." },
        { "Urls", "http://127.0.0.1:5080/octoplus", "Urls has 'http://127.0.0.1:5080/octoplus': expected an address such as http://127.0.0.1:5080, without a path; several are separated by semicolons." },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Read_Mistake_IsOneLineWithTheKey(string key, string value, string line)
    {
        var file = _folder.File("a.txt");
        File.WriteAllText(file, "no folder");
        var error = Assert.Throws<SettingsException>(() => Read((key, value.Replace("FILE", file, StringComparison.Ordinal))));
        Assert.Equal(line.Replace("FILE", file, StringComparison.Ordinal), error.Message);
    }

    [Fact]
    public void Read_SourceThatNeverComes_NamesTheSchedule()
        => Assert.StartsWith("Sources:0:Schedule is '0 0 6 31 2 ?': expected a", Assert.Throws<SettingsException>(() => Read(("Sources:0:Schedule", "0 0 6 31 2 ?"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_TwoMistakes_SaysBothInOneLine()
        => Assert.Equal(
            "Access:RevalidateSeconds must be 1 to 60. Retention:RunDays must be 7 to 36500.",
            Assert.Throws<SettingsException>(() => Read(("Access:RevalidateSeconds", "0"), ("Retention:RunDays", "0"))).Message);

    [Theory]
    [InlineData("""{ "Foo": { "Bar": 1 } }""", "Foo is no section of the settings: expected one of Data, Database, Admin, Access, Sources, Network, Folders, Notices, Backups, Retention.")]
    [InlineData("""{ "Url": "http://0.0.0.0:80" }""", "Url is no section of the settings: did you mean Urls?")]
    [InlineData("""{ "Backups": "/srv" }""", "Backups is '/srv': expected keys below it.")]
    [InlineData("""{ "Data": { "Folder": 1 }, "Retention": { "RunDays": "x" } }""", "Retention:RunDays is 'x': expected a whole number.")]
    public void Read_MistakeInAFile_IsOneLineWithTheKey(string json, string line)
        => Assert.Equal(line, Assert.Throws<SettingsException>(() => Settings.Read(WithFile(json), _folder.Path)).Message);

    /// <summary>Whatever else is in the environment, and what the framework reads.</summary>
    [Fact]
    public void Read_KeysOfOthers_AreLeftAlone()
    {
        var settings = Read(
            ("PATH", "/bin"), ("DATA", "/srv"), ("ADMIN", "root"), ("ACCESS", "x"), ("Kestrel:Limits:MaxConcurrentConnections", "10"), ("Serilog:MinimumLevel", "Debug"), ("services:db:tcp:0", "x"),
            ("Logging:Console:FormatterName", "json"), ("AllowedHosts", "*"), ("ConnectionStrings:warehouse", "x"), ("ConnectionStrings:Octoplus_ProviderName", "MySql"), ("Secrets:api", "x"));
        Assert.Equal("Sqlite", settings.Database.Provider);
    }

    [Fact]
    public void Read_FileAsItShips_WorksAndGivesTheSources()
    {
        using var configuration = new ConfigurationManager();
        configuration.AddJsonFile(Path.Combine(Repository.Root, "appsettings.json")).AddInMemoryCollection([KeyValuePair.Create("Data:Folder", (string?)_folder.Path)]);
        Assert.Equal(["etat4001", "population", "ssmsi"], Settings.Read(configuration, Repository.Root).Sources.Select(s => s.Slug));
    }

    [Fact]
    public void Read_Paths_BeginAtTheRoot()
    {
        var settings = Read(("Data:Folder", "d"), ("Data:Inbox", "in"), ("Backups:Folder", ""), ("Notices:Mail:Host", "mail.example.org"), ("Notices:Mail:From", "o@example.org"), ("Notices:Mail:To", "a@example.org, b@example.org"));
        Assert.Equal((_folder.File("d"), _folder.File("in"), _folder.File("d/backups")), (settings.Data.Folder, settings.Data.Inbox, settings.Backups.Folder));
        Assert.Equal([_folder.File("d/drop"), _folder.File("in")], settings.Folders.Roots);
        Assert.Equal(["a@example.org", "b@example.org"], settings.Notices.Mail.To);
        Assert.False(Directory.Exists(_folder.File("d")));
    }

    /// <summary>docs/settings.md lists every key with its type and default, and no other.</summary>
    [Fact]
    public void Keys_OfTheClasses_AreThoseOfTheDocumentation()
    {
        var documented = File.ReadLines(Path.Combine(Repository.Root, "docs", "settings.md"))
            .Select(line => line.Split(" | ").Select(cell => cell.Trim('|', ' ')).ToList())
            .Where(cells => cells.Count == 4 && Settings.Sections.Contains(cells[0].Trim('`').Split(':')[0]))
            .Select(cells => $"{cells[0]} | {cells[1]} | {cells[2]}");
        var keys = SettingsReader.KeysOf(new Settings(), "").Select(k => $"`{k.Path}` | {k.Type} | {(k.Default is null ? "none" : $"`{k.Default}`")}");
        Assert.Equal(keys.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    private Settings Read(params (string Key, string Value)[] said)
    {
        var all = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Urls"] = "http://127.0.0.1:5080",
            ["Data:Folder"] = _folder.Path,
            ["Sources:0:Name"] = "Source",
            ["Sources:0:Url"] = "https://example.org/x.csv",
        };
        foreach (var (key, value) in said)
        {
            all[key] = value;
        }

        return Settings.Read(new ConfigurationBuilder().AddInMemoryCollection(all).Build(), _folder.Path);
    }

    private IConfiguration WithFile(string json)
    {
        File.WriteAllText(_folder.File("appsettings.json"), json);
        return new ConfigurationBuilder().AddJsonFile(_folder.File("appsettings.json")).Build();
    }
}
