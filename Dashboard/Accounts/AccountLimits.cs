using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Octoplus.Dashboard.Http;

namespace Octoplus.Dashboard.Accounts;

/// <summary>Bounds what one client asks of the REST API; attempts to sign in are bounded by <see cref="SignInLimiter"/>.</summary>
internal static class AccountLimits
{
    public static IServiceCollection AddAccountLimits(this IServiceCollection services)
    {
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<AccessOptions>>((limits, access) =>
        {
            limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => context.Request.Path.IsApi()
                ? RateLimitPartition.GetTokenBucketLimiter(ClientOf(context), _ => SignInLimiter.PerMinute(access.Value.ApiRequestsPerMinute))
                : RateLimitPartition.GetNoLimiter(""));
            limits.OnRejected = RejectAsync;
        });
        return services;
    }

    private static string ClientOf(HttpContext context)
        => context.User.UserId() is { } id ? string.Create(CultureInfo.InvariantCulture, $"user {id}") : "address " + context.Connection.RemoteIpAddress;

    private static async ValueTask RejectAsync(OnRejectedContext context, CancellationToken cancellationToken)
    {
        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var told) ? told : TimeSpan.FromSeconds(1);
        context.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(Math.Max(1, wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        await ApiProblems.TooMany().ExecuteAsync(context.HttpContext);
    }
}
