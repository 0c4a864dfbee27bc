using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Octoplus.Dashboard.Accounts;

/// <summary>
/// Bounds attempts to sign in, by address and by name: a lock-out alone would let one address try one password on a thousand names,
/// or a thousand addresses keep the server hashing. Each node counts for itself.
/// </summary>
internal sealed class SignInLimiter(IOptions<AccessOptions> access) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _attempts = PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => PerMinute(access.Value.SignInsPerMinute)));

    /// <summary>A bucket that holds a minute's worth and fills evenly.</summary>
    public static TokenBucketRateLimiterOptions PerMinute(int count) => new()
    {
        TokenLimit = count,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromMinutes(1) / count,
        QueueLimit = 0,
        AutoReplenishment = true,
    };

    /// <returns>How long to wait; null if the attempt may be made.</returns>
    public TimeSpan? Wait(string nameKey, string? address) => Wait("address " + address) ?? Wait("name " + nameKey);

    public void Dispose() => _attempts.Dispose();

    private TimeSpan? Wait(string key)
    {
        using var lease = _attempts.AttemptAcquire(key);
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromMinutes(1);
    }
}
