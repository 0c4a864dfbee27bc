using System.Data.Common;
using Dapper;

namespace Octoplus.Core.Storage;

/// <summary>
/// What the schema script 0017 cannot say in SQL alone: it carries schedules and pauses over from the tables of Quartz, where there are any, converts the
/// expressions of sources too, and drops those tables. Killed in between, it may run again.
/// </summary>
internal static class QuartzUpgrade
{
    /// <summary>Number of the script after which it runs.</summary>
    public const int Script = 17;

    private const string TriggersSql = """
        select t.trigger_name as job, c.cron_expression as cron, c.time_zone_id as time_zone, t.trigger_state as state, t.next_fire_time as next_ticks
        from QRTZ_TRIGGERS t
        join QRTZ_CRON_TRIGGERS c on c.sched_name = t.sched_name and c.trigger_name = t.trigger_name and c.trigger_group = t.trigger_group
        order by t.trigger_name
        """;

    private const string InsertSql = """
        insert into job_schedule (job, cron, time_zone, is_paused, last_due_at)
        select c.job, @Cron, @TimeZone, @IsPaused, @LastDueAt from (select @Job as job) c
        where not exists (select 1 from job_schedule s where s.job = @Job)
        """;

    // What refers to another table before that one.
    private static readonly string[] _tables =
    [
        "QRTZ_CRON_TRIGGERS", "QRTZ_SIMPLE_TRIGGERS", "QRTZ_SIMPROP_TRIGGERS", "QRTZ_BLOB_TRIGGERS", "QRTZ_TRIGGERS", "QRTZ_JOB_DETAILS", "QRTZ_CALENDARS",
        "QRTZ_PAUSED_TRIGGER_GRPS", "QRTZ_PAUSED_JOB_GRPS", "QRTZ_FIRED_TRIGGERS", "QRTZ_EXECUTION_HISTORY", "QRTZ_MISFIRE_HISTORY", "QRTZ_JOB_STATUS", "QRTZ_SCHEDULER_STATE", "QRTZ_LOCKS",
    ];

    private sealed record Trigger
    {
        public required string Job { get; init; }

        public required string Cron { get; init; }

        public string? TimeZone { get; init; }

        public required string State { get; init; }

        public long? NextTicks { get; init; }
    }

    public static async Task RunAsync(SqlDialect dialect, DbConnection connection, DbTransaction transaction)
    {
        await AddDueTimesAsync(dialect, connection, transaction);
        if (await HasAsync("QRTZ_CRON_TRIGGERS") && await HasAsync("QRTZ_TRIGGERS"))
        {
            foreach (var trigger in await connection.QueryAsync<Trigger>(TriggersSql, transaction: transaction))
            {
                await connection.ExecuteAsync(InsertSql, Scheduled(trigger, DateTimeOffset.UtcNow), transaction);
            }
        }

        var sources = await connection.QueryAsync<(long Id, string Schedule)>("select id, schedule from source", transaction: transaction);
        await connection.ExecuteAsync(
            "update source set schedule = @schedule where id = @Id", sources.Select(s => new { s.Id, schedule = QuartzCron.ToStandard(s.Schedule) }), transaction);
        foreach (var table in _tables)
        {
            await connection.ExecuteAsync($"drop table if exists {table}", transaction: transaction);
        }

        async Task<bool> HasAsync(string name) => await connection.ExecuteScalarAsync<long>(dialect.TableExistsSql, new { name }, transaction) > 0;
    }

    // A time that was missed is caught up: it is later than the last that was taken.
    private static object Scheduled(Trigger trigger, DateTimeOffset now)
    {
        var next = trigger.NextTicks is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : now;
        return new
        {
            trigger.Job,
            Cron = QuartzCron.ToStandard(trigger.Cron),
            TimeZone = trigger.TimeZone ?? TimeZoneInfo.Local.Id,
            IsPaused = trigger.State.StartsWith("PAUSED", StringComparison.Ordinal) ? 1 : 0,
            LastDueAt = next <= now ? next.AddSeconds(-1) : now,
        };
    }

    private static async Task AddDueTimesAsync(SqlDialect dialect, DbConnection connection, DbTransaction transaction)
    {
        await using (var reader = await connection.ExecuteReaderAsync("select * from job_run where 1 = 0", transaction: transaction))
        {
            if (Enumerable.Range(0, reader.FieldCount).Any(i => reader.GetName(i) == "due_at"))
            {
                return;
            }
        }

        // On MySQL each such statement is a transaction: one for both.
        await connection.ExecuteAsync(
            dialect is SqliteDialect
                ? "alter table job_run add column due_at varchar(33) null; create unique index job_run_due on job_run (job, due_at)"
                : "alter table job_run add column due_at varchar(33) null, add unique index job_run_due (job, due_at)",
            transaction: transaction);
    }
}
