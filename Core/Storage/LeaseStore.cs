using System.Data.Common;
using Dapper;

namespace Octoplus.Core.Storage;

/// <summary>The right of one process to do something, for a time.</summary>
/// <param name="Name">What it is for, such as <c>job:refresh-sources</c>; at most 100 characters.</param>
/// <param name="Owner">A token that nobody else has: the lease is held as long as its row names it.</param>
public sealed record Lease(string Name, string Owner);

/// <summary>
/// Leases among all processes on the database. A process takes one, renews it while it works (<see cref="LeaseRenewer"/>) and releases it; one that
/// died loses it when it expires. Clocks of the nodes may differ by less than the length of a lease. Safe for concurrent use.
/// </summary>
public sealed class LeaseStore(Database database, TimeProvider? time = null)
{
    /// <summary>No lease is longer. One that expires later than that was written by a clock that was wrong, and is free.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private const string HeldSql = "select count(*) from lease where name = @name and expires_at >= @now and expires_at <= @latest";

    private const string TakeSql = "update lease set owner = @owner, expires_at = @until where name = @name and (expires_at < @now or expires_at > @latest)";

    private const string InsertSql = """
        insert into lease (name, owner, expires_at)
        select c.name, @owner, @until from (select @name as name) c
        where not exists (select 1 from lease l where l.name = @name)
        """;

    private const string RenewSql = "update lease set expires_at = @until where name = @Name and owner = @Owner";

    private const string ReleaseSql = "delete from lease where name = @Name and owner = @Owner";

    private const string LockSql = "update lease set owner = owner where name = @Name and owner = @Owner";

    private const string IsOwnSql = "select count(*) from lease where name = @Name and owner = @Owner";

    private DateTime Now => (time ?? TimeProvider.System).GetUtcNow().UtcDateTime;

    /// <summary>Takes a lease that nobody holds; null where someone does. Asking for one that is held writes nothing.</summary>
    /// <param name="length">At most <see cref="Longest"/>.</param>
    public async Task<Lease?> TakeAsync(string name, TimeSpan length, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Longest);
        var owner = Guid.NewGuid().ToString("N");
        var parameters = new { name, owner, now = Instant.Of(Now), latest = Instant.Of(Now + Longest), until = Instant.Of(Now + length) };
        await using var connection = await database.OpenAsync(cancellationToken);
        Task<int> ExecuteAsync(string sql) => connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
        Task<long> CountAsync(string sql) => connection.ExecuteScalarAsync<long>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
        if (await CountAsync(HeldSql) > 0)
        {
            return null;
        }

        try
        {
            return await ExecuteAsync(TakeSql) > 0 || await ExecuteAsync(InsertSql) > 0 ? new Lease(name, owner) : null;
        }
        catch (DbException) when (!cancellationToken.IsCancellationRequested)
        {
            // Two processes may both have found no row: one of them then meets the key of the other, which holds the lease.
            if (await CountAsync(HeldSql) == 0)
            {
                throw;
            }

            return null;
        }
    }

    /// <summary>Makes a lease last from now on as long as said.</summary>
    /// <returns>False if it is lost.</returns>
    public async Task<bool> RenewAsync(Lease lease, TimeSpan length, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Longest);
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            RenewSql, new { lease.Name, lease.Owner, until = Instant.Of(Now + length) }, cancellationToken: cancellationToken)) > 0;
    }

    /// <summary>Gives a lease back; does nothing where it is lost.</summary>
    public async Task ReleaseAsync(Lease lease, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(ReleaseSql, lease, cancellationToken: cancellationToken));
    }

    /// <summary>Gives a lease back in the transaction that writes what was done under it.</summary>
    /// <returns>False if it is lost: then nothing else may be written.</returns>
    public static async Task<bool> ReleaseAsync(DbConnection connection, DbTransaction transaction, Lease lease)
        => await connection.ExecuteAsync(ReleaseSql, lease, transaction) > 0;

    /// <summary>
    /// Makes sure that a lease is held until the transaction ends: by a row lock, so that a process that has lost it waits for the one that took it, and
    /// then finds it gone.
    /// </summary>
    /// <exception cref="InvalidOperationException">The lease is lost.</exception>
    public static async Task RequireAsync(DbConnection connection, DbTransaction transaction, Lease lease)
    {
        ArgumentNullException.ThrowIfNull(lease);
        await connection.ExecuteAsync(LockSql, lease, transaction);
        if (await connection.ExecuteScalarAsync<long>(IsOwnSql, lease, transaction) == 0)
        {
            throw new InvalidOperationException($"The lease '{lease.Name}' is lost: nothing is written.");
        }
    }
}
