using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Octoplus.Core.Storage;
using Quartz;

namespace Octoplus.Ingest.Jobs;

/// <summary>
/// A scheduler on our database with all that it is made of, in a container of its own: made when the database is there, and made anew
/// where that failed.
/// </summary>
internal sealed class SchedulerContainer : IAsyncDisposable
{
    private const string Name = "octoplus";

    private readonly ServiceProvider _services;

    private SchedulerContainer(ServiceProvider services, IScheduler scheduler)
    {
        _services = services;
        Scheduler = scheduler;
    }

    public IScheduler Scheduler { get; }

    /// <summary>Makes the tables where they are missing; starts nothing yet.</summary>
    public static async Task<SchedulerContainer> CreateAsync(
        Database database, JobStarter starter, ILoggerFactory loggers, TimeSpan checkIn, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services.AddSingleton(loggers);
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddSingleton(starter);
        services.AddTransient<ScheduledRun>();
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(options =>
            {
                options.InstanceName = Name;
                options.GenerateInstanceId = true;
            });
            quartz.UsePersistentStore(store =>
            {
                store.ProvisionSchema();
                store.UseSystemTextJsonSerializer();
                if (database.Dialect is SqliteDialect)
                {
                    store.UseSqlite(Connect);
                }
                else
                {
                    store.UseMySqlConnector(Connect);
                    store.UseClustering(cluster =>
                    {
                        cluster.CheckinInterval = checkIn;
                        cluster.CheckinMisfireThreshold = checkIn;
                    });
                }
            });
        });

        void Connect(DataSourceOptions options) => options.DataSourceFactory = _ => database.AsDataSource();

        var provider = services.BuildServiceProvider();
        try
        {
            return new SchedulerContainer(provider, await provider.GetRequiredService<ISchedulerFactory>().GetScheduler(cancellationToken));
        }
        catch
        {
            await provider.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Scheduler.Shutdown(waitForJobsToComplete: true, CancellationToken.None);
        await _services.DisposeAsync();
    }
}
