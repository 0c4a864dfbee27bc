using Dapper;
using Octoplus.Core.Jobs;
using Octoplus.Core.Storage;

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
        Assert.Equal(["b"], await _test.ColumnAsync<string>("select job from job_schedule"));
    }

    [SkippableFact]
    public async Task Start_AfterTimesWereMissed_CatchesUpExactlyOnce()
    {
        await using (var node = await StartAsync(MadeJob.Quick("a"), MadeJob.Quick("b")))
        {
            await node.Schedule.ChangeAsync("a", CronSchedule.Parse("0 0 * * * ?"), CancellationToken.None);
        }

        // Away for three days: 72 times were missed.
        await ExecuteAsync("update job_schedule set last_due_at = @at where job = 'a'", new { at = DateTimeOffset.UtcNow.AddDays(-3) });
        await using (var again = await StartAsync(MadeJob.Quick("a"), MadeJob.Quick("b")))
        {
            await again.LookUntilQuietAsync();
            await UntilAsync(async () => (await _test.ColumnAsync<string>("select state from job_run")).SequenceEqual(["succeeded"]));
            await UntilAsync(async () => (await again.Schedule.TimingsAsync(CancellationToken.None))["a"].NextAt > DateTimeOffset.UtcNow);
        }

        await using var third = await StartAsync(MadeJob.Quick("a"), MadeJob.Quick("b"));
        await third.LookUntilQuietAsync();
        Assert.True((await third.Schedule.TimingsAsync(CancellationToken.None))["a"].NextAt > DateTimeOffset.UtcNow);
        Assert.Equal([("a", "schedule")], (await _test.ColumnAsync<string>("select job from job_run")).Zip(await _test.ColumnAsync<string>("select cause from job_run")));
    }

    [SkippableFact]
    public async Task Resume_AfterATimeWasMissed_CatchesUpOnce()
    {
        await using var node = await StartAsync(MadeJob.Quick("a"));
        await node.Schedule.PauseAsync("a", CancellationToken.None);
        await ExecuteAsync("update job_schedule set last_due_at = @at", new { at = DateTimeOffset.UtcNow.AddDays(-3) });
        await node.LookUntilQuietAsync();
        Assert.Empty(await _test.ColumnAsync<string>("select state from job_run"));
        await node.Schedule.ResumeAsync("a", CancellationToken.None);
        await node.LookUntilQuietAsync();
        await UntilAsync(async () => (await _test.ColumnAsync<string>("select state from job_run")).SequenceEqual(["succeeded"]));
        Assert.True((await node.Schedule.TimingsAsync(CancellationToken.None))["a"].NextAt > DateTimeOffset.UtcNow);
    }

    [SkippableFact]
    public async Task Chain_RunsEachFollowerOnceAfterAChangeButNotAPausedOne()
    {
        await using var node = await StartAsync(
            MadeJob.Quick("first"), MadeJob.Quick("second", after: "first"), MadeJob.Quick("third", after: "second"), MadeJob.Quick("idle", after: "first"));
        await node.Schedule.PauseAsync("idle", CancellationToken.None);
        await node.Engine.RunAsync("first", JobCause.Schedule, null, "system", CancellationToken.None);

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
            await killed.Engine.RunAsync("first", JobCause.Person, null, "ada", CancellationToken.None);
        }

        await using var node = await StartAsync(MadeJob.Quick("first"), MadeJob.Quick("second", after: "first"));
        await node.LookUntilQuietAsync();
        Assert.Equal(["first", "second"], await _test.ColumnAsync<string>("select job from job_run order by id"));
    }

    [SkippableFact]
    public async Task Chain_AfterARunDied_TakesItUpAsItWasAsked()
    {
        var dead = await new JobRunStore(_test.Database, new LeaseStore(_test.Database)).BeginAsync(
            new NewRun("a", JobCause.Person, "source:3", "ada", "there:1"), TimeSpan.FromSeconds(-1), CancellationToken.None);
        await using var node = await StartAsync(MadeJob.Quick("a"));
        await node.LookUntilQuietAsync();
        var runs = await new JobRunQueries(_test.Database).RunsAsync("a", 10, 0, CancellationToken.None);
        Assert.Equal(2, runs.Count);
        Assert.Equal(
            (JobState.Succeeded, JobCause.Person, "source:3", "ada", dead!.RunId), (runs[0].State, runs[0].Cause, runs[0].Parameter, runs[0].StartedBy, runs[0].Resumes));
    }

    [SkippableFact]
    public async Task Time_FiredByTwoNodes_RunsOnceAlsoAfterTheFirstHasEnded()
    {
        var time = new ManualTime();
        await using var first = await StartAsync(time, MadeJob.Quick("a"));
        await using var second = await StartAsync(time, MadeJob.Quick("a"));
        time.Now = CronSchedule.Parse("0 0 3 * * ?").Next(time.Now)!.Value.AddSeconds(1);

        var fired = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => (i % 2 == 0 ? first : second).Engine.StartAtItsTimeAsync("a", CancellationToken.None))));
        Assert.Single(fired, f => f);
        await first.LookUntilQuietAsync();
        await second.LookUntilQuietAsync();
        Assert.False(await second.Engine.StartAtItsTimeAsync("a", CancellationToken.None));
        Assert.Equal(["schedule"], await _test.ColumnAsync<string>("select cause from job_run"));

        // Nor where the schedule has forgotten that it was taken: the run says so, and the database lets no other be.
        await ExecuteAsync("update job_schedule set last_due_at = @at", new { at = time.Now.AddDays(-2) });
        Assert.False(await second.Engine.StartAtItsTimeAsync("a", CancellationToken.None));
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => ExecuteAsync(
            "insert into job_run (id, job, cause, started_by, node, state, started_at, due_at, rows_done, row_count, has_changed) select 99, job, cause, started_by, node, state, started_at, due_at, 0, 0, 0 from job_run",
            new { }));
    }

    [SkippableFact]
    public async Task Time_ThatComesWhileTheJobRuns_IsLeftOut()
    {
        var time = new ManualTime();
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var node = await StartAsync(time, new MadeJob("a", async (_, token) =>
        {
            await goOn.Task.WaitAsync(token);
            return MadeJob.Changed;
        }));
        time.Now = time.Now.AddDays(1);
        Assert.True(await node.Engine.StartAtItsTimeAsync("a", CancellationToken.None));
        time.Now = time.Now.AddDays(1);
        Assert.False(await node.Engine.StartAtItsTimeAsync("a", CancellationToken.None));
        goOn.SetResult();
        await node.LookUntilQuietAsync();
        Assert.Single(await _test.ColumnAsync<string>("select job from job_run"));
    }

    [SkippableFact]
    public async Task Clock_400DaysAheadAndBack_PutsNothingOff()
    {
        var time = new ManualTime();
        var start = time.Now;
        await using var node = await StartAsync(time, MadeJob.Quick("a"), MadeJob.Quick("b"));
        await node.Schedule.PauseAsync("b", CancellationToken.None);
        time.Now = start.AddDays(400);
        await node.LookUntilQuietAsync(); // as after a long time away: caught up once
        await node.Schedule.ChangeAsync("b", CronSchedule.Parse("0 0 5 * * ?"), CancellationToken.None);
        Assert.Single(await _test.ColumnAsync<string>("select job from job_run"));

        time.Now = start.AddHours(1);
        await node.LookUntilQuietAsync();
        Assert.All((await node.Schedule.TimingsAsync(CancellationToken.None)).Values, t => Assert.InRange(t.NextAt!.Value, time.Now, time.Now.AddDays(1)));
        time.Now = start.AddDays(2);
        await node.LookUntilQuietAsync();
        time.Now = start.AddDays(3);
        await node.LookUntilQuietAsync();
        Assert.Equal(3, (await _test.ColumnAsync<string>("select job from job_run")).Count);
    }

    private protected Task<Node> StartAsync(params Job[] jobs) => StartAsync(TimeProvider.System, jobs);

    private protected Task<Node> StartAsync(TimeProvider time, params Job[] jobs) => Node.StartAsync(_test.Database, jobs, time);

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
        public required JobEngine Engine { get; init; }

        public required JobSchedule Schedule { get; init; }

        public static async Task<Node> StartAsync(Database database, Job[] jobs, TimeProvider time)
        {
            var node = new Node { Engine = Engines.Of(database, jobs, time: time), Schedule = Engines.ScheduleOf(database, jobs, time) };
            await node.Schedule.AdoptAsync(CancellationToken.None);
            return node;
        }

        /// <summary>Looks again after each run, as the server does.</summary>
        public async Task LookUntilQuietAsync()
            => await UntilAsync(async () => await Engine.LookAsync(CancellationToken.None) == 0 && Engine.IsIdle && await Engine.LookAsync(CancellationToken.None) == 0);

        public async ValueTask DisposeAsync()
        {
            using var patience = new CancellationTokenSource(_limit);
            await Engine.EndAsync(patience.Token);
        }
    }
}
