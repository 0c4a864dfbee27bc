using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Localization;
using Octoplus.Core.Accounts;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Resources;

namespace Octoplus.Dashboard.Pages.Account;

/// <summary>Signing in: one form, without a script.</summary>
public sealed partial class SignInPage : ComponentBase
{
    private string? _failure;

    [SupplyParameterFromQuery(Name = SignInCookie.ReturnParameter)]
    public string? Return { get; set; }

    [SupplyParameterFromForm]
    public string? Name { get; set; }

    [SupplyParameterFromForm]
    public string? Password { get; set; }

    [CascadingParameter]
    private HttpContext Context { get; set; } = default!;

    [Inject]
    private SignInCheck Check { get; set; } = default!;

    [Inject]
    private SignInManager<UserAccount> SignIn { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IStringLocalizer<AccountTexts> T { get; set; } = default!;

    protected override void OnInitialized()
    {
        if (HttpMethods.IsGet(Context.Request.Method) && Context.User.Identity?.IsAuthenticated == true)
        {
            Navigation.NavigateTo(AccountRoutes.ReturnAddress(Return));
        }
    }

    private async Task SignInAsync()
    {
        var outcome = await Check.CheckAsync(Name, Password, Context.Actor().Address, AuditActions.SignedIn, Context.RequestAborted);
        if (outcome.User is { } user)
        {
            await SignIn.SignInAsync(user, isPersistent: false);
            var next = AccountRoutes.ReturnAddress(Return);
            Navigation.NavigateTo(user.MustChangePassword ? AccountRoutes.AccountAddress(next) : next);
            return;
        }

        _failure = outcome.Failure switch
        {
            SignInFailure.TooMany => T["SignIn.TooMany", Math.Ceiling(outcome.Wait.TotalSeconds)],
            SignInFailure.LockedOut => T["SignIn.LockedOut"],
            _ => T["SignIn.Wrong"],
        };
        if (outcome.Failure == SignInFailure.TooMany)
        {
            Context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            Context.Response.Headers.RetryAfter = Math.Ceiling(outcome.Wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }
    }
}
