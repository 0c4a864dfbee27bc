using Octoplus.Core.Clusters;
using Octoplus.Ingest.Groups;
using Octoplus.Ingest.Jobs;

namespace Octoplus.Dashboard.Hosting;

/// <summary>Registers what groups are computed, kept and read with.</summary>
internal static class GroupServices
{
    public static void AddGroups(this IServiceCollection services)
    {
        services.AddSingleton<AnalyseClusters>(_ => GroupEngine.Analyse);
        services.AddSingleton<GroupQueries>();
        services.AddSingleton<GroupDataQueries>();
        services.AddSingleton<GroupSetStore>();
        services.AddSingleton<GroupNameStore>();
        services.AddSingleton<GroupAnalyses>();
        services.AddSingleton<Job, GroupTerritoriesJob>();
    }
}
