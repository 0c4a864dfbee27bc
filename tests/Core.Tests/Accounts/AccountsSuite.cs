using Octoplus.Core.Accounts;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Tests.Accounts;

/// <summary>Users, refresh tokens and audit log on one engine; the classes at the end choose it. There are one administrator, ada, and one viewer, vic.</summary>
public abstract partial class AccountsSuite : IAsyncLifetime
{
    private static readonly AuditActor _ada = new("ada", "192.0.2.1");

    private readonly ManualTime _time = new();
    private TestDatabase? _test;

    private TestDatabase Test => _test!;

    private AuditLog Audit => new(Test.Database, _time);

    private UserStore Users => new(Test.Database, Audit, _time);

    private UserQueries Queries => new(Test.Database);

    private SignInStore SignIns => new(Test.Database, _time);

    private RefreshTokenStore Tokens => new(Test.Database, _time);

    public async Task InitializeAsync()
    {
        _test = await CreateAsync();
        await SchemaScripts.ApplyAsync(Test.Database, CancellationToken.None);
        Assert.Equal(UserChange.Done, await AddAsync("ada", Role.Admin));
        Assert.Equal(UserChange.Done, await AddAsync("vic", Role.Viewer));
    }

    public async Task DisposeAsync()
    {
        if (_test is not null)
        {
            await _test.DisposeAsync();
        }
    }

    private protected abstract Task<TestDatabase> CreateAsync();

    private Task<UserChange> AddAsync(string name, Role role)
        => Users.AddAsync(new NewUser(name, role, "hash of " + name, MustChangePassword: false), _ada, CancellationToken.None);

    private async Task<UserAccount> FindAsync(string name) => (await Queries.FindAsync(name, CancellationToken.None))!;

    private async Task<IReadOnlyList<string>> AuditAsync(AuditFilter? filter = null)
        => [.. (await new AuditQueries(Test.Database).PageAsync(filter ?? new AuditFilter(), 1, 100, CancellationToken.None)).Rows
            .Select(r => $"{r.Actor} {r.Action} {r.Subject} {r.Detail}".TrimEnd())];
}

public sealed class SqliteAccountsTests : AccountsSuite
{
    private protected override Task<TestDatabase> CreateAsync() => Task.FromResult(TestDatabase.OnSqlite());
}

public sealed class MariaDbAccountsTests : AccountsSuite
{
    private protected override Task<TestDatabase> CreateAsync() => TestDatabase.OnMariaDbAsync();
}
