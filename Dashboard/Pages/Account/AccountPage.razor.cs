using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Accounts;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Pages.Account;

/// <summary>The own account: password, and the end of every session.</summary>
public sealed partial class AccountPage : ComponentBase
{
    private const string DoneValue = "mot-de-passe";

    private string? _failure;

    [SupplyParameterFromQuery(Name = SignInCookie.ReturnParameter)]
    public string? Return { get; set; }

    [SupplyParameterFromQuery(Name = "fait")]
    public string? Done { get; set; }

    [SupplyParameterFromForm(FormName = "password")]
    public string? Current { get; set; }

    [SupplyParameterFromForm(FormName = "password")]
    public string? New { get; set; }

    [SupplyParameterFromForm(FormName = "password")]
    public string? Repeat { get; set; }

    [CascadingParameter]
    private HttpContext Context { get; set; } = default!;

    [Inject]
    private UserManager<UserAccount> Users { get; set; } = default!;

    [Inject]
    private SignInManager<UserAccount> SignIn { get; set; } = default!;

    [Inject]
    private SignInLimiter Limiter { get; set; } = default!;

    [Inject]
    private UserStore Store { get; set; } = default!;

    [Inject]
    private AuditLog Audit { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IStringLocalizer<AccountTexts> T { get; set; } = default!;

    private async Task ChangePasswordAsync()
    {
        var actor = Context.Actor();
        if (await Users.GetUserAsync(Context.User) is not { } user)
        {
            Navigation.NavigateTo(SignInCookie.SignInAddress);
            return;
        }

        _failure = await ChangePasswordAsync(user, actor);
        if (_failure is null)
        {
            await SignIn.SignInAsync(user, isPersistent: false);
            await Audit.WriteAsync(new AuditEntry(actor, AuditActions.PasswordChanged, user.Name), Context.RequestAborted);
            Navigation.NavigateTo(Return is null ? $"{SignInCookie.AccountAddress}?fait={DoneValue}" : AccountRoutes.ReturnAddress(Return));
        }
    }

    private async Task<string?> ChangePasswordAsync(UserAccount user, AuditActor actor)
    {
        if (Limiter.Wait(user.NameKey, actor.Address) is { } wait)
        {
            return T["SignIn.TooMany", Math.Ceiling(wait.TotalSeconds)];
        }

        if (New != Repeat)
        {
            return T["Account.Differ"];
        }

        if (Current is null || Current == New)
        {
            return T["Account.Same"];
        }

        // Counts wrong passwords like a sign-in: an open session must not be a way to try them.
        var check = await SignIn.CheckPasswordSignInAsync(user, Current, lockoutOnFailure: true);
        if (!check.Succeeded)
        {
            return T[check.IsLockedOut ? "SignIn.LockedOut" : "Account.Wrong"];
        }

        user.MustChangePassword = false;
        var result = await Users.ChangePasswordAsync(user, Current, New ?? "");
        return result.Errors.FirstOrDefault() is { } error
            ? T["Password." + error.Code] is { ResourceNotFound: false } known ? known.Value : T["Account.Failed"].Value
            : null;
    }

    private async Task SignOutEverywhereAsync()
    {
        if (Context.User.UserId() is { } id)
        {
            await Store.SignOutEverywhereAsync(id, Context.Actor(), Context.RequestAborted);
        }

        await SignIn.SignOutAsync();
        Navigation.NavigateTo(SignInCookie.SignInAddress);
    }
}
