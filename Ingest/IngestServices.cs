using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Octoplus.Core.Backups;
using Octoplus.Core.Forecasts;
using Octoplus.Core.Groups;
using Octoplus.Core.Imports;
using Octoplus.Core.Jobs;
using Octoplus.Core.Quality;
using Octoplus.Core.Statistics.Forecasting.Combination;
using Octoplus.Core.Storage;
using Octoplus.Core.Upkeep;
using Octoplus.Core.Views;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Network;
using Octoplus.Ingest.Readers.Profiles;
using Octoplus.Ingest.Sources;

namespace Octoplus.Ingest;

/// <summary>Registers what this layer offers: imports, sources and the jobs.</summary>
public static class IngestServices
{
    /// <summary>Needs the services of Core, <c>IConfiguration</c>, and the options of its own sections of the settings, checked.</summary>
    public static IServiceCollection AddIngest(this IServiceCollection services)
        => services
            .AddSingleton(p => new OriginalFiles(DataFolder(p)))
            .AddSingleton(p => new PseudonymKey(DataFolder(p)))
            .AddSingleton<FormatList>()
            .AddSingleton<Importer>()
            .AddSingleton<QueuedFileReader>()
            .AddSingleton<ImportQueue>()
            .AddSingleton<FirstDataProgress>()
            .AddSingleton<FirstData>()
            .AddSources()
            .AddJobs()
            .AddSingleton(p => new BackupRestorer(p.GetRequiredService<Database>(), DataFolder(p), p.GetRequiredService<BackupOptions>()))
            .AddSingleton<BackupFolder>()
            .AddSingleton<ForecastAll>(_ => (inputs, options, progress, cancellationToken)
                => Forecaster.ForecastAll(inputs, options with { Processors = BatchWork.Threads }, progress, cancellationToken))
            .AddSingleton<ForecastTraining>()
            .AddSingleton<ForecastPreview>()
            .AddSingleton<AnalyseClusters>(_ => GroupEngine.Analyse)
            .AddSingleton<GroupAnalyses>();

    private static IServiceCollection AddSources(this IServiceCollection services)
        => services
            .AddSingleton<OutgoingHttp>()
            .AddSingleton(p => new ServerTrust(p.GetRequiredService<IOptions<NetworkOptions>>().Value))
            .AddSingleton(p => new SourceHttp(p.GetRequiredService<OutgoingHttp>(), new FetchLimits(), p.GetRequiredService<TimeProvider>()))
            .AddSingleton(p => new AllowedFolders(p.GetRequiredService<IOptions<FolderOptions>>().Value.Roots, DataFolder(p)))
            .AddSingleton<NamedConnections>()
            .AddSingleton<SourceRules>()
            .AddSingleton<SourceTrial>()
            .AddSingleton<ApiSourceReader>()
            .AddSingleton<QuerySourceReader>()
            .AddSingleton<ISourceReader, FileSourceReader>()
            .AddSingleton<ISourceReader, DatasetSourceReader>()
            .AddSingleton<ISourceReader, FolderSourceReader>()
            .AddSingleton<ISourceReader>(p => p.GetRequiredService<ApiSourceReader>())
            .AddSingleton<ISourceReader>(p => p.GetRequiredService<QuerySourceReader>())
            .AddSingleton<ShippedSources>()
            .AddSingleton<SourceImport>()
            .AddSingleton<SourceRefresh>();

    // In the order in which the page of jobs lists them.
    private static IServiceCollection AddJobs(this IServiceCollection services)
        => services
            .AddSingleton<JobEngine>()
            .AddSingleton<JobSchedule>()
            .AddSingleton<ViewRebuild>()
            .AddSingleton<Job, RefreshSourcesJob>()
            .AddSingleton<Job, RebuildViewsJob>()
            .AddSingleton<Job, ForecastPeaksJob>()
            .AddSingleton<Job, BackUpJob>()
            .AddSingleton<Job, CleanUpJob>()
            .AddSingleton<Job, MeasureQueriesJob>()
            .AddSingleton<Job, CheckDataJob>()
            .AddSingleton<Job, MatchServicesJob>()
            .AddSingleton<Job, TrainForecastsJob>()
            .AddSingleton<Job, GroupTerritoriesJob>();

    private static string DataFolder(IServiceProvider services) => services.GetRequiredService<IOptions<DataOptions>>().Value.Folder;
}
