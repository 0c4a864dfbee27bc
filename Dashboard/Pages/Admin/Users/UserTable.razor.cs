using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Accounts;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Pages.Admin.Users;

/// <summary>What may be done to a user.</summary>
public enum UserActKind
{
    /// <summary>Another role.</summary>
    Role,

    /// <summary>A new one-time password.</summary>
    Reset,

    /// <summary>The end of a lock-out.</summary>
    Unlock,

    /// <summary>The end of every session.</summary>
    SignOut,

    /// <summary>No more signing in.</summary>
    Disable,

    /// <summary>Signing in again.</summary>
    Enable,
}

/// <param name="Role">With <see cref="UserActKind.Role"/>: the one chosen.</param>
public sealed record UserAct(UserActKind Kind, UserAccount User, Role Role = default);

/// <summary>Users, one a row, with what may be done to each.</summary>
public sealed partial class UserTable : ComponentBase
{
    [Parameter, EditorRequired]
    public IReadOnlyList<UserAccount> Users { get; set; } = [];

    /// <summary>Name of whoever looks.</summary>
    [Parameter, EditorRequired]
    public string? Own { get; set; }

    [Parameter, EditorRequired]
    public DateTimeOffset Now { get; set; }

    [Parameter, EditorRequired]
    public EventCallback<UserAct> OnAct { get; set; }

    [Inject]
    private IStringLocalizer<AccountTexts> T { get; set; } = default!;

    private int Version { get; set; }

    private UserActKind _askedKind;
    private (long Id, UserActKind Kind)? _asked;

    /// <summary>What ends sessions or a password is asked once more; what gives something back is done at once.</summary>
    private Task AskAsync(UserActKind kind, UserAccount user)
    {
        if (kind is UserActKind.Unlock or UserActKind.Enable)
        {
            return ActAsync(kind, user);
        }

        _askedKind = kind;
        _asked = (user.Id, kind);
        return Task.CompletedTask;
    }

    private Task ActAsync(UserActKind kind, UserAccount user)
    {
        _asked = null;
        return OnAct.InvokeAsync(new UserAct(kind, user));
    }

    private async Task ChooseAsync(UserAccount user, string? code)
    {
        if (RoleCodes.TryParse(code) is { } role && role != user.Role)
        {
            await OnAct.InvokeAsync(new UserAct(UserActKind.Role, user, role));
            Version++;
        }
    }

    private IEnumerable<UserActKind> ActsFor(UserAccount user)
    {
        yield return UserActKind.Reset;
        if (user.IsLockedOut(Now))
        {
            yield return UserActKind.Unlock;
        }

        if (!user.IsDisabled)
        {
            yield return UserActKind.SignOut;
        }

        yield return user.IsDisabled ? UserActKind.Enable : UserActKind.Disable;
    }
}
