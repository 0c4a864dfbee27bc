using Dapper;
using Octoplus.Core.Jobs;
using Octoplus.Core.Notices;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;

namespace Octoplus.Ingest.Tests.Jobs;

/// <summary>Runs of jobs: one at a time, written down whole, marked when their process is gone.</summary>
public abstract partial class JobRunnerSuite : IAsyncLifetime
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(30);

    private TestDatabase _test = null!;

    private JobRunQueries Queries => new(_test.Database);

    private JobRunStore Store => new(_test.Database, new LeaseStore(_test.Database));

    private protected abstract Task<TestDatabase> OpenAsync();

    public async Task InitializeAsync()
    {
        _test = await OpenAsync();
        await SchemaScripts.ApplyAsync(_test.Database, CancellationToken.None);
    }

    public Task DisposeAsync() => _test is null ? Task.CompletedTask : _test.DisposeAsync().AsTask();

    [SkippableFact]
    public async Task Run_ToItsEnd_IsWrittenDownWithLogAndNotices()
    {
        var runner = Runner(new MadeJob("a", (context, _) =>
        {
            context.Log(JobLogLevel.Info, Message.Of("first", 1), "source:3");
            context.Log(JobLogLevel.Warning, Message.Of("second", "x"));
            context.Tell(new Notice(NoticeKind.Changed, "a:changed", Message.Of("told"), "/x"));
            return Task.FromResult(MadeJob.Changed);
        }));

        var run = await runner.RunAsync("a", JobCause.Person, "source:3", "ada", CancellationToken.None);

        Assert.NotNull(run);
        Assert.Equal((JobState.Succeeded, JobCause.Person, "source:3", "ada", 3L), (run.State, run.Cause, run.Parameter, run.StartedBy, run.RowCount));
        Assert.Equal("views.rebuilt", run.Message?.Code);
        Assert.NotNull(run.EndedAt);
        Assert.Equal(
            [(JobLogLevel.Info, "source:3", "first"), (JobLogLevel.Warning, "", "second")],
            (await Queries.LinesAsync(run.Id, 10, CancellationToken.None)).Select(l => (l.Level, l.Subject, l.Message.Code)));
        Assert.Equal(["a:changed"], await _test.ColumnAsync<string>("select cause from notice order by id"));
    }

    [SkippableFact]
    public async Task Run_WhileItRuns_IsRefused()
    {
        var (runner, going, goOn) = Gated();
        var first = await StartAsync(runner);
        await going.Task.WaitAsync(_limit);

        Assert.Null(await Runner(MadeJob.Quick("a")).RunAsync("a", JobCause.Schedule, null, "system", CancellationToken.None));
        Assert.NotNull(await Runner(MadeJob.Quick("b")).RunAsync("b", JobCause.Schedule, null, "system", CancellationToken.None));

        goOn.SetResult();
        Assert.Equal(JobState.Succeeded, (await first.Ended.WaitAsync(_limit)).State);
        Assert.NotNull(await Runner(MadeJob.Quick("a")).RunAsync("a", JobCause.Schedule, null, "system", CancellationToken.None));
    }

    [SkippableFact]
    public async Task Run_AskedForManyTimesAtOnce_NeverOverlapsItself()
    {
        var now = 0;
        var most = 0;
        var runners = Enumerable.Range(0, 4).Select(_ => Runner(new MadeJob("a", async (_, token) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            await Task.Delay(5, token);
            Interlocked.Decrement(ref now);
            return MadeJob.Changed;
        }))).ToList();

        var runs = await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
            runners[i % 4].RunAsync("a", JobCause.Person, null, "ada", CancellationToken.None)));

        Assert.Equal(1, most);
        Assert.Equal(runs.Count(r => r is not null), Assert.Single(await _test.ColumnAsync<int>("select count(*) from job_run where state = 'succeeded'")));
    }

    [SkippableFact]
    public async Task Run_ThatFails_IsToldOncePerCauseUntilItRecovers()
    {
        var fails = true;
        var runner = Runner(new MadeJob("a", (_, _) => fails ? throw new InvalidOperationException("broken") : Task.FromResult(MadeJob.Unchanged)));
        var states = new List<JobState?>();
        foreach (var failing in new[] { true, true, false, false, true })
        {
            fails = failing;
            states.Add((await runner.RunAsync("a", JobCause.Schedule, null, "system", CancellationToken.None))?.State);
        }

        Assert.Equal([JobState.Failed, JobState.Failed, JobState.Unchanged, JobState.Unchanged, JobState.Failed], states.OfType<JobState>());
        Assert.Equal(["failed", "recovered", "failed"], await _test.ColumnAsync<string>("select kind from notice order by id"));
    }

    [SkippableFact]
    public async Task Run_Cancelled_IsStoppedAndToBeTakenUp()
    {
        var (runner, going, _) = Gated();
        using var patience = new CancellationTokenSource(_limit);
        var started = await runner.StartAsync(new JobRequest("a", JobCause.Schedule, null, "system"), patience.Token);
        await going.Task.WaitAsync(_limit);
        await runner.EndAsync(patience.Token); // as when the program is stopped

        var run = await started!.Ended.WaitAsync(_limit);
        Assert.Equal((JobState.Stopped, null, "job.stopped"), (run.State, run.StoppedBy, run.Message?.Code));
        Assert.Equal([run.Id], (await Queries.UnfinishedAsync(CancellationToken.None)).Select(r => r.Id));
        Assert.Empty(await _test.ColumnAsync<string>("select name from lease"));
    }

    [SkippableFact]
    public async Task Run_CancelledWhereADriverFailsInstead_IsStoppedAndNoFailure()
    {
        var going = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var runner = Runner(new MadeJob("a", async (_, token) =>
        {
            going.SetResult();
            await Task.Delay(Timeout.Infinite, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new InvalidOperationException("interrupted");
        }));
        using var patience = new CancellationTokenSource(_limit);
        var started = await runner.StartAsync(new JobRequest("a", JobCause.Schedule, null, "system"), patience.Token);
        await going.Task.WaitAsync(_limit);
        await runner.EndAsync(patience.Token); // as when the program is stopped

        Assert.Equal(JobState.Stopped, (await started!.Ended.WaitAsync(_limit)).State);
        Assert.Empty(await _test.ColumnAsync<string>("select cause from notice"));
    }

    [SkippableFact]
    public async Task Run_AskedToStopByAnotherNode_StopsAndIsNotTakenUp()
    {
        var (runner, going, _) = Gated();
        var started = await StartAsync(runner);
        await going.Task.WaitAsync(_limit);

        var other = Runner();
        Assert.True(await other.StopAsync(started.RunId, "ada", CancellationToken.None));
        Assert.False(await other.StopAsync(started.RunId, "bob", CancellationToken.None));

        var run = await started.Ended.WaitAsync(_limit);
        Assert.Equal((JobState.Stopped, "ada", "job.stopped-by"), (run.State, run.StoppedBy, run.Message?.Code));
        Assert.Empty(await Queries.UnfinishedAsync(CancellationToken.None));
        Assert.False(await other.StopAsync(started.RunId, "ada", CancellationToken.None));
    }

    [SkippableFact]
    public async Task Run_WhileItRuns_ShowsHowFarItIsAndItsLog()
    {
        var (runner, going, goOn) = Gated(context =>
        {
            context.Report("views", 4, 9);
            context.Log(JobLogLevel.Info, Message.Of("first"));
        });
        var started = await StartAsync(runner);
        await going.Task.WaitAsync(_limit);

        await UntilAsync(async () => await Queries.FindAsync(started.RunId, CancellationToken.None) is { Step: "views", RowsDone: 4, RowsTotal: 9 });
        Assert.Single(await Queries.LinesAsync(started.RunId, 10, CancellationToken.None));

        goOn.SetResult();
        Assert.Null((await started.Ended.WaitAsync(_limit)).Step);
    }

    private static NewRun New(string job) => new(job, JobCause.Schedule, null, "system", "here:1");

    private static Notice Changed(string cause) => new(NoticeKind.Changed, cause, Message.Of("x"));

    private static async Task RunAsync(JobEngine runner, string job)
        => Assert.NotNull(await runner.RunAsync(job, JobCause.Schedule, null, "system", CancellationToken.None));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(_limit);
        while (!await condition())
        {
            await Task.Delay(10, limit.Token);
        }
    }

    private JobEngine Runner(params Job[] jobs)
        => Engines.Of(_test.Database, jobs, new LeaseTimes(TimeSpan.FromSeconds(20), TimeSpan.FromMilliseconds(50)));

    /// <summary>A job "a" that says when it is at work and goes on when told to.</summary>
    private (JobEngine Runner, TaskCompletionSource Going, TaskCompletionSource GoOn) Gated(Action<JobContext>? first = null)
    {
        var going = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (
            Runner(new MadeJob("a", async (context, token) =>
            {
                first?.Invoke(context);
                going.SetResult();
                await goOn.Task.WaitAsync(token);
                return MadeJob.Changed;
            })),
            going,
            goOn);
    }

    private static async Task<StartedRun> StartAsync(JobEngine runner)
    {
        var started = await runner.StartAsync(new JobRequest("a", JobCause.Schedule, null, "system"), CancellationToken.None);
        Assert.NotNull(started);
        return started;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = await _test.Database.OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync(sql);
    }
}
