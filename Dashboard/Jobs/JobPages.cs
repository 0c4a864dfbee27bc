namespace Octoplus.Dashboard.Jobs;

/// <summary>Registers what the pages of jobs and their API need.</summary>
public static class JobPages
{
    public static IServiceCollection AddJobPages(this IServiceCollection services)
        => services
            .AddSingleton<MessageText>()
            .AddSingleton<JobText>()
            .AddSingleton<JobBoard>()
            .AddSingleton<JobActions>();
}
