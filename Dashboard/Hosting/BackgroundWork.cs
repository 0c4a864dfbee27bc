using Octoplus.Core.Jobs;
using Octoplus.Core.Notices;
using Octoplus.Dashboard.Notices;
using Octoplus.Ingest.Imports;

namespace Octoplus.Dashboard.Hosting;

/// <summary>Registers all that this node does in the background, in Hangfire: <see cref="JobHost"/> runs it.</summary>
internal static class BackgroundWork
{
    private static readonly TimeSpan _look = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddBackgroundWork(this IServiceCollection services)
        => services
            .AddHangfireInMemory()
            .AddSingleton<RecurringJobs>()
            .AddSingleton<ImportWorker>()
            .AddRepeatedWork<RecurringJobs>("jobs", TimeSpan.FromSeconds(10), (jobs, token) => jobs.LookAsync(token), (p, wake) => p.GetRequiredService<JobEngine>().Changed += wake)
            .AddRepeatedWork<ImportWorker>("imports", _look, (imports, token) => imports.ReadAllAsync(token), (p, wake) => p.GetRequiredService<ImportQueue>().Changed += wake)
            .AddRepeatedWork<ImportWorker>("views", _look, (imports, token) => imports.RebuildAsync(token), (p, wake) => p.GetRequiredService<ImportQueue>().Changed += wake)
            .AddRepeatedWork<NoticeDispatcher>("notices by mail", _look, (dispatcher, token) => dispatcher.SendDueAsync(NoticeChannels.Mail, token))
            .AddRepeatedWork<NoticeDispatcher>("notices by webhook", _look, (dispatcher, token) => dispatcher.SendDueAsync(NoticeChannels.Webhook, token))
            .AddHostedService<JobHost>();
}
