using System.Data.Common;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Octoplus.Core.Accounts;
using Octoplus.Core.Storage;

namespace Octoplus.Dashboard.Accounts;

/// <summary>
/// Makes the first administrator where there is no user yet: once the server listens, so that no start that fails has printed a one-time password, and before
/// any request is answered (<see cref="Tried"/>); without a database, as soon as it answers.
/// </summary>
internal sealed partial class FirstAdministrator(
    Database database,
    UserQueries users,
    UserStore store,
    IPasswordHasher<UserAccount> hasher,
    IOptions<AdminOptions> options,
    ILogger<FirstAdministrator> logger) : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan _retry = TimeSpan.FromSeconds(15);

    private readonly TaskCompletionSource _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _isDone;

    /// <summary>Completed when it was tried once.</summary>
    public Task Tried => _tried.Task;

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        await TryAsync(cancellationToken); // the tables were made before
        _tried.SetResult();
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Tried.WaitAsync(stoppingToken);
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
            LogUnreachable(e.Message);
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

    [LoggerMessage(Level = LogLevel.Error, Message = "The first administrator could not be looked for: {Reason} Tried again every 15 s.")]
    private partial void LogUnreachable(string reason);
}
