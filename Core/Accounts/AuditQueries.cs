using System.Globalization;
using System.Runtime.CompilerServices;
using Dapper;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Accounts;

/// <summary>Which entries to read; what is null or empty does not narrow them.</summary>
/// <param name="Actor">Exact name.</param>
/// <param name="Action">Exact name of the action.</param>
/// <param name="From">First day, in UTC.</param>
/// <param name="To">Last day, in UTC.</param>
/// <param name="Text">Part of subject, detail, actor or address; capitals of A to Z count as small letters.</param>
public sealed record AuditFilter(string? Actor = null, string? Action = null, DateOnly? From = null, DateOnly? To = null, string? Text = null);

/// <summary>An entry as stored.</summary>
public sealed record AuditRow
{
    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Name of the actor; empty for someone unknown.</summary>
    public required string Actor { get; init; }

    /// <summary>Name of the action.</summary>
    public required string Action { get; init; }

    /// <summary>What it was done to.</summary>
    public required string Subject { get; init; }

    /// <summary>What more there is to say.</summary>
    public string? Detail { get; init; }

    /// <summary>Network address.</summary>
    public string? Address { get; init; }
}

/// <summary>Failed sign-ins under a name.</summary>
public sealed record FailureCount
{
    /// <summary>How many.</summary>
    public required long Failures { get; init; }

    /// <summary>The last of them; null without failures.</summary>
    public DateTimeOffset? LastAt { get; init; }
}

/// <summary>Reads what was written down, newest first.</summary>
public sealed class AuditQueries(Database database)
{
    private const string SelectSql = """
        select at, actor, action, subject, detail, address
        from audit_entry
        """;

    // Each line is asked only where the filter has a value (Where below): an index can then serve it.
    private static readonly (Func<AuditFilter, bool> IsAsked, string Sql)[] _conditions =
    [
        (f => !string.IsNullOrEmpty(f.Actor), "actor = @Actor"),
        (f => !string.IsNullOrEmpty(f.Action), "action = @Action"),
        (f => f.From is not null, "at >= @From"),
        (f => f.To is not null, "at < @Before"),
        (f => !string.IsNullOrEmpty(f.Text),
            "(lower(subject) like @Text escape '!' or lower(detail) like @Text escape '!' or lower(actor) like @Text escape '!' or address like @Text escape '!')"),
    ];

    private const string OrderSql = "order by at desc, id desc limit @Limit offset @Offset";

    private const string FailuresSql = """
        select count(*) as failures, max(at) as last_at
        from audit_entry
        where action = 'sign-in.failed' and subject = @nameKey and at >= @since
        """;

    /// <summary>A page of entries.</summary>
    /// <param name="page">From 1.</param>
    /// <param name="size">Entries a page.</param>
    /// <returns>The entries and whether older ones follow.</returns>
    public async Task<(IReadOnlyList<AuditRow> Rows, bool HasMore)> PageAsync(AuditFilter filter, int page, int size, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(page, 1);
        var rows = await database.QueryAsync<AuditRow>($"{SelectSql} {Where(filter)} {OrderSql}", Parameters(filter, size + 1, (page - 1L) * size), cancellationToken);
        return ([.. rows.Take(size)], rows.Count > size);
    }

    /// <summary>Names of the actions that were written down, in their order.</summary>
    public Task<IReadOnlyList<string>> ActionsAsync(CancellationToken cancellationToken)
        => database.QueryAsync<string>("select distinct action from audit_entry order by action", null, cancellationToken);

    /// <summary>Entries one by one as they are read, at most <paramref name="limit"/>.</summary>
    public async IAsyncEnumerable<AuditRow> AllAsync(AuditFilter filter, int limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenReaderAsync(cancellationToken);
        await foreach (var row in connection.QueryUnbufferedAsync<AuditRow>($"{SelectSql} {Where(filter)} {OrderSql}", Parameters(filter, limit, 0))
            .WithCancellation(cancellationToken))
        {
            yield return row;
        }
    }

    /// <summary>Failed sign-ins under a name, known or not, since an instant.</summary>
    public async Task<FailureCount> FailuresAsync(string nameKey, DateTimeOffset since, CancellationToken cancellationToken)
        => (await database.QueryAsync<FailureCount>(FailuresSql, new { nameKey, since }, cancellationToken)).Single();

    private static string Where(AuditFilter filter)
    {
        var asked = _conditions.Where(c => c.IsAsked(filter)).Select(c => c.Sql).ToList();
        return asked.Count == 0 ? "" : $"where {string.Join(" and ", asked)}";
    }

    private static object Parameters(AuditFilter filter, int limit, long offset) => new
    {
        filter.Actor,
        filter.Action,
        From = Day(filter.From),
        Before = Day(filter.To is { } to && to < DateOnly.MaxValue ? to.AddDays(1) : filter.To),
        Text = $"%{Escape(filter.Text ?? "")}%",
        Limit = limit,
        Offset = offset,
    };

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Escape(string text)
        => text.ToLowerInvariant().Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal);
}
