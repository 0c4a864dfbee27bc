using Microsoft.AspNetCore.Authorization;
using Octoplus.Dashboard.Http;

namespace Octoplus.Dashboard.Accounts;

/// <summary>Whoever still has a password made by someone else gets nowhere but to where it is changed: no page, no hub, no endpoint.</summary>
internal static class PasswordDuty
{
    public static void UsePasswordDuty(this WebApplication app)
        => app.Use((context, next) => context.User.MustChangePassword() && !IsOpen(context.GetEndpoint()) ? SendAsync(context) : next(context));

    private static bool IsOpen(Endpoint? endpoint)
        => endpoint is not null && (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
            || endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(a => a.Policy == Policies.Own));

    private static Task SendAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Path.IsApi() || !request.IsPage())
        {
            return ApiProblems.Forbidden("The password must be changed first, at /compte.").ExecuteAsync(context);
        }

        context.Response.Redirect(AccountRoutes.AccountAddress(request.Path + request.QueryString));
        return Task.CompletedTask;
    }
}
