using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Octoplus.Core.Accounts;
using Octoplus.Core.Storage;
using Octoplus.Dashboard.Accounts;

namespace Octoplus.Dashboard.Tests.Accounts;

public sealed class FirstAdministratorTests : IAsyncLifetime
{
    private readonly TestDatabase _test = TestDatabase.OnSqlite();
    private readonly PasswordHasher<UserAccount> _hasher = new();

    private UserQueries Users => new(_test.Database);

    public Task InitializeAsync() => SchemaScripts.ApplyAsync(_test.Database, CancellationToken.None);

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [Fact]
    public async Task EnsureAsync_NoPasswordSet_PrintsAOneTimeOneOnce()
    {
        var console = await EnsureAsync(new AdminOptions());
        var admin = Assert.Single(await Users.AllAsync(CancellationToken.None));
        Assert.Equal(("admin", Role.Admin, true), (admin.Name, admin.Role, admin.MustChangePassword));
        var password = console.Split('\n').Single(l => l.Contains("One-time password:", StringComparison.Ordinal)).Split(':')[1].Trim();
        Assert.NotEqual(PasswordVerificationResult.Failed, _hasher.VerifyHashedPassword(admin, admin.PasswordHash, password));
        Assert.Equal("", await EnsureAsync(new AdminOptions()));
    }

    [Fact]
    public async Task EnsureAsync_PasswordSet_UsesItAndPrintsNothing()
    {
        Assert.Equal("", await EnsureAsync(new AdminOptions { Name = "chef", Password = "cheval agrafe pile" }));
        var admin = Assert.Single(await Users.AllAsync(CancellationToken.None));
        Assert.Equal(("chef", false), (admin.Name, admin.MustChangePassword));
        Assert.NotEqual(PasswordVerificationResult.Failed, _hasher.VerifyHashedPassword(admin, admin.PasswordHash, "cheval agrafe pile"));
    }

    [Fact]
    public async Task EnsureAsync_AnyUserThere_MakesNone()
    {
        await EnsureAsync(new AdminOptions { Name = "chef", Password = "cheval agrafe pile" });
        Assert.Equal("", await EnsureAsync(new AdminOptions { Name = "autre" }));
        Assert.Single(await Users.AllAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("admin", "", null)]
    [InlineData("admin", "court", "Admin:Password is not accepted: it needs at least 12 characters.")]
    [InlineData("admin", "motdepasse2024", "Admin:Password is not accepted: it is among the commonest")]
    [InlineData("a b", "", "Admin:Name is 'a b'")]
    public void Defect_OfSettings_NamesTheKeyAndNotThePassword(string name, string password, string? expected)
    {
        var defect = new AdminOptions { Name = name, Password = password }.Defect();
        Assert.StartsWith(expected ?? "", defect ?? "", StringComparison.Ordinal);
        Assert.Equal(expected is null, defect is null);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5080", true)]
    [InlineData("http://localhost:5080;http://[::1]:5081", true)]
    [InlineData("http://127.0.0.1:5080;http://0.0.0.0:5081", false)]
    [InlineData("http://+:5080", false)]
    [InlineData("http://*:5080", false)]
    [InlineData("http://[::]:5080", false)]
    [InlineData("https://octoplus.example", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void IsLoopback_Addresses_OnlyWhenAllAre(string? urls, bool expected) => Assert.Equal(expected, AccessOptions.IsLoopback(urls));

    private async Task<string> EnsureAsync(AdminOptions options)
    {
        var store = new UserStore(_test.Database, new AuditLog(_test.Database, TimeProvider.System), TimeProvider.System);
        using var first = new FirstAdministrator(_test.Database, Users, store, _hasher, Options.Create(options), NullLogger<FirstAdministrator>.Instance);
        await using var console = new StringWriter();
        await first.EnsureAsync(console, CancellationToken.None);
        return console.ToString();
    }
}
