using Octoplus.Core.Accounts;
using Octoplus.Core.Jobs;

namespace Octoplus.Dashboard.Commands;

/// <summary><c>run-job NAME [PARAMETER]</c>: 0 when it ended well or had nothing to do, 1 when it failed, 2 when there is no such job or it runs elsewhere.</summary>
internal static class RunJobCommand
{
    public static async Task<int> RunAsync(IServiceProvider services, string[] arguments, CancellationToken cancellationToken)
    {
        var engine = services.GetRequiredService<JobEngine>();
        if (arguments.Length is not (1 or 2) || engine.Jobs.All(j => j.Name != arguments[0]))
        {
            await Console.Error.WriteLineAsync($"run-job: name one of {string.Join(", ", engine.Jobs.Select(j => j.Name))}.");
            return 2;
        }

        var run = await engine.RunAsync(arguments[0], JobCause.Command, arguments.ElementAtOrDefault(1), AuditActor.CommandLine.Name, cancellationToken);
        if (run is null)
        {
            await Console.Error.WriteLineAsync($"run-job: '{arguments[0]}' runs already.");
            return 2;
        }

        await JsonLine.WriteAsync(run);
        return run.State == JobState.Failed ? 1 : 0;
    }
}
