using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Octoplus.Core.Accounts;

namespace Octoplus.Dashboard.Accounts;

/// <summary>Makes the access tokens of programs and says how they are checked.</summary>
internal sealed class TokenIssuer(TokenKey key, TimeProvider time)
{
    public const string Name = "octoplus";

    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private const string StampClaim = "stamp";

    private static readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>A JWT (RFC 7519), HMAC-SHA-256, for 15 minutes.</summary>
    public string Make(UserAccount user)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Name,
            Audience = Name,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Lifetime,
            SigningCredentials = new SigningCredentials(key.Value, SecurityAlgorithms.HmacSha256),
            Claims = new Dictionary<string, object>
            {
                [JwtRegisteredClaimNames.Sub] = user.Id.ToString(CultureInfo.InvariantCulture),
                [JwtRegisteredClaimNames.Name] = user.Name,
                [JwtRegisteredClaimNames.Jti] = Guid.NewGuid().ToString("N"),
                ["role"] = user.Role.Code(),
                [StampClaim] = UserClaims.Digest(user.SecurityStamp),
            },
        });
    }

    public TokenValidationParameters Validation() => new()
    {
        ValidIssuer = Name,
        ValidAudience = Name,
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
        IssuerSigningKey = key.Value,
        ClockSkew = TimeSpan.FromSeconds(10),
        LifetimeValidator = (from, until, _, p) => from <= Now() + p.ClockSkew && until > Now() - p.ClockSkew,
    };

    /// <summary>Whether the user of a token that is right still has it; the principal then says what the database says.</summary>
    public static async Task OnTokenValidatedAsync(TokenValidatedContext context)
    {
        var claims = context.Principal!;
        var sessions = context.HttpContext.RequestServices.GetRequiredService<UserSessions>();
        var user = long.TryParse(claims.FindFirstValue(JwtRegisteredClaimNames.Sub), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? await sessions.FindAsync(id, claims.FindFirstValue(StampClaim) ?? "", context.HttpContext.RequestAborted)
            : null;
        if (user is null or { MustChangePassword: true })
        {
            context.Fail("The token was revoked.");
            return;
        }

        context.Principal = new ClaimsPrincipal(new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, user.Id.ToString(CultureInfo.InvariantCulture)),
                new Claim(ClaimTypes.Name, user.Name),
                new Claim(UserClaims.RoleClaim, user.Role.Code()),
            ],
            JwtBearerDefaults.AuthenticationScheme));
    }

    private DateTime Now() => time.GetUtcNow().UtcDateTime;

    /// <summary>Set once the services are there: the key is read from the data folder.</summary>
    internal sealed class Options(TokenIssuer issuer) : IConfigureNamedOptions<JwtBearerOptions>
    {
        public void Configure(JwtBearerOptions options) => Configure(JwtBearerDefaults.AuthenticationScheme, options);

        public void Configure(string? name, JwtBearerOptions options)
        {
            options.MapInboundClaims = false;
            options.TokenValidationParameters = issuer.Validation();
            options.Events = new JwtBearerEvents { OnTokenValidated = OnTokenValidatedAsync };
        }
    }
}
