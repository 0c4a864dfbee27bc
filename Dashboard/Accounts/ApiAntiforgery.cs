using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Octoplus.Dashboard.Http;

namespace Octoplus.Dashboard.Accounts;

/// <summary>
/// An unsafe request with the cookie must bring the antiforgery token (form field, or header <c>RequestVerificationToken</c>): a page of
/// another site can send a cookie along, but not that token. A bearer token is never sent along by a browser.
/// </summary>
internal sealed class ApiAntiforgery(IAntiforgery antiforgery) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var isSafe = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
        var identity = context.HttpContext.User.Identity;
        return isSafe || identity is not { IsAuthenticated: true, AuthenticationType: not JwtBearerDefaults.AuthenticationScheme } || await antiforgery.IsRequestValidAsync(context.HttpContext)
            ? await next(context)
            : ApiProblems.Bad("With a cookie, the antiforgery token is needed: form field __RequestVerificationToken or header RequestVerificationToken.");
    }
}
