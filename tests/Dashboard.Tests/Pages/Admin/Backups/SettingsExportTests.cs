using Microsoft.Extensions.Configuration;
using Octoplus.Dashboard.Hosting;
using Octoplus.Dashboard.Pages.Admin.Backups;

namespace Octoplus.Dashboard.Tests.Pages.Admin.Backups;

public sealed class SettingsExportTests
{
    [Theory]
    [InlineData("Admin:Password")]
    [InlineData("Backups:Passphrase")]
    [InlineData("Notices:Mail:Password")]
    [InlineData("Notices:Webhook:Url", "https://hooks.example.org/services/hunter2")]
    [InlineData("Network:Proxy", "http://octoplus:hunter2@proxy.example.org:3128")]
    [InlineData("Secrets:api")]
    [InlineData("Notices:Webhook:Secret")]
    [InlineData("Sources:3:ApiKey")]
    [InlineData("ConnectionStrings:Octoplus", "Server=db;User ID=o;Password=hunter2;SslMode=Required")]
    [InlineData("ConnectionStrings:OctoplusReader", "Server=db;Uid=o;Pwd=hunter2")]
    [InlineData("ConnectionStrings:Octoplus", "hunter2")]
    [InlineData("AWS_SECRET_ACCESS_KEY")]
    [InlineData("PATH")]
    public void Write_Secret_IsLeftOut(string key, string value = "hunter2")
        => Assert.DoesNotContain("hunter2", Write(key, value), StringComparison.Ordinal);

    [Theory]
    [InlineData("Backups:KeyFile", "/etc/octoplus/backup.key")]
    [InlineData("Backups:Keep:Daily", "9")]
    [InlineData("Data:Folder", "/data")]
    [InlineData("Folders:Roots:0", "/srv/depot")]
    [InlineData("Network:Proxy", "http://proxy.example.org:3128")]
    [InlineData("Sources:0:Url", "https://example.org/x")]
    public void Write_Setting_IsKept(string key, string value)
        => Assert.Contains($"\"{key}\": \"{value}\"", Write(key, value), StringComparison.Ordinal);

    [Fact]
    public void Write_ConnectionString_KeepsTheServer()
        => Assert.Contains("server=db", Write("ConnectionStrings:Octoplus", "Server=db;Password=hunter2"), StringComparison.OrdinalIgnoreCase);

    private static string Write(string key, string value)
        => SettingsExport.Write(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { [key] = value }).Build(), Settings.Sections);
}
