using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Octoplus.Core.Accounts;
using Octoplus.Core.Imports;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Hosting;
using Octoplus.Dashboard.Tests.Pages.Map;
using Octoplus.Ingest.Imports;

namespace Octoplus.Dashboard.Tests.Pages.Admin.Imports;

/// <summary>The import pages over a database of their own, in which nothing is read unless a test does it; the visitor is an administrator.</summary>
public abstract class ImportPagesContext : BunitContext, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    protected ImportPagesContext()
    {
        MapSample.Speak("fr-FR");
        Database = Database.Create(new DatabaseOptions(), _folder.Path);
        SchemaScripts.ApplyAsync(Database, CancellationToken.None).GetAwaiter().GetResult();
        var imports = new TestImports(Database, _folder.Path);
        (Files, Importer, Store, Queue) = (imports.Files, imports.Importer, imports.Store, imports.Queue);
        JSInterop.Mode = JSRuntimeMode.Loose;
        Serve(Database);
    }

    protected Database Database { get; }

    protected OriginalFiles Files { get; }

    protected Importer Importer { get; }

    protected ImportQueue Queue { get; }

    protected ImportStore Store { get; }

    /// <summary>A database that does not answer.</summary>
    protected void LoseDatabase()
    {
        var lost = Database.Create(new DatabaseOptions { ConnectionString = $"Data Source={_folder.File("missing/no.db")}" }, _folder.Path);
        Services.AddSingleton(new ImportQueries(lost)).AddSingleton(new VintageQueries(lost)).AddSingleton(new FlipQueries(lost));
    }

    /// <summary>Takes in a file without reading it.</summary>
    protected async Task<ImportFile> ReceiveAsync(byte[] content, string name)
    {
        using var stream = new MemoryStream(content);
        return await Queue.ReceiveAsync(stream, name, "page", "ada", null, CancellationToken.None);
    }

    /// <summary>Takes in a file and reads it.</summary>
    protected async Task<ImportFile> ReadAsync(byte[] content, string name)
    {
        var file = await ReceiveAsync(content, name);
        Assert.True(await Queue.ReadNextAsync(CancellationToken.None));
        return (await new ImportQueries(Database).FindAsync(file.Id, CancellationToken.None))!;
    }

    void IDisposable.Dispose()
    {
        base.Dispose();
        _folder.Dispose();
    }

    private void Serve(Database database)
    {
        Services.AddPages();
        Services.AddSingleton(Queue).AddSingleton(new VintageFlips(Database)).AddSingleton(Files);
        Services.AddSingleton(new ImportQueries(database)).AddSingleton(new VintageQueries(database)).AddSingleton(new FlipQueries(database));
        Services.AddSingleton(new AuditLog(database, TimeProvider.System));
        Services.AddSingleton<AntiforgeryStateProvider>(new NoToken());
        var users = new UserQueries(database);
        var added = new UserStore(database, new AuditLog(database, TimeProvider.System), TimeProvider.System)
            .AddAsync(new NewUser("chef", Role.Admin, "no password has this hash", MustChangePassword: false), AuditActor.System, CancellationToken.None).GetAwaiter().GetResult();
        Assert.Equal(UserChange.Done, added);
        var admin = users.FindAsync("chef", CancellationToken.None).GetAwaiter().GetResult()!;
        Services.AddSingleton(new CurrentActor(new SignedIn(admin), users, new HttpContextAccessor(), Options.Create(new IdentityOptions())));
    }

    private sealed class NoToken : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken? GetAntiforgeryToken() => null;
    }

    private sealed class SignedIn(UserAccount user) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync()
            => Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity(
                [
                    new Claim(ClaimTypes.NameIdentifier, user.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                    new Claim(ClaimTypes.Name, user.Name),
                    new Claim(ClaimTypes.Role, "admin"),
                    new Claim(new IdentityOptions().ClaimsIdentity.SecurityStampClaimType, user.SecurityStamp),
                ],
                "test"))));
    }
}
