using Microsoft.AspNetCore.Identity;
using Octoplus.Core.Accounts;
using Octoplus.Core.Storage;
using Octoplus.Dashboard.Accounts;

namespace Octoplus.Dashboard.Commands;

/// <summary><c>user add|list|disable|enable|password</c>: accounts from the command line, for whoever may read the database anyway.</summary>
internal static class UserCommand
{
    private const string Usage = """
        user add NAME --role viewer|analyst|admin [--generate]
        user list
        user disable NAME
        user enable NAME
        user password NAME [--generate]
        The password is asked for, or read from standard input (one line); --generate makes and prints one to be changed at first sign-in.
        """;

    public static async Task<int> RunAsync(IServiceProvider services, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var isGenerated = arguments.Contains("--generate", StringComparer.Ordinal);
        string[] words = [.. arguments.Where(a => a != "--generate")];
        return words switch
        {
            ["add", var name, "--role", var role] => await AddAsync(services, name, role, isGenerated, cancellationToken),
            ["add", "--role", var role, var name] => await AddAsync(services, name, role, isGenerated, cancellationToken),
            ["list"] => await ListAsync(services, cancellationToken),
            ["disable", var name] => await SetDisabledAsync(services, name, isDisabled: true, cancellationToken),
            ["enable", var name] => await SetDisabledAsync(services, name, isDisabled: false, cancellationToken),
            ["password", var name] => await SetPasswordAsync(services, name, isGenerated, cancellationToken),
            _ => Refuse(Usage),
        };
    }

    private static async Task<int> AddAsync(IServiceProvider services, string name, string roleCode, bool isGenerated, CancellationToken cancellationToken)
    {
        if (RoleCodes.TryParse(roleCode) is not { } role)
        {
            return Refuse($"user add: --role is '{roleCode}': expected viewer, analyst or admin.");
        }

        if (!UserNames.IsValid(name))
        {
            return Refuse($"user add: '{name}' is no name: expected 2 to 64 letters, digits, dots, hyphens, underscores or at signs, a letter or digit first.");
        }

        if (ReadPassword(name, isGenerated) is not { } password)
        {
            return 2;
        }

        var user = new NewUser(name, role, Hash(services, password), MustChangePassword: isGenerated);
        var change = await services.GetRequiredService<UserStore>().AddAsync(user, AuditActor.CommandLine, cancellationToken);
        return Say(change, name, isGenerated ? password : null);
    }

    private static async Task<int> SetPasswordAsync(IServiceProvider services, string name, bool isGenerated, CancellationToken cancellationToken)
    {
        if (await FindAsync(services, name, cancellationToken) is not { } user || ReadPassword(user.Name, isGenerated) is not { } password)
        {
            return 2;
        }

        var change = await services.GetRequiredService<UserStore>().ResetPasswordAsync(
            user.Id, Hash(services, password), mustChange: isGenerated, AuditActor.CommandLine, cancellationToken);
        return Say(change, name, isGenerated ? password : null);
    }

    private static async Task<int> SetDisabledAsync(IServiceProvider services, string name, bool isDisabled, CancellationToken cancellationToken)
        => await FindAsync(services, name, cancellationToken) is { } user
            ? Say(await services.GetRequiredService<UserStore>().SetDisabledAsync(user.Id, isDisabled, AuditActor.CommandLine, cancellationToken), name, null)
            : 2;

    private static async Task<int> ListAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        foreach (var user in await services.GetRequiredService<UserQueries>().AllAsync(cancellationToken))
        {
            var state = user.IsDisabled ? "disabled" : user.IsLockedOut(DateTimeOffset.UtcNow) ? "locked" : user.MustChangePassword ? "must-change-password" : "active";
            await Console.Out.WriteLineAsync(string.Join('\t', user.Name, user.Role.Code(), state, Instant.Of(user.LastSignInAt) ?? "never"));
        }

        return 0;
    }

    private static async Task<UserAccount?> FindAsync(IServiceProvider services, string name, CancellationToken cancellationToken)
    {
        var user = await services.GetRequiredService<UserQueries>().FindAsync(name, cancellationToken);
        if (user is null)
        {
            Refuse($"user: there is no '{name}'.");
        }

        return user;
    }

    private static string Hash(IServiceProvider services, string password)
        => services.GetRequiredService<IPasswordHasher<UserAccount>>().HashPassword(new UserAccount(), password);

    private static string? ReadPassword(string name, bool isGenerated)
    {
        var password = isGenerated ? OneTimePassword.Make() : Console.IsInputRedirected ? Console.In.ReadLine() : TerminalPassword.Ask(Console.Error);
        if (password is null)
        {
            Refuse("user: no password was given.");
            return null;
        }

        if (PasswordRules.Check(password, name) is { } defect)
        {
            Refuse($"user: the password is not accepted: {PasswordText.English(defect)}");
            return null;
        }

        return password;
    }

    private static int Say(UserChange change, string name, string? password)
    {
        if (change == UserChange.Done && password is not null)
        {
            Console.Out.WriteLine(password);
        }

        return change switch
        {
            UserChange.Done => 0,
            UserChange.NameTaken => Refuse($"user: there is a '{name}' already."),
            UserChange.LastAdmin => Refuse($"user: '{name}' is the last administrator who may sign in: add another one first."),
            _ => Refuse($"user: there is no '{name}'."),
        };
    }

    private static int Refuse(string message)
    {
        Console.Error.WriteLine(message);
        return 2;
    }
}
