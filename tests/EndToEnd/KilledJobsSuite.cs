using System.Diagnostics;
using System.Text.Json;
using Octoplus.Core.Jobs;
using Octoplus.Core.Storage;

namespace Octoplus.EndToEnd;

/// <summary>
/// A job killed (SIGKILL) at moments spread over its work (<see cref="KillMoments"/>), each time run again to its end: nothing lost, nothing twice.
/// <para>
/// To add a job: derive a sealed class <c>Killed…JobTests</c>, give its <see cref="Job"/>, and write
/// <see cref="PrepareAsync"/> (once: a small database and data folder, in this process; the schema is there), <see cref="GiveWorkAsync"/> (before each
/// kill: something to do for the next run, so that each kill meets real work), <see cref="AssertNothingHalfDoneAsync"/> (right after the kill: what
/// may be seen then) and <see cref="AssertDoneOnceAsync"/> (after the run that was let go on: every effect of the work given, once). What is the
/// same for all jobs is asserted here: no run left running, the killed one marked as died, the last one ended well, no lease held, no
/// part of a log lost. Keep the work at 0.1 to 0.5 s: all twenty kills are to take less than half a minute.
/// Settings of the program go into <see cref="Settings"/>; a server that the job talks to may live in the test class.
/// </para>
/// </summary>
public abstract class KilledJobsSuite
{
    // Fewer, of four times as many rounds, would say that the moments miss the work: the job is too quick, or has nothing to do.
    private const double LeastHits = 0.5;
    private const double Narrowing = 0.8;

    /// <summary>Name of the job.</summary>
    protected abstract string Job { get; }

    /// <summary>Part of the job to run; null: all of it.</summary>
    protected virtual string? Parameter => null;

    /// <summary>More settings, as environment variables.</summary>
    protected virtual IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    [SkippableFact]
    public async Task Job_KilledOnSqliteAndRunAgain_LosesNothingAndDoesNothingTwice()
    {
        await using var test = TestDatabase.OnSqlite();
        await RunAsync(test, new KillMoments(all: 20, few: 5, seed: 4003));
    }

    [SkippableFact]
    public async Task Job_KilledOnMariaDbAndRunAgain_LosesNothingAndDoesNothingTwice()
    {
        await using var test = await TestDatabase.OnMariaDbAsync();
        await RunAsync(test, new KillMoments(all: 4, few: 2, seed: 4003));
    }

    /// <summary>Makes the database and the data folder (<see cref="TestDatabase.Folder"/>) that the job works on.</summary>
    internal abstract Task PrepareAsync(TestDatabase test);

    /// <summary>Gives the next run something to do.</summary>
    /// <param name="round">From 0; round 0 is not killed, but timed.</param>
    internal abstract Task GiveWorkAsync(TestDatabase test, int round);

    /// <summary>Right after the kill of a round: nothing half-done may be seen.</summary>
    internal virtual Task AssertNothingHalfDoneAsync(TestDatabase test, int round) => Task.CompletedTask;

    /// <summary>After the run that was let go on: the work of the round is done, once.</summary>
    /// <param name="run">The run, as it was written down.</param>
    internal abstract Task AssertDoneOnceAsync(TestDatabase test, int round, JobRun run);

    private async Task RunAsync(TestDatabase test, KillMoments moments)
    {
        await SchemaScripts.ApplyAsync(test.Database, CancellationToken.None);
        await PrepareAsync(test);
        await GiveWorkAsync(test, 0);
        var whole = await RunToEndAsync(test, 0);
        var window = Instant.Parse(whole.EndedAt!) - Instant.Parse(whole.StartedAt);
        var kills = moments.Count;
        var hits = 0;
        for (var round = 1; hits < kills && round <= MostRounds(kills); round++)
        {
            await GiveWorkAsync(test, round);
            var before = await LastRunAsync(test);
            var isHit = await KillAsync(test, before, window * moments.Of(hits));
            await AssertNothingHalfDoneAsync(test, round);
            await EndLeaseAsync(test);
            var run = await RunToEndAsync(test, round);
            Assert.True(run.Id > before, $"round {round}: nothing ran");
            await AssertTidyAsync(test, before, run, isHit);
            hits += isHit ? 1 : 0;

            // The first run, which was timed, had a slower machine: the work is over earlier than it said.
            window *= isHit ? 1 : Narrowing;
        }

        Assert.True(hits >= kills * LeastHits, $"Only {hits} of {kills} kills met the job at work: give it more to do.");
    }

    private static int MostRounds(int kills) => kills * 4;

    /// <summary>Starts the job, waits until its run has begun, and kills the process some time after that.</summary>
    /// <returns>Whether the run was under way.</returns>
    private async Task<bool> KillAsync(TestDatabase test, long before, TimeSpan delay)
    {
        using var process = ImportProcess.StartCommand(test, Settings, Command());
        while (!process.HasEnded && await LastRunAsync(test) == before)
        {
            await Task.Delay(1);
        }

        // Beside the length of the work itself: how far the process has come is not the clock's to say.
        await process.KillAfterAsync(delay);
        return (await test.ColumnAsync<string>("select state from job_run where id > @before", new { before })).Contains("running", StringComparer.Ordinal);
    }

    private async Task<JobRun> RunToEndAsync(TestDatabase test, int round)
    {
        using var process = ImportProcess.StartCommand(test, Settings, Command());
        var result = await process.EndAsync();
        Assert.True(result.ExitCode == 0, $"round {round}: exit code {result.ExitCode}: {result.Error}{string.Join('\n', result.Lines)}");
        var run = await new JobRunQueries(test.Database).FindAsync(JsonDocument.Parse(Assert.Single(result.Lines)).RootElement.GetProperty("id").GetInt64(), CancellationToken.None);
        Assert.NotNull(run);
        await AssertDoneOnceAsync(test, round, run);
        return run;
    }

    private async Task AssertTidyAsync(TestDatabase test, long before, JobRun last, bool isHit)
    {
        var runs = (await new JobRunQueries(test.Database).RunsAsync(Job, 10, 0, CancellationToken.None)).Where(r => r.Id > before).ToList();
        Assert.Equal(last.Id, runs[0].Id);
        Assert.Contains(last.State, new[] { JobState.Succeeded, JobState.Unchanged });
        Assert.NotNull(last.EndedAt);
        Assert.All(runs.Skip(1), r => Assert.Equal(isHit ? JobState.Died : r.State, r.State));
        Assert.DoesNotContain(runs, r => r.State == JobState.Running);
        Assert.Equal([0L], await test.ColumnAsync<long>("select count(*) from lease where name like 'job:%'"));
        Assert.Equal([0L], await test.ColumnAsync<long>(
            "select count(*) from (select run_id from job_log group by run_id having count(*) <> max(ordinal) + 1) broken"));
    }

    // As if the twenty seconds of the dead process's lease had gone by.
    private static Task EndLeaseAsync(TestDatabase test)
        => test.ColumnAsync<int>("update lease set expires_at = '2000-01-01T00:00:00.0000000Z'");

    private static async Task<long> LastRunAsync(TestDatabase test)
        => Assert.Single(await test.ColumnAsync<long>("select coalesce(max(id), 0) from job_run"));

    private string[] Command() => Parameter is null ? ["run-job", Job] : ["run-job", Job, Parameter];
}
