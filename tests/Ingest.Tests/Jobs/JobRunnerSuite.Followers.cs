using Octoplus.Core.Jobs;

namespace Octoplus.Ingest.Tests.Jobs;

/// <summary>Jobs that follow others.</summary>
public abstract partial class JobRunnerSuite
{
    [SkippableFact]
    public async Task Follower_IsDueOnceAfterEachChange()
    {
        var runner = Runner(MadeJob.Quick("first"), MadeJob.Quick("second", hasChanged: false, "first"), MadeJob.Quick("third", after: "second"));
        Assert.Equal([], await DueAsync(runner));
        await RunAsync(runner, "first");
        Assert.Equal(["second"], await DueAsync(runner));
        await RunAsync(runner, "second"); // changed nothing
        Assert.Equal([], await DueAsync(runner));

        // Only a part of it has not seen all that changed.
        await RunAsync(runner, "first");
        await runner.RunAsync("second", JobCause.Person, "part", "ada", CancellationToken.None);
        Assert.Equal(["second"], await DueAsync(runner));
    }

    [SkippableFact]
    public async Task Follower_OfARunThatFailedInOnePartAndChangedAnother_IsDue()
    {
        var result = MadeJob.Changed;
        var first = new MadeJob("first", (_, _) => Task.FromResult(result with { HasFailed = true }));
        var runner = Runner(first, MadeJob.Quick("second", after: "first"));
        await RunAsync(runner, "first");
        Assert.Equal(JobState.Failed, (await Queries.LatestAsync(CancellationToken.None))["first"].State);
        Assert.Equal(["second"], await DueAsync(runner));
        await RunAsync(runner, "second");
        result = MadeJob.Unchanged;
        await RunAsync(runner, "first");
        Assert.Equal([], await DueAsync(runner));
    }

    [SkippableFact]
    public async Task Follower_StartedByTwoNodesAtOnce_RunsOnce()
    {
        var runner = Runner(MadeJob.Quick("first"), MadeJob.Quick("second", after: "first"));
        await RunAsync(runner, "first");
        var request = new JobRequest("second", JobCause.After, null, "system", IsOnlyIfDue: true);
        var started = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
            await runner.StartAsync(request, CancellationToken.None) is { } run ? await run.Ended : null));
        Assert.Single(started.OfType<JobRun>());
    }

    [SkippableFact]
    public async Task Follower_ThatDied_IsTakenUpAndDueNoMore()
    {
        var runner = Runner(MadeJob.Quick("first"), MadeJob.Quick("second", after: "first"));
        await RunAsync(runner, "first");
        var dead = await Store.BeginAsync(New("second"), TimeSpan.FromSeconds(-1), CancellationToken.None);
        await Store.MarkDiedAsync(CancellationToken.None);
        Assert.Equal(["second"], await DueAsync(runner));
        await Store.BeginAsync(New("second") with { Resumes = dead!.RunId }, TimeSpan.FromSeconds(-1), CancellationToken.None);
        await Store.MarkDiedAsync(CancellationToken.None);
        Assert.Equal([], await DueAsync(runner)); // or it would die for ever
    }

    private async Task<IReadOnlyList<string>> DueAsync(JobEngine runner)
    {
        var due = new List<string>();
        foreach (var job in runner.Jobs)
        {
            if (await Queries.IsDueAfterAsync(job.Name, job.After, CancellationToken.None))
            {
                due.Add(job.Name);
            }
        }

        return due;
    }
}
