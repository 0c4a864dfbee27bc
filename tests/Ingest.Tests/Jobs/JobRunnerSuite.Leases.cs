using Dapper;
using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;

namespace Octoplus.Ingest.Tests.Jobs;

/// <summary>Runs whose process, lease or database goes.</summary>
public abstract partial class JobRunnerSuite
{
    [SkippableFact]
    public async Task Run_WhosProcessDied_IsMarkedAndItsLeaseIsFree()
    {
        var dead = await Store.BeginAsync(New("a"), TimeSpan.FromSeconds(-1), CancellationToken.None);

        Assert.Equal(1, await Store.MarkDiedAsync(CancellationToken.None));
        Assert.Equal(0, await Store.MarkDiedAsync(CancellationToken.None));

        Assert.Equal(JobState.Died, (await Queries.FindAsync(dead!.RunId, CancellationToken.None))?.State);
        Assert.False(await new LeaseStore(_test.Database).RenewAsync(dead.Lease, _limit, CancellationToken.None));
        Assert.False(await Store.EndAsync(dead, new JobEnd(JobState.Succeeded, 1, Message.Of("x")), [Changed("late")], CancellationToken.None));
        Assert.Empty(await _test.ColumnAsync<string>("select cause from notice"));
    }

    [SkippableFact]
    public async Task Run_AfterOneThatDied_TakesItsPlaceAtOnceWhereTheLeaseIsOver()
    {
        var dead = await Store.BeginAsync(New("a"), TimeSpan.FromSeconds(-1), CancellationToken.None);
        var run = await Runner(MadeJob.Quick("a")).RunAsync("a", JobCause.Schedule, null, "system", CancellationToken.None);
        Assert.Equal(JobState.Succeeded, run?.State);
        Assert.Equal(JobState.Died, (await Queries.FindAsync(dead!.RunId, CancellationToken.None))?.State);
        Assert.Empty(await Queries.UnfinishedAsync(CancellationToken.None));
    }

    [SkippableFact]
    public async Task Run_ThatDied_IsTakenUpOnceAndToldOfTheSecondTime()
    {
        var dead = await Store.BeginAsync(New("a") with { Parameter = "source:3" }, TimeSpan.FromSeconds(-1), CancellationToken.None);
        await Store.MarkDiedAsync(CancellationToken.None);
        Assert.Equal([dead!.RunId], (await Queries.UnfinishedAsync(CancellationToken.None)).Select(r => r.Id));
        Assert.Empty(await _test.ColumnAsync<string>("select cause from notice"));

        var again = New("a") with { Parameter = "source:3", Resumes = dead.RunId };
        Assert.NotNull(await Store.BeginAsync(again, TimeSpan.FromSeconds(-1), CancellationToken.None));
        await Store.MarkDiedAsync(CancellationToken.None);

        Assert.Empty(await Queries.UnfinishedAsync(CancellationToken.None));
        Assert.Null(await Store.BeginAsync(again, _limit, CancellationToken.None)); // taken up before
        Assert.Equal(["job:a:died"], await _test.ColumnAsync<string>("select cause from notice"));

        // Whoever runs it to its end next says that all is well.
        await Runner(MadeJob.Quick("a")).RunAsync("a", JobCause.Schedule, null, "system", CancellationToken.None);
        Assert.Equal(["failed", "recovered"], await _test.ColumnAsync<string>("select kind from notice order by id"));
    }

    [SkippableFact]
    public async Task Run_WhosLeaseIsTakenAway_IsCancelledAndWritesNothing()
    {
        var (runner, going, _) = Gated();
        var started = await StartAsync(runner);
        await going.Task.WaitAsync(_limit);

        // As another node does that took this one for dead.
        await ExecuteAsync("update lease set expires_at = '2000-01-01T00:00:00.0000000Z'");
        await Store.MarkDiedAsync(CancellationToken.None);
        Assert.NotNull(await Store.BeginAsync(New("a"), _limit, CancellationToken.None));

        Assert.Equal(JobState.Died, (await started.Ended.WaitAsync(_limit)).State);
        Assert.Equal(["died", "running"], await _test.ColumnAsync<string>("select state from job_run order by id"));
    }

    [SkippableFact]
    public async Task Run_WhileTheDatabaseIsAwayForAWhile_GoesOnAndEnds()
    {
        var (runner, going, goOn) = Gated(context => context.Report("views", 1));
        var started = await StartAsync(runner);
        await going.Task.WaitAsync(_limit);
        await UntilAsync(async () => (await Queries.FindAsync(started.RunId, CancellationToken.None))?.RowsDone == 1);

        await ExecuteAsync("alter table lease rename to lease_away");
        goOn.SetResult(); // its end cannot be written down just now
        await Assert.ThrowsAsync<TimeoutException>(() => started.Ended.WaitAsync(TimeSpan.FromMilliseconds(300)));
        await ExecuteAsync("alter table lease_away rename to lease");

        Assert.Equal(JobState.Succeeded, (await started.Ended.WaitAsync(_limit)).State);
    }

    [SkippableFact]
    public async Task Run_WhileTheDatabaseIsAwayForLongerThanALease_IsCancelled()
    {
        var cancelled = new TaskCompletionSource();
        var going = new TaskCompletionSource();
        var runner = Engines.Of(
            _test.Database,
            [
                new MadeJob("a", async (_, token) =>
                {
                    going.SetResult();
                    await using var telling = token.Register(cancelled.SetResult);
                    await Task.Delay(Timeout.Infinite, token);
                    return MadeJob.Changed;
                }),
            ],
            // Long enough that a slow machine does not lose it before the work begins.
            new LeaseTimes(TimeSpan.FromSeconds(3), TimeSpan.FromMilliseconds(50)));
        var started = await runner.StartAsync(new JobRequest("a", JobCause.Schedule, null, "system"), CancellationToken.None);
        await going.Task.WaitAsync(_limit);
        await ExecuteAsync("alter table lease rename to lease_away");
        await cancelled.Task.WaitAsync(_limit);
        await started!.Ended.WaitAsync(_limit);
        await ExecuteAsync("alter table lease_away rename to lease");

        Assert.Equal(1, await Store.MarkDiedAsync(CancellationToken.None));
        Assert.Equal(["died"], await _test.ColumnAsync<string>("select state from job_run"));
    }
}
