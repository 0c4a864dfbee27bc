using System.Data.Common;
using Dapper;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Upkeep;

/// <summary>How long a read took in one measurement.</summary>
public sealed record QueryTime
{
    /// <summary>See <see cref="MeasuredRead.Name"/>.</summary>
    public required string Name { get; init; }

    /// <summary>How often it was made.</summary>
    public required long Runs { get; init; }

    /// <summary>Rows that came.</summary>
    public required long RowCount { get; init; }

    /// <summary>Milliseconds that half of the runs stayed within.</summary>
    public required double MedianMs { get; init; }

    /// <summary>Milliseconds that 95 % of the runs stayed within.</summary>
    public required double P95Ms { get; init; }

    /// <summary>Steps that read a whole table or index, one a line; null: none.</summary>
    public string? Plan { get; init; }
}

/// <summary>A statement as the server counts it.</summary>
public sealed record ServerStatement
{
    /// <summary>Without its values.</summary>
    public required string Text { get; init; }

    /// <summary>How often since the server's start.</summary>
    public required long Times { get; init; }

    /// <summary>On average.</summary>
    public required double MeanMs { get; init; }
}

/// <summary>Keeps measurements, and asks the server for its own.</summary>
public sealed class QueryTimes(Database database)
{
    private const string LastSql = """
        select name, runs, row_count, median_ms, p95_ms, plan
        from query_time
        where measured_at = (select max(measured_at) from query_time)
        order by p95_ms desc, name
        """;

    private const string InsertSql = """
        insert into query_time (measured_at, name, runs, row_count, median_ms, p95_ms, plan)
        values (@now, @Name, @Runs, @RowCount, @MedianMs, @P95Ms, @Plan)
        """;

    // Of MariaDB and MySQL; times there are in picoseconds.
    private const string ServerSql = """
        select digest_text as text, cast(count_star as signed) as times, (avg_timer_wait / 1000000000) + 0e0 as mean_ms
        from performance_schema.events_statements_summary_by_digest
        where schema_name = database() and digest_text is not null and digest_text like 'SELECT%'
        order by avg_timer_wait desc
        limit 5
        """;

    /// <summary>The last measurement, slowest first; none before the first.</summary>
    public Task<IReadOnlyList<QueryTime>> LastAsync(CancellationToken cancellationToken) => database.QueryAsync<QueryTime>(LastSql, null, cancellationToken);

    /// <summary>Keeps a measurement, whole.</summary>
    public Task AddAsync(IReadOnlyList<QueryTime> times, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                var now = DateTimeOffset.UtcNow;
                await connection.ExecuteAsync(
                    InsertSql, times.Select(t => new { now, t.Name, t.Runs, t.RowCount, t.MedianMs, t.P95Ms, t.Plan }), transaction);
            },
            cancellationToken);

    /// <summary>The steps of statements that read a whole table or index.</summary>
    public async Task<IReadOnlyList<string>> WholeReadsAsync(MeasuredRead read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        await using var connection = await database.OpenReaderAsync(cancellationToken);
        var steps = new List<string>();
        foreach (var (sql, parameters) in read.Statements)
        {
            steps.AddRange(await database.Dialect.WholeReadsAsync(connection, sql, parameters, cancellationToken));
        }

        return steps;
    }

    /// <summary>The slowest statements by the server's own count; null where it has none, or this account may not read it.</summary>
    public async Task<IReadOnlyList<ServerStatement>?> ServerAsync(CancellationToken cancellationToken)
    {
        if (database.Dialect is not MySqlDialect)
        {
            return null;
        }

        try
        {
            var found = await database.QueryAsync<ServerStatement>(ServerSql, null, cancellationToken);
            return found.Count > 0 ? found : null;
        }
        catch (DbException)
        {
            return null;
        }
    }
}
