using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;

namespace Octoplus.EndToEnd;

/// <summary>
/// Keeps a program under test from jobs that are not its tests' matter and cost minutes: to it they run elsewhere, on another node of the same
/// database, for as long as this lives.
/// </summary>
internal sealed class HeldJobs : IAsyncDisposable
{
    private readonly TaskCompletionSource _isOver = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<StartedRun> _runs = [];

    /// <summary>Begins with a run of each, before the program is started.</summary>
    public static async Task<HeldJobs> StartAsync(Database database, IReadOnlyList<string> names)
    {
        var held = new HeldJobs();
        var engine = Engines.Of(database, [.. names.Select(name => new HeldJob(name, held._isOver.Task))]);
        foreach (var name in names)
        {
            held._runs.Add(await engine.StartAsync(new JobRequest(name, JobCause.Schedule, null, "test"), CancellationToken.None)
                ?? throw new InvalidOperationException($"{name} runs already."));
        }

        return held;
    }

    public async ValueTask DisposeAsync()
    {
        _isOver.SetResult();
        await Task.WhenAll(_runs.Select(r => r.Ended));
    }

    private sealed class HeldJob(string name, Task isOver) : Job
    {
        public override string Name => name;

        public override string DefaultSchedule => "0 0 3 * * ?";

        public override async Task<JobResult> RunAsync(JobContext context, CancellationToken cancellationToken)
        {
            await isOver.WaitAsync(cancellationToken);
            return new JobResult(HasChanged: false, 0, Message.Of("views.up-to-date"));
        }
    }
}
