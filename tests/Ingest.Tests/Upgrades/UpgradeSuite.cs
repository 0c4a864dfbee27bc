using System.IO.Compression;
using Dapper;
using Octoplus.Core.Accounts;
using Octoplus.Core.Forecasts;
using Octoplus.Core.Groups;
using Octoplus.Core.Jobs;
using Octoplus.Core.Notices;
using Octoplus.Core.Storage;
using Octoplus.Ingest.Tests.Jobs;

namespace Octoplus.Ingest.Tests.Upgrades;

/// <summary>
/// A database of schema 15, written on 2026-12-01 by the program that still had Quartz: figures and groups of nine départements, forecasts, a user, a source, runs, one of
/// which was cut off, a failure with its notice on the way, and schedules, some of them changed and paused, one of them missed for three days.
/// </summary>
public abstract class UpgradeSuite : IAsyncLifetime
{
    // What is meant to change.
    private static readonly string[] _changed = ["schema_script", "job_lock", "job_run", "source"];

    private TestDatabase _test = null!;

    private protected abstract Task<TestDatabase> OpenAsync();

    public async Task InitializeAsync() => _test = await OpenAsync();

    public Task DisposeAsync() => _test is null ? Task.CompletedTask : _test.DisposeAsync().AsTask();

    [SkippableFact]
    public async Task Upgrade_OfADatabaseWithQuartz_KeepsEverythingAndCarriesSchedulesOver()
    {
        var before = await RowsAsync();
        await SchemaScripts.ApplyAsync(_test.Database, CancellationToken.None);
        var after = await RowsAsync();

        Assert.All(
            before.Where(t => !_changed.Contains(t.Key) && !t.Key.StartsWith("QRTZ_", StringComparison.OrdinalIgnoreCase)),
            table => Assert.Equal(table.Value, after[table.Key]));
        Assert.Equal(before["job_run"].Select(r => r + "|null"), after["job_run"]);
        Assert.Equal(before["source"].Select(r => r.Replace("? * 2", "? * MON", StringComparison.Ordinal)), after["source"]);
        Assert.DoesNotContain(after.Keys, t => t.StartsWith("QRTZ_", StringComparison.OrdinalIgnoreCase) || t == "job_lock");
        Assert.Equal(
            [
                ("back-up", "0 0 3 * * ?", true), ("check-data", "0 15 5 ? * FRIL", true), ("clean-up", "0 0 3 * * ?", false), ("no-longer", "0 0 3 * * ?", false),
                ("rebuild-views", "0 30 4 ? * MON-FRI", false), ("refresh-sources", "0 0 3 * * ?", false), ("train-forecasts", "0 0/20 * * * ?", true),
            ],
            (await new JobScheduleStore(_test.Database).ReadAsync(CancellationToken.None)).Select(s => (s.Job, s.Cron, s.IsPaused)));
    }

    [SkippableFact]
    public async Task Upgrade_OfADatabaseWithQuartz_IsReadByTheProgram()
    {
        await SchemaScripts.ApplyAsync(_test.Database, CancellationToken.None);

        Assert.Equal(Role.Admin, (await new UserQueries(_test.Database).FindAsync("ada", CancellationToken.None))?.Role);
        Assert.NotNull(await new ForecastQueries(_test.Database).PanelAsync(new ForecastKey("etat4001-mensuel", "vols", "R11", ""), CancellationToken.None));
        var panel = await new GroupQueries(_test.Database).PanelAsync(GroupChoice.Default, 3, null, CancellationToken.None);
        Assert.Equal("Littoral", panel?.Names[1]);
        var notices = new NoticeQueries(_test.Database);
        Assert.Equal(["job:check-data:failed"], (await notices.OpenAsync(10, CancellationToken.None)).Select(f => f.Cause));
        Assert.Equal(DeliveryState.Waiting, Assert.Single(await notices.DeliveriesAsync(10, CancellationToken.None)).State);
        Assert.Equal(JobState.Failed, (await new JobRunQueries(_test.Database).LatestAsync(CancellationToken.None))["check-data"].State);
    }

    [SkippableFact]
    public async Task Upgrade_OfADatabaseWithQuartz_CatchesUpWhatWasMissedAndTakesUpWhatWasCutOff()
    {
        await SchemaScripts.ApplyAsync(_test.Database, CancellationToken.None);
        var time = new ManualTime { Now = new DateTimeOffset(2026, 12, 1, 4, 0, 0, TimeSpan.Zero) };
        var jobs = new[] { "refresh-sources", "check-data", "back-up", "rebuild-views", "train-forecasts", "clean-up", "new-job" }.Select(n => MadeJob.Quick(n)).ToArray();
        var schedule = Engines.ScheduleOf(_test.Database, jobs, time);
        await schedule.AdoptAsync(CancellationToken.None);
        var engine = Engines.Of(_test.Database, jobs, time: time);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await engine.LookAsync(CancellationToken.None) > 0 || !engine.IsIdle)
        {
            await Task.Delay(20, patience.Token);
        }

        Assert.Equal(
            [("clean-up", "schedule", "succeeded"), ("refresh-sources", "person", "succeeded")],
            (await _test.ColumnAsync<string>("select concat(job, ' ', cause, ' ', state) from job_run where id > 9 order by job")).Select(r => r.Split(' ')).Select(r => (r[0], r[1], r[2])));
        var timings = await schedule.TimingsAsync(CancellationToken.None);
        Assert.Equal(jobs.Select(j => j.Name).Order(StringComparer.Ordinal), timings.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(new DateTimeOffset(2026, 12, 1, 4, 30, 0, TimeSpan.Zero), timings["rebuild-views"].NextAt);
        Assert.Equal(new DateTimeOffset(2026, 12, 25, 5, 15, 0, TimeSpan.Zero), timings["check-data"].NextAt);
    }

    // Rows as text by table.
    private async Task<Dictionary<string, List<string>>> RowsAsync()
    {
        var tables = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var table in await _test.TablesAsync())
        {
            tables[table] = [];
        }

        var rows = tables.Values.FirstOrDefault();
        foreach (var line in (await _test.DumpAsync()).Split('\n'))
        {
            if (line.Split(": ") is [var name, _] && tables.TryGetValue(name, out var found))
            {
                rows = found;
            }
            else
            {
                rows!.Add(line);
            }
        }

        return tables;
    }

    private protected static Stream Made(string name)
        => new GZipStream(typeof(UpgradeSuite).Assembly.GetManifestResourceStream($"Octoplus.Ingest.Tests.Upgrades.{name}.gz")!, CompressionMode.Decompress);
}

public sealed class SqliteUpgradeTests : UpgradeSuite
{
    private protected override async Task<TestDatabase> OpenAsync()
    {
        var test = TestDatabase.OnSqlite();
        await using var made = Made("sqlite-schema-15.db");
        await using var file = File.Create(Path.Combine(test.Folder, "octoplus.db"));
        await made.CopyToAsync(file);
        return test;
    }
}

public sealed class MariaDbUpgradeTests : UpgradeSuite
{
    private protected override async Task<TestDatabase> OpenAsync()
    {
        var test = await TestDatabase.OnMariaDbAsync();
        using var made = new StreamReader(Made("mariadb-schema-15.sql"));
        await using var connection = await test.Database.OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync("set foreign_key_checks = 0"); // tables come in the order of their names
        foreach (var statement in (await made.ReadToEndAsync()).Split(";\n", StringSplitOptions.RemoveEmptyEntries))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = statement;
            await command.ExecuteNonQueryAsync();
        }

        await connection.ExecuteAsync("set foreign_key_checks = 1");
        return test;
    }
}
