using System.Data.Common;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Octoplus.Core.Accounts;
using Octoplus.Core.Audit;
using Octoplus.Core.Storage;

namespace Octoplus.Dashboard.Accounts;

/// <summary>Makes the first administrator where there is no user yet, before the server listens or, without a database, as soon as it answers.</summary>
internal sealed partial class FirstAdministrator(
    Database database,
    UserQueries users,
    UserStore store,
    IPasswordHasher<UserAccount> hasher,
    IOptions<AdminOptions> options,
    ILogger<FirstAdministrator> logger) : BackgroundService
{
    private static readonly TimeSpan _retry = TimeSpan.FromSeconds(15);

    private bool _isDone;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TryAsync(cancellationToken); // the tables were made just before
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!_isDone)
        {
            await Task.Delay(_retry, stoppingToken);
            await TryAsync(stoppingToken, isSchemaUnsure: true);
        }
    }

    private async Task TryAsync(CancellationToken cancellationToken, bool isSchemaUnsure = false)
    {
        try
        {
            if (isSchemaUnsure)
            {
                await SchemaScripts.ApplyAsync(database, cancellationToken);
            }

            await EnsureAsync(Console.Out, cancellationToken);
            _isDone = true;
        }
        catch (DbException e)
        {
            LogUnreachable(e);
        }
    }

    /// <param name="console">Told the one-time password, if one was made: here and nowhere else.</param>
    public async Task EnsureAsync(TextWriter console, CancellationToken cancellationToken)
    {
        if (await users.AnyAsync(cancellationToken))
        {
            return;
        }

        var name = options.Value.Name;
        var isMade = options.Value.Password.Length == 0;
        var password = isMade ? OneTimePassword.Make() : options.Value.Password;
        var hash = hasher.HashPassword(new UserAccount(), password);
        var change = await store.AddFirstAsync(new NewUser(name, Role.Admin, hash, MustChangePassword: isMade), AuditActor.System, cancellationToken);
        if (change == UserChange.Done && isMade)
        {
            await console.WriteLineAsync($"""

                ==========================================================================
                  First administrator:  {name}
                  One-time password:    {password}
                  Shown this once. Sign in at /connexion and choose a password of your own.
                ==========================================================================

                """);
            await console.FlushAsync(cancellationToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The first administrator could not be looked for: the database does not answer. Tried again every 15 s.")]
    private partial void LogUnreachable(Exception exception);
}
