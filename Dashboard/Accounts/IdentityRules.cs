using Microsoft.AspNetCore.Identity;
using Octoplus.Core.Accounts;

namespace Octoplus.Dashboard.Accounts;

/// <summary>Our rules of passwords and names in the place of Identity's own.</summary>
internal sealed class IdentityRules : IPasswordValidator<UserAccount>, ILookupNormalizer
{
    public Task<IdentityResult> ValidateAsync(UserManager<UserAccount> manager, UserAccount user, string? password)
        => Task.FromResult(PasswordRules.Check(password ?? "", user.Name) is { } defect
            ? IdentityResult.Failed(new IdentityError { Code = defect.ToString(), Description = PasswordText.English(defect) })
            : IdentityResult.Success);

    public string? NormalizeName(string? name) => name is null ? null : UserNames.Key(name);

    public string? NormalizeEmail(string? email) => email;
}
