using Microsoft.Extensions.Options;
using Octoplus.Core.Boundaries;
using Octoplus.Core.Counts;
using Octoplus.Core.Forecasts;
using Octoplus.Core.Forecasts.Peaks;
using Octoplus.Core.Imports;
using Octoplus.Core.Jobs;
using Octoplus.Core.Maps;
using Octoplus.Core.Series;
using Octoplus.Core.Offences;
using Octoplus.Core.Profiles;
using Octoplus.Core.Sources;
using Octoplus.Core.Storage;
using Octoplus.Core.Vintages;
using Octoplus.Dashboard.Accounts;
using Octoplus.Dashboard.Notices;
using Octoplus.Dashboard.Backups;
using Octoplus.Dashboard.ForecastAdmin;
using Octoplus.Dashboard.GroupFiles;
using Octoplus.Dashboard.Quality;
using Octoplus.Ingest.Forecasts;
using Octoplus.Ingest.Imports;
using Octoplus.Ingest.Jobs;
using Octoplus.Ingest.Network;
using Octoplus.Ingest.Sources;
using Octoplus.Ingest.Sources.Kinds;

namespace Octoplus.Dashboard.Hosting;

/// <summary>Registers what serving and the commands share.</summary>
public static class OctoplusServices
{
    public static IServiceCollection AddOctoplus(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DataOptions>().Bind(configuration.GetSection("Data"))
            .PostConfigure(o =>
            {
                o.Folder = Path.GetFullPath(o.Folder, AppRoot.Folder);
                o.Inbox = o.Inbox is null ? null : Path.GetFullPath(o.Inbox, AppRoot.Folder);
            })
            .ValidateOnStart();
        services.AddOptions<DatabaseOptions>().Bind(configuration.GetSection("Database"))
            .Configure(o =>
            {
                o.ConnectionString = configuration.GetConnectionString("Octoplus") ?? "";
                o.ReaderConnectionString = configuration.GetConnectionString("OctoplusReader") ?? "";
            });
        services.AddOptions<List<SourceOptions>>().Bind(configuration.GetSection("Sources")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<List<SourceOptions>>, ValidateSourceOptions>();
        services.AddOptions<NetworkOptions>().Bind(configuration.GetSection("Network"))
            .PostConfigure(o => o.TrustedCertificates = o.TrustedCertificates is { Length: > 0 } path ? Path.GetFullPath(path, AppRoot.Folder) : null)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<NetworkOptions>, ValidateNetworkOptions>();

        services.AddSingleton(p => Database.Create(
            p.GetRequiredService<IOptions<DatabaseOptions>>().Value, p.GetRequiredService<IOptions<DataOptions>>().Value.Folder));
        services.AddSingleton(p => new OriginalFiles(p.GetRequiredService<IOptions<DataOptions>>().Value.Folder));
        services.AddSingleton<ProfileQueries>();
        services.AddSingleton<ProfileStore>();
        services.AddSingleton<Importer>();
        services.AddSingleton<ImportDesk>();
        services.AddSingleton<ImportReading>();
        services.AddSingleton<ImportQueries>();
        services.AddSingleton<FlipQueries>();
        services.AddSingleton<VintageQueries>();
        services.AddSingleton<MapPanelQueries>();
        services.AddSingleton<CountQueries>();
        services.AddSingleton<SeriesQueries>();
        services.AddUsers();
        services.AddSingleton<OffenceUnitQueries>();
        services.AddSingleton<BoundaryQueries>();
        services.AddSingleton<FirstDataProgress>();
        services.AddSingleton<FirstData>();
        services.AddSingleton<OutgoingHttp>();
        services.AddSingleton(p => new SourceHttp(p.GetRequiredService<OutgoingHttp>(), new FetchLimits(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ISourceReader, FileSourceReader>();
        services.AddSourceKinds(configuration);
        services.AddSingleton<ISourceReader, DatasetSourceReader>();
        services.AddSingleton<ShippedSources>();
        services.AddSingleton<SourceImport>();
        services.AddSingleton<SourceRefresh>();
        services.AddSingleton<SourceQueries>();
        services.AddSingleton<SourceStore>();
        services.AddSingleton<SourceStateStore>();
        services.AddSingleton<LeaseStore>();
        services.AddSingleton<JobRunQueries>();
        services.AddSingleton<JobRunStore>();
        services.AddSingleton<JobLogStore>();
        services.AddSingleton<JobScheduleStore>();
        services.AddSingleton<JobEngine>();
        services.AddSingleton<ViewRebuild>();
        services.AddSingleton<JobSchedule>();
        services.AddSingleton<Job, RefreshSourcesJob>();
        services.AddSingleton<Job, RebuildViewsJob>();
        services.AddSingleton<PeakStore>();
        services.AddSingleton<PeakQueries>();
        services.AddSingleton<Job, ForecastPeaksJob>();
        services.AddNotices(configuration);
        services.AddBackups(configuration);
        services.AddQuality();
        services.AddForecasts();
        services.AddGroups();
        services.AddGroupFiles();
        return services;
    }
}
