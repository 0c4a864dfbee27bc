using Microsoft.Extensions.Logging.Abstractions;
using Octoplus.Core.Jobs;
using Octoplus.Core.Storage;

namespace Octoplus.Tests;

/// <summary>Engines of jobs on a database of a test, composed as the program composes its own.</summary>
internal static class Engines
{
    public static JobEngine Of(Database database, IReadOnlyCollection<Job> jobs, LeaseTimes? times = null, TimeProvider? time = null)
    {
        var leases = new LeaseStore(database);
        return new JobEngine(
            new JobRunStore(database, leases), new JobRunQueries(database), new JobLogStore(database), leases, ScheduleOf(database, jobs, time), jobs, NullLogger<JobEngine>.Instance)
        {
            Times = times ?? new LeaseTimes(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(1)),
        };
    }

    public static JobSchedule ScheduleOf(Database database, IReadOnlyCollection<Job> jobs, TimeProvider? time = null)
        => new(database, new JobScheduleStore(database), jobs, time ?? TimeProvider.System);
}
