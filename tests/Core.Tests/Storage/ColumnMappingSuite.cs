using Dapper;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Tests.Storage;

/// <summary>How columns become records on one engine; the classes below choose it.</summary>
public abstract class ColumnMappingSuite : IAsyncLifetime
{
    private const string Columns = """
        select 7 as row_id, 'a.csv' as file_name, 3 as times, 1 as is_open, 'failed' as last_state, 2.5 as share, null as found,
               '2026-03-29T00:59:59.1234567Z' as done_at, null as ended_at
        """;

    private static readonly DateTimeOffset _doneAt = new DateTimeOffset(2026, 3, 29, 0, 59, 59, TimeSpan.Zero).AddTicks(1234567);

    private TestDatabase? _test;

    public enum State
    {
        Never,
        Failed,
    }

    public async Task InitializeAsync() => _test = await CreateAsync();

    public async Task DisposeAsync()
    {
        if (_test is not null)
        {
            await _test.DisposeAsync();
        }
    }

    [SkippableFact]
    public async Task QueryAsync_PositionalRecord_ConvertsEveryColumn()
        => Assert.Equal(new Positional(7, "a.csv", 3, true, State.Failed, 2.5, null, _doneAt, null), await OneAsync<Positional>(Columns));

    [SkippableFact]
    public async Task QueryAsync_RecordOfProperties_ConvertsEveryColumnInAnyOrder()
        => Assert.Equal(
            new Properties { RowId = 7, FileName = "a.csv", Times = 3, IsOpen = true, LastState = State.Failed, DoneAt = _doneAt },
            await OneAsync<Properties>("select '2026-03-29T00:59:59.1234567Z' as done_at, 'failed' as last_state, 1 as is_open, 3 as times, 'a.csv' as file_name, 7 as row_id"));

    [SkippableFact]
    public async Task QueryAsync_PositionalRecordInAnotherOrder_IsRefused()
        => await Assert.ThrowsAsync<InvalidOperationException>(() => OneAsync<Pair>("select 1 as later_id, 2 as earlier_id"));

    [SkippableFact]
    public async Task QueryAsync_Tuple_GoesByPlace()
        => Assert.Equal((2, State.Failed, _doneAt), await OneAsync<(int Count, State State, DateTimeOffset At)>("select 2, 'failed', '2026-03-29T00:59:59.1234567Z'"));

    [SkippableFact]
    public async Task QueryAsync_Instant_GoesThereAndBack()
    {
        var local = _doneAt.ToOffset(TimeSpan.FromHours(2));

        Assert.Equal("2026-03-29T00:59:59.1234567Z", await OneAsync<string>("select @local", new { local }));
        Assert.Equal(local, await OneAsync<DateTimeOffset>("select @local", new { local }));
        Assert.Null(await OneAsync<DateTimeOffset?>("select @none", new { none = (DateTimeOffset?)null }));
    }

    [SkippableFact]
    public async Task ExecuteScalarAsync_Instant_IsRead()
    {
        await using var connection = await _test!.Database.OpenAsync(CancellationToken.None);

        Assert.Equal(_doneAt, await connection.ExecuteScalarAsync<DateTimeOffset?>("select '2026-03-29T00:59:59.1234567Z'"));
        Assert.Null(await connection.ExecuteScalarAsync<DateTimeOffset?>("select null"));
    }

    private protected abstract Task<TestDatabase> CreateAsync();

    private async Task<T> OneAsync<T>(string sql, object? parameters = null) => (await _test!.Database.QueryAsync<T>(sql, parameters, CancellationToken.None)).Single();

    private sealed record Positional(
        long RowId, string FileName, int Times, bool IsOpen, State LastState, double Share, int? Found, DateTimeOffset DoneAt, DateTimeOffset? EndedAt);

    private sealed record Pair(long EarlierId, long LaterId);

    private sealed record Properties
    {
        public required long RowId { get; init; }

        public required string FileName { get; init; }

        public required int Times { get; init; }

        public required bool IsOpen { get; init; }

        public required State LastState { get; init; }

        public required DateTimeOffset DoneAt { get; init; }
    }
}

/// <summary>Columns of SQLite.</summary>
public sealed class SqliteColumnMappingTests : ColumnMappingSuite
{
    private protected override Task<TestDatabase> CreateAsync() => Task.FromResult(TestDatabase.OnSqlite());
}

/// <summary>Columns of MariaDB.</summary>
public sealed class MariaDbColumnMappingTests : ColumnMappingSuite
{
    private protected override Task<TestDatabase> CreateAsync() => TestDatabase.OnMariaDbAsync();
}
