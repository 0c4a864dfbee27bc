using System.Diagnostics;
using Octoplus.Core.Jobs;
using Octoplus.Core.Storage;
using Octoplus.Core.Views;
using Octoplus.Ingest.Imports;

namespace Octoplus.EndToEnd;

/// <summary>Two servers on one MariaDB: whoever asks which, a job runs once at a time, and each run that was begun is written down to its end.</summary>
public sealed class TwoNodesTests : IDisposable
{
    private const string Job = "rebuild-views";
    private const int Askers = 6;
    private const int Runs = 12;

    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Jobs_AskedOfBothNodesAtOnce_NeverOverlapAndNoneIsLost()
    {
        await using var test = await PrepareAsync();
        await using var one = await DeskProcess.StartAsync(test);
        await using var two = await DeskProcess.StartAsync(test);

        var clients = new[] { await one.ClientAsync(), await two.ClientAsync() };
        var clock = Stopwatch.StartNew();
        var count = 0;
        var begun = await Task.WhenAll(Enumerable.Range(0, Askers).Select(async asker =>
        {
            var mine = new List<long>();
            while (Volatile.Read(ref count) < Runs && clock.Elapsed < _limit)
            {
                if (await clients[asker % 2].RunJobAsync(Job) is { } run)
                {
                    mine.Add(run);
                    Interlocked.Increment(ref count);
                }
            }

            return mine;
        }));

        var runs = await EndedAsync(test);
        var asked = runs.Where(r => r.Cause == JobCause.Person).ToList();
        Assert.Equal(begun.SelectMany(b => b).Order(), asked.Select(r => r.Id)); // none is lost, none is invented
        Assert.True(asked.Count >= Runs, $"Only {asked.Count} runs in {clock.Elapsed}.");
        Assert.Equal(2, asked.Select(r => r.Node).Distinct(StringComparer.Ordinal).Count());
        Assert.All(asked, r => Assert.Equal(JobState.Succeeded, r.State));
        AssertNoOverlap(runs);
    }

    [SkippableFact]
    public async Task Time_MissedWhileBothNodesWereAway_IsCaughtUpOnce()
    {
        await using var test = await PrepareAsync();
        await using (await DeskProcess.StartAsync(test))
        {
            await UntilAsync(async () => await HasScheduleAsync(test));
        }

        await test.ColumnAsync<long>("update job_schedule set last_due_at = @at", new { at = DateTimeOffset.UtcNow.AddDays(-2) });
        var nodes = await Task.WhenAll(DeskProcess.StartAsync(test), DeskProcess.StartAsync(test));
        try
        {
            await UntilAsync(async () => Assert.Single(await test.ColumnAsync<long>("select count(*) from job_schedule where job = @Job and last_due_at < @day", new { Job, day = DateTimeOffset.UtcNow.AddDays(-1.5) })) == 0);
            await UntilAsync(async () => (await EndedAsync(test)).Count > 0);
            foreach (var node in nodes)
            {
                using var client = await node.ClientAsync();
                await UntilAsync(client.TakesPartInScheduleAsync);
            }

            var runs = await EndedAsync(test);
            Assert.All(runs.GroupBy(r => r.Job), job => Assert.Single(job, r => r.Cause == JobCause.Schedule));
        }
        finally
        {
            foreach (var node in nodes)
            {
                await node.DisposeAsync();
            }
        }
    }

    private static void AssertNoOverlap(IReadOnlyList<JobRun> runs)
    {
        foreach (var (before, after) in runs.Zip(runs.Skip(1)))
        {
            Assert.True(
                string.CompareOrdinal(before.EndedAt, after.StartedAt) <= 0,
                $"Run {before.Id} on {before.Node} ended {before.EndedAt}; run {after.Id} on {after.Node} began {after.StartedAt}.");
        }
    }

    private static async Task<bool> HasScheduleAsync(TestDatabase test)
        => Assert.Single(await test.ColumnAsync<long>("select count(*) from job_schedule where job = @Job", new { Job })) == 1;

    /// <summary>The runs of the job once none is under way, oldest first.</summary>
    private static async Task<IReadOnlyList<JobRun>> EndedAsync(TestDatabase test)
    {
        IReadOnlyList<JobRun> runs = [];
        await UntilAsync(async () =>
        {
            runs = [.. (await new JobRunQueries(test.Database).RunsAsync(Job, 10_000, 0, CancellationToken.None)).Reverse()];
            return runs.All(r => r.State != JobState.Running);
        });
        return runs;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(_limit);
        while (!await condition())
        {
            await Task.Delay(50, limit.Token);
        }
    }

    private async Task<TestDatabase> PrepareAsync()
    {
        var test = await TestDatabase.OnMariaDbAsync();
        await SchemaScripts.ApplyAsync(test.Database, CancellationToken.None);
        var importer = new TestImports(test.Database, test.Folder).Importer;
        await importer.EnsureReferenceAsync(CancellationToken.None);
        Assert.Equal(ImportStatus.Accepted, (await importer.ImportAsync(WorkbookBuilder.Valid(2019, 2020).Save(_folder.File("crimes.xlsx")), "test", "tester", null, CancellationToken.None)).Status);
        await new ViewBuilder(test.Database).RebuildAsync(null, force: false, CancellationToken.None);
        return test;
    }
}
