using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Octoplus.Core.Accounts;

namespace Octoplus.Dashboard.Accounts;

/// <summary>What a cookie or token says of its user, and how to read it.</summary>
public static class UserClaims
{
    public const string RoleClaim = ClaimTypes.Role;

    private const string MustChangeClaim = "octoplus:must-change-password";

    /// <summary>Null for someone not signed in.</summary>
    public static Role? Role(this ClaimsPrincipal user) => RoleCodes.TryParse(user.FindFirstValue(RoleClaim));

    public static bool MustChangePassword(this ClaimsPrincipal user) => user.HasClaim(c => c.Type == MustChangeClaim);

    /// <summary>Null for someone not signed in.</summary>
    public static long? UserId(this ClaimsPrincipal user)
        => long.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    /// <summary>Stands for a stamp where others may read it.</summary>
    public static string Digest(string stamp) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(stamp)))[..32];

    /// <summary>Adds role and duty to what Identity puts into the cookie.</summary>
    internal sealed class Factory(UserManager<UserAccount> users, IOptions<IdentityOptions> options)
        : UserClaimsPrincipalFactory<UserAccount>(users, options)
    {
        protected override async Task<ClaimsIdentity> GenerateClaimsAsync(UserAccount user)
        {
            var identity = await base.GenerateClaimsAsync(user);
            identity.AddClaim(new Claim(RoleClaim, user.Role.Code()));
            if (user.MustChangePassword)
            {
                identity.AddClaim(new Claim(MustChangeClaim, "1"));
            }

            return identity;
        }
    }
}
