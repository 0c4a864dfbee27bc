using Octoplus.Core.Quality;
using Octoplus.Ingest.Jobs;
using Octoplus.Ingest.Quality;

namespace Octoplus.Dashboard.Quality;

/// <summary>Registers what looks after the stored data.</summary>
internal static class QualityServices
{
    public static void AddQuality(this IServiceCollection services)
    {
        services.AddSingleton<StoredCountQueries>();
        services.AddSingleton<ServicePairQueries>();
        services.AddSingleton<ServicePairStore>();
        services.AddSingleton<QualityQueries>();
        services.AddSingleton<QualityFindingStore>();
        services.AddSingleton<DataCheck>();
        services.AddSingleton<Job, CheckDataJob>();
        services.AddSingleton<Job, MatchServicesJob>();
    }
}
