using Hangfire;
using Hangfire.Storage;
using Octoplus.Core.Jobs;
using Octoplus.Dashboard.Shared.Actions;

namespace Octoplus.Dashboard.Hosting;

/// <summary>
/// Keeps the recurring jobs of this node's Hangfire as our table of schedules says, and looks for what is due besides. A firing only starts a run, if nobody has
/// taken its time; so it does not matter how many nodes fire.
/// </summary>
internal sealed class RecurringJobs(JobEngine engine, JobSchedule schedule, ScheduleState state, IRecurringJobManager recurring, JobStorage storage, TimeProvider time)
{
    private static readonly TimeSpan _slack = TimeSpan.FromMinutes(1);

    public async Task LookAsync(CancellationToken cancellationToken)
    {
        if (state.IsStarted)
        {
            await RegisterAsync(cancellationToken);
            await engine.LookAsync(cancellationToken);
        }
    }

    private async Task RegisterAsync(CancellationToken cancellationToken)
    {
        var wanted = (await schedule.ReadAsync(cancellationToken)).Values.Where(j => !j.IsPaused).ToDictionary(j => j.Job, StringComparer.Ordinal);
        using var connection = storage.GetConnection();
        var known = connection.GetRecurringJobs().ToDictionary(r => r.Id, StringComparer.Ordinal);
        foreach (var gone in known.Keys.Except(wanted.Keys, StringComparer.Ordinal))
        {
            recurring.RemoveIfExists(gone);
        }

        foreach (var job in wanted.Values)
        {
            // Hangfire keeps the next time that it has computed: one that a clock which was ahead has put off is computed anew.
            var cron = CronSchedule.Find(job.Cron, job.TimeZone);
            var next = cron?.Next(time.GetUtcNow());
            var isKnown = known.TryGetValue(job.Job, out var registered);
            if (isKnown && registered!.Cron == job.Cron && registered.TimeZoneId == job.TimeZone && registered.NextExecution <= next?.UtcDateTime + _slack)
            {
                continue;
            }

            if (isKnown)
            {
                recurring.RemoveIfExists(job.Job);
            }

            if (cron is not null)
            {
                var options = new RecurringJobOptions { TimeZone = cron.TimeZone, MisfireHandling = MisfireHandlingMode.Ignorable };
                recurring.AddOrUpdate<JobEngine>(job.Job, e => e.StartAtItsTimeAsync(job.Job, CancellationToken.None), job.Cron, options);
            }
        }
    }
}
