using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Octoplus.Core.Jobs;
using Octoplus.Core.Storage;
using Octoplus.Ingest.Jobs;

namespace Octoplus.Ingest.Tests.Jobs;

/// <summary>The schedule in the database: what an administrator changed outlives the program, and what was missed is caught up once.</summary>
public abstract class JobScheduleSuite : IAsyncLifetime
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(30);

    private TestDatabase _test = null!;

    private protected abstract Task<TestDatabase> OpenAsync();

    public async Task InitializeAsync()
    {
        _test = await OpenAsync();
        await SchemaScripts.ApplyAsync(_test.Database, CancellationToken.None);
    }

    public Task DisposeAsync() => _test is null ? Task.CompletedTask : _test.DisposeAsync().AsTask();

    [SkippableFact]
    public async Task Start_First_GivesEachJobItsShippedSchedule()
    {
        await using var node = await StartAsync(MadeJob.Quick("a"), MadeJob.Quick("b"));
        var timings = await node.Schedule.TimingsAsync(CancellationToken.None);
        Assert.Equal(["a", "b"], timings.Keys.Order(StringComparer.Ordinal));
        Assert.All(timings.Values, t => Assert.Equal(("0 0 3 * * ?", false), (t.Cron, t.IsPaused)));
        Assert.All(timings.Values, t => Assert.Equal(CronSchedule.Parse("0 0 3 * * ?").Next(1, DateTimeOffset.UtcNow)[0], t.NextAt));
    }

    [SkippableFact]
    public async Task Start_Again_KeepsWhatWasChangedAndPaused()
    {
        await using (var node = await StartAsync(MadeJob.Quick("a"), MadeJob.Quick("b"), MadeJob.Quick("c")))
        {
            await node.Schedule.ChangeAsync("a", CronSchedule.Parse("0 30 4 ? * MON"), CancellationToken.None);
            Assert.True(await node.Schedule.PauseAsync("b", CancellationToken.None));
            Assert.True(await node.Schedule.PauseAsync("c", CancellationToken.None));
            await node.Schedule.ChangeAsync("c", CronSchedule.Parse("0 0 5 * * ?"), CancellationToken.None);
        }

        await using var again = await StartAsync(MadeJob.Quick("a"), MadeJob.Quick("b"), MadeJob.Quick("c"));
        Assert.Equal(
            [("0 30 4 ? * MON", false), ("0 0 3 * * ?", true), ("0 0 5 * * ?", true)],
            (await again.Schedule.TimingsAsync(CancellationToken.None)).OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => (t.Value.Cron, t.Value.IsPaused)));
        Assert.True(await again.Schedule.ResumeAsync("b", CancellationToken.None));
        Assert.False((await again.Schedule.TimingsAsync(CancellationToken.None))["b"].IsPaused);
        Assert.Empty(await _test.ColumnAsync<long>("select id from job_run"));
    }

    [SkippableFact]
    public async Task Start_WithoutAJobThatWas_ForgetsIt()
    {
        await using (await StartAsync(MadeJob.Quick("a"), MadeJob.Quick("b")))
        {
        }

        await using var again = await StartAsync(MadeJob.Quick("b"));
        Assert.Equal(["b"], await _test.ColumnAsync<string>("select trigger_name from QRTZ_TRIGGERS"));
        Assert.Equal(["b"], await _test.ColumnAsync<string>("select job_name from QRTZ_JOB_DETAILS"));
    }

    [SkippableFact]
    public async Task Start_AfterTimesWereMissed_CatchesUpExactlyOnce()
    {
        await using (var node = await StartAsync(MadeJob.Quick("a"), MadeJob.Quick("b")))
        {
            await node.Schedule.ChangeAsync("a", CronSchedule.Parse("0 0 * * * ?"), CancellationToken.None);
        }

        // Away for three days: 72 times were missed.
        await ExecuteAsync("update QRTZ_TRIGGERS set NEXT_FIRE_TIME = @at where TRIGGER_NAME = 'a'", new { at = DateTimeOffset.UtcNow.AddDays(-3).UtcTicks });
        await using (var again = await StartAsync(MadeJob.Quick("a"), MadeJob.Quick("b")))
        {
            await UntilAsync(async () => (await _test.ColumnAsync<string>("select state from job_run")).SequenceEqual(["succeeded"]));
            await UntilAsync(async () => (await again.Schedule.TimingsAsync(CancellationToken.None))["a"].NextAt > DateTimeOffset.UtcNow);
        }

        await using var third = await StartAsync(MadeJob.Quick("a"), MadeJob.Quick("b"));
        Assert.True((await third.Schedule.TimingsAsync(CancellationToken.None))["a"].NextAt > DateTimeOffset.UtcNow);
        Assert.Equal([("a", "schedule")], (await _test.ColumnAsync<string>("select job from job_run")).Zip(await _test.ColumnAsync<string>("select cause from job_run")));
    }

    [SkippableFact]
    public async Task Resume_AfterATimeWasMissed_CatchesUpOnce()
    {
        await using var node = await StartAsync(MadeJob.Quick("a"));
        await node.Schedule.PauseAsync("a", CancellationToken.None);
        await ExecuteAsync("update QRTZ_TRIGGERS set NEXT_FIRE_TIME = @at", new { at = DateTimeOffset.UtcNow.AddDays(-3).UtcTicks });
        await node.Schedule.ResumeAsync("a", CancellationToken.None);
        await UntilAsync(async () => (await _test.ColumnAsync<string>("select state from job_run")).SequenceEqual(["succeeded"]));
        Assert.True((await node.Schedule.TimingsAsync(CancellationToken.None))["a"].NextAt > DateTimeOffset.UtcNow);
    }

    [SkippableFact]
    public async Task Chain_RunsEachFollowerOnceAfterAChangeButNotAPausedOne()
    {
        await using var node = await StartAsync(
            MadeJob.Quick("first"), MadeJob.Quick("second", after: "first"), MadeJob.Quick("third", after: "second"), MadeJob.Quick("idle", after: "first"));
        await node.Schedule.PauseAsync("idle", CancellationToken.None);
        await node.Runner.RunAsync("first", JobCause.Schedule, null, "system", CancellationToken.None);

        await node.LookUntilQuietAsync();
        Assert.Equal(["first", "second", "third"], await _test.ColumnAsync<string>("select job from job_run order by id"));
        await node.Schedule.ResumeAsync("idle", CancellationToken.None);
        await node.LookUntilQuietAsync();
        Assert.Equal(["first", "second", "third", "idle"], await _test.ColumnAsync<string>("select job from job_run order by id"));
    }

    [SkippableFact]
    public async Task Chain_AfterAProcessDiedBetweenARunAndItsFollower_LosesNothing()
    {
        await using (var killed = await StartAsync(MadeJob.Quick("first"), MadeJob.Quick("second", after: "first")))
        {
            await killed.Runner.RunAsync("first", JobCause.Person, null, "ada", CancellationToken.None);
        }

        await using var node = await StartAsync(MadeJob.Quick("first"), MadeJob.Quick("second", after: "first"));
        await node.LookUntilQuietAsync();
        Assert.Equal(["first", "second"], await _test.ColumnAsync<string>("select job from job_run order by id"));
    }

    [SkippableFact]
    public async Task Chain_AfterARunDied_TakesItUpAsItWasAsked()
    {
        var dead = await new JobRunStore(_test.Database).BeginAsync(
            new NewRun("a", JobCause.Person, "source:3", "ada", "there:1"), TimeSpan.FromSeconds(-1), CancellationToken.None);
        await using var node = await StartAsync(MadeJob.Quick("a"));
        await node.LookUntilQuietAsync();
        var runs = await new JobRunQueries(_test.Database).RunsAsync("a", 10, 0, CancellationToken.None);
        Assert.Equal(2, runs.Count);
        Assert.Equal(
            (JobState.Succeeded, JobCause.Person, "source:3", "ada", dead!.RunId), (runs[0].State, runs[0].Cause, runs[0].Parameter, runs[0].StartedBy, runs[0].Resumes));
    }

    private protected async Task<Node> StartAsync(params Job[] jobs) => await Node.StartAsync(_test.Database, jobs);

    private protected static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(_limit);
        while (!await condition())
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private async Task ExecuteAsync(string sql, object parameters)
    {
        await using var connection = await _test.Database.OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync(sql, parameters);
    }

    /// <summary>A process that takes part in the schedule.</summary>
    private protected sealed class Node : IAsyncDisposable
    {
        private readonly JobStarter _starter;
        private readonly JobChain _chain;

        private Node(Database database, Job[] jobs)
        {
            Runner = new JobRunner(database, jobs);
            _starter = new JobStarter(Runner, NullLogger<JobStarter>.Instance);
            Schedule = new JobSchedule(database, Runner, _starter, NullLoggerFactory.Instance);
            _chain = new JobChain(Runner, _starter, new JobRunQueries(database), Schedule);
        }

        public JobRunner Runner { get; }

        public JobSchedule Schedule { get; }

        public static async Task<Node> StartAsync(Database database, Job[] jobs)
        {
            var node = new Node(database, jobs);
            await node.Schedule.StartAsync(CancellationToken.None);
            return node;
        }

        /// <summary>Looks again after each run, as the server does.</summary>
        public async Task LookUntilQuietAsync()
        {
            await UntilAsync(async () => await _chain.LookAsync(CancellationToken.None) == 0 && _starter.IsIdle && await _chain.LookAsync(CancellationToken.None) == 0);
        }

        public async ValueTask DisposeAsync()
        {
            using var patience = new CancellationTokenSource(_limit);
            await _starter.EndAsync(patience.Token);
            await Schedule.DisposeAsync();
        }
    }
}
