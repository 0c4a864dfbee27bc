using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.Common;
using Hangfire.Dashboard;
using Hangfire.InMemory;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Logging.Abstractions;
using Octoplus.Core.Jobs;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Http;
using Octoplus.Dashboard.Shared;
using Octoplus.Dashboard.Shared.Actions;

namespace Octoplus.Dashboard.Hosting;

/// <summary>Hangfire in this node: its memory, and its own pages for administrators.</summary>
internal static class HangfirePages
{
    /// <summary>Registers Hangfire with a memory of its own, which goes with the process: what must outlive it is in our tables.</summary>
    public static IServiceCollection AddHangfireInMemory(this IServiceCollection services)
    {
        services.AddSingleton<JobStorage>(_ => new InMemoryStorage());

        // Not Hangfire's own, which are static: a process may hold several hosts.
        services.AddSingleton<JobActivator>(p => new AspNetCoreJobActivator(p.GetRequiredService<IServiceScopeFactory>()));

        // Nothing is tried again by Hangfire: the next look finds what was not started.
        services.AddSingleton<IJobFilterProvider>(new JobFilterCollection { new StatisticsHistoryAttribute(), new AutomaticRetryAttribute { Attempts = 0 } });
        return services.AddHangfire((provider, configuration) => configuration
            .UseLogProvider(new AspNetCoreLogProvider(new LastingLoggers(provider.GetRequiredService<ILoggerFactory>())))
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings());
    }

    /// <summary>Serves the pages, read-only but for running a job, which is done as our page of jobs does it.</summary>
    public static void MapHangfirePages(this WebApplication app)
    {
        app.MapPost($"{SecurityHeaders.HangfirePath}/recurring/trigger", TriggerAsync).RequireAuthorization(Policies.Admin).ExcludeFromDescription();
        app.MapHangfireDashboard(SecurityHeaders.HangfirePath, new DashboardOptions
        {
            AppPath = PageAddresses.Jobs,
            Authorization = [], // by the policy of the route
            DashboardTitle = "Octoplus – Hangfire",
            DisplayNameFunc = (_, job) => job.Type == typeof(JobEngine) && job.Args is [string name, ..] ? name : $"{job.Type.Name}.{job.Method.Name}",
            DisplayStorageConnectionString = false,
            IsReadOnlyFunc = context => context.Request.Method != HttpMethods.Get || context.Request.Path != "/recurring",
        }).RequireAuthorization(Policies.Admin);
    }

    private static async Task<IResult> TriggerAsync(HttpContext context, IAntiforgery antiforgery, JobEngine engine, JobActions actions)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Results.BadRequest();
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        foreach (var name in form["jobs[]"].OfType<string>().Where(name => engine.Find(name) is not null))
        {
            await actions.RunAsync(name, null, context.Actor(), context.RequestAborted);
        }

        return Results.NoContent();
    }

    /// <summary>Hangfire keeps where it logs in a static, which outlives the host; what it says after that is lost.</summary>
    private sealed class LastingLoggers(ILoggerFactory loggers) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName)
        {
            try
            {
                return loggers.CreateLogger(categoryName);
            }
            catch (ObjectDisposedException)
            {
                return NullLogger.Instance;
            }
        }

        public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

        public void Dispose()
        {
            // The host disposes of its own.
        }
    }
}
