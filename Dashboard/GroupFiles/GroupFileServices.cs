using Octoplus.Core.Clusters;

namespace Octoplus.Dashboard.GroupFiles;

/// <summary>What the page that groups files needs.</summary>
internal static class GroupFileServices
{
    public static IServiceCollection AddGroupFiles(this IServiceCollection services)
        => services.AddSingleton<ClusterEngine>(ClusterAnalyser.Analyse).AddSingleton<GroupFileDesk>();
}
