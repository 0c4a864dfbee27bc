using Dapper;
using Octoplus.Core.Accounts;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Forecasts;

/// <summary>Keeps the <see cref="ForecastPolicy"/>.</summary>
public sealed class ForecastPolicyStore(Database database, AuditLog audit)
{
    private const string UpdateSql = """
        update forecast_policy
        set max_mase = @MaxMase, min_r2 = @MinR2, max_tracking_signal = @MaxTrackingSignal, recent_periods = @RecentPeriods, changed_by = @ChangedBy, changed_at = @ChangedAt
        where id = 1
        """;

    /// <summary>Sets the policy, with its audit entry, in one transaction; the next run goes by it.</summary>
    /// <exception cref="ArgumentException">A value lies outside its bounds, see <see cref="ForecastPolicy.Problems"/>.</exception>
    public Task SetAsync(ForecastPolicy policy, AuditEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if (policy.Problems() is { Count: > 0 } problems)
        {
            throw new ArgumentException($"Out of bounds: {string.Join(", ", problems)}.", nameof(policy));
        }

        return database.WriteAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync(UpdateSql, policy with { ChangedBy = entry.Actor.Name, ChangedAt = DateTimeOffset.UtcNow }, transaction);
                await audit.WriteAsync(connection, transaction, entry, cancellationToken);
            },
            cancellationToken);
    }
}
