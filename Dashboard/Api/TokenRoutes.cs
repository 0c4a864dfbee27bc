using System.Globalization;
using System.Text.Json.Serialization;
using Octoplus.Core.Accounts;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Http;

namespace Octoplus.Dashboard.Api;

/// <summary>What programs are given (RFC 6749, 5.1).</summary>
internal sealed record TokenAnswer(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("refresh_token")] string RefreshToken,
    [property: JsonPropertyName("scope")] string Scope);

/// <summary>Why they are not (RFC 6749, 5.2).</summary>
internal sealed record TokenError(
    [property: JsonPropertyName("error")] string Error,
    [property: JsonPropertyName("error_description")] string ErrorDescription);

/// <summary><c>POST /api/v1/token</c>: OAuth 2, grants <c>password</c> and <c>refresh_token</c>.</summary>
internal static class TokenRoutes
{
    public static void MapTokenRoutes(this IEndpointRouteBuilder api)
        => api.MapPost("/token", TokenAsync)
            .AllowAnonymous()
            .Accepts<IFormCollection>("application/x-www-form-urlencoded")
            .Produces<TokenAnswer>()
            .Produces<TokenError>(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .WithTags("access")
            .WithSummary("OAuth 2 token: grant_type=password with username and password, or grant_type=refresh_token with refresh_token. A JWT for 15 minutes; each refresh token serves once, within 14 days.");

    private static async Task<IResult> TokenAsync(HttpContext context, SignInCheck check, TokenGrants grants, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Pragma = "no-cache";
        if (!context.Request.HasFormContentType)
        {
            return Refuse("invalid_request", "Send a form: Content-Type application/x-www-form-urlencoded.");
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (form.Any(field => field.Value.Count > 1))
        {
            return Refuse("invalid_request", "A parameter is given more than once.");
        }

        return (string?)form["grant_type"] switch
        {
            "password" => await PasswordAsync(context, form, check, grants, cancellationToken),
            "refresh_token" => await RefreshAsync(context, form["refresh_token"], grants, cancellationToken),
            null or "" => Refuse("invalid_request", "grant_type is missing."),
            _ => Refuse("unsupported_grant_type", "grant_type must be password or refresh_token."),
        };
    }

    private static async Task<IResult> PasswordAsync(
        HttpContext context, IFormCollection form, SignInCheck check, TokenGrants grants, CancellationToken cancellationToken)
    {
        string? name = form["username"];
        string? password = form["password"];
        if (string.IsNullOrEmpty(name) || string.IsNullOrEmpty(password))
        {
            return Refuse("invalid_request", "username and password are needed.");
        }

        var outcome = await check.CheckAsync(name, password, context.Actor().Address, AuditActions.TokenGranted, cancellationToken);
        return outcome switch
        {
            { User.MustChangePassword: true } => Refuse("invalid_grant", "The password must be changed first, by signing in at /connexion."),
            { User: { } user } => Results.Json(await grants.FirstAsync(user, cancellationToken)),
            { Failure: SignInFailure.TooMany } => TooMany(context, outcome.Wait),
            { Failure: SignInFailure.LockedOut } => Refuse("invalid_grant", "Too many wrong passwords: try again in 15 minutes."),
            _ => Refuse("invalid_grant", "The name or the password is wrong."),
        };
    }

    private static async Task<IResult> RefreshAsync(HttpContext context, string? token, TokenGrants grants, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(token))
        {
            return Refuse("invalid_request", "refresh_token is missing.");
        }

        return await grants.NextAsync(token, context.Actor().Address, cancellationToken) is { } answer
            ? Results.Json(answer)
            : Refuse("invalid_grant", "The refresh token is unknown, expired, revoked or was used before.");
    }

    private static IResult Refuse(string error, string description)
        => Results.Json(new TokenError(error, description), statusCode: StatusCodes.Status400BadRequest);

    private static IResult TooMany(HttpContext context, TimeSpan wait)
    {
        context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return ApiProblems.TooMany();
    }
}

/// <summary>Grants: an access token with the refresh token that follows it.</summary>
internal sealed class TokenGrants(TokenIssuer issuer, RefreshTokenStore tokens, UserQueries users, AuditLog audit)
{
    /// <summary>For a password that was right.</summary>
    public async Task<TokenAnswer> FirstAsync(UserAccount user, CancellationToken cancellationToken)
        => Answer(user, await tokens.GrantAsync(user.Id, cancellationToken));

    /// <summary>For a refresh token; null if it is no good.</summary>
    public async Task<TokenAnswer?> NextAsync(string token, string? address, CancellationToken cancellationToken)
    {
        var result = await tokens.RotateAsync(token, cancellationToken);
        var user = result.UserId is { } id ? await users.FindAsync(id, cancellationToken) : null;
        if (user is not null && result.IsReuse)
        {
            await audit.WriteAsync(new AuditEntry(AuditActor.Unknown(address), AuditActions.TokenReused, user.Name), cancellationToken);
        }

        if (user is null or { IsDisabled: true } or { MustChangePassword: true } || result.Token is null)
        {
            return null;
        }

        await audit.WriteAsync(new AuditEntry(new AuditActor(user.Name, address), AuditActions.TokenRefreshed, user.Name), cancellationToken);
        return Answer(user, result.Token);
    }

    private TokenAnswer Answer(UserAccount user, string refreshToken)
        => new(issuer.Make(user), "Bearer", (int)TokenIssuer.Lifetime.TotalSeconds, refreshToken, user.Role.Code());
}
