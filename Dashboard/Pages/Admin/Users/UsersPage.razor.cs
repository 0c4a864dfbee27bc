using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Accounts;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Pages.Admin.Users;

/// <summary>Who may sign in, for administrators.</summary>
public sealed partial class UsersPage : ComponentBase
{
    private IReadOnlyList<UserAccount>? _users;
    private string? _own;
    private string? _failure;
    private string? _message;
    private bool _isError;
    private bool _isBusy;
    private (string Name, string Password)? _password;
    private ElementReference _passwordTitle;
    private bool _isPasswordNew;
    private string _newName = "";
    private Role _newRole = Role.Viewer;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = default!;

    [Inject]
    private UserAdministration Administration { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private IStringLocalizer<AccountTexts> T { get; set; } = default!;

    protected override async Task OnInitializedAsync()
    {
        _own = (await Authentication).User.Identity?.Name;
        await LoadAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_isPasswordNew)
        {
            _isPasswordNew = false;
            await _passwordTitle.FocusAsync(); // the password stands above the form that asked for it
        }
    }

    private async Task LoadAsync()
    {
        try
        {
            _users = await Administration.AllAsync(CancellationToken.None);
            _failure = null;
        }
        catch (DbException e)
        {
            _failure = e.Message;
        }
        catch (UnauthorizedAccessException)
        {
            _failure = T["Users.Error.Denied"];
        }
    }

    private async Task AddAsync()
    {
        var name = _newName.Trim();
        if (!UserNames.IsValid(name))
        {
            Say(T["Users.Error.Name"], isError: true);
            return;
        }

        if (await TryAsync(name, () => Administration.AddAsync(name, _newRole, CancellationToken.None), null))
        {
            _newName = "";
            _newRole = Role.Viewer;
        }
    }

    private Task ActAsync(UserAct act)
    {
        var (user, id) = (act.User.Name, act.User.Id);
        return act.Kind switch
        {
            UserActKind.Role => TryAsync(
                user, () => Administration.SetRoleAsync(id, act.Role, CancellationToken.None), T["Users.Done.Role", user, T["Role." + act.Role.Code()].Value]),
            UserActKind.Disable => TryAsync(user, () => Administration.SetDisabledAsync(id, isDisabled: true, CancellationToken.None), T["Users.Done.Disabled", user]),
            UserActKind.Enable => TryAsync(user, () => Administration.SetDisabledAsync(id, isDisabled: false, CancellationToken.None), T["Users.Done.Enabled", user]),
            UserActKind.Unlock => TryAsync(user, () => Administration.UnlockAsync(id, CancellationToken.None), T["Users.Done.Unlocked", user]),
            UserActKind.SignOut => TryAsync(user, () => Administration.SignOutEverywhereAsync(id, CancellationToken.None), T["Users.Done.SignOut", user]),
            _ => TryAsync(user, () => Administration.ResetPasswordAsync(id, CancellationToken.None), null),
        };
    }

    /// <summary>Does it, says what became of it and reads the list anew.</summary>
    private async Task<bool> TryAsync(string user, Func<Task<UserAdministration.Result>> change, string? done)
    {
        if (_isBusy)
        {
            return false;
        }

        _isBusy = true;
        try
        {
            var result = await change();
            if (result.Password is { } password)
            {
                _password = (user, password);
                _isPasswordNew = true;
            }

            var isDone = result.Change == UserChange.Done;
            Say(isDone ? done : T["Users.Error." + result.Change], isError: !isDone);
            await LoadAsync();
            return isDone;
        }
        catch (DbException e)
        {
            Say(e.Message, isError: true);
        }
        catch (UnauthorizedAccessException)
        {
            Say(T["Users.Error.Denied"], isError: true);
        }
        finally
        {
            _isBusy = false;
        }

        return false;
    }

    private void Say(string? message, bool isError) => (_message, _isError) = (message, isError);
}
