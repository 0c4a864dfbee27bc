using Microsoft.Extensions.DependencyInjection;
using Octoplus.Core.Accounts;
using Octoplus.Core.Backups;
using Octoplus.Core.Boundaries;
using Octoplus.Core.Forecasts;
using Octoplus.Core.Groups;
using Octoplus.Core.Imports;
using Octoplus.Core.Jobs;
using Octoplus.Core.Notices;
using Octoplus.Core.Profiles;
using Octoplus.Core.Quality;
using Octoplus.Core.Sources;
using Octoplus.Core.Storage;
using Octoplus.Core.Upkeep;
using Octoplus.Core.Views;
using Octoplus.Core.Vintages;

namespace Octoplus.Core;

/// <summary>Registers what this layer offers: the database, and the stores and queries on it.</summary>
public static class CoreServices
{
    /// <summary>Opens nothing yet; a setting that cannot work shows when the database is first asked for.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="database">Section <c>Database</c> of the settings.</param>
    /// <param name="dataFolder">Where the SQLite file lies when no connection string is given.</param>
    public static IServiceCollection AddCore(this IServiceCollection services, DatabaseOptions database, string dataFolder)
        => services
            .AddSingleton(TimeProvider.System)
            .AddSingleton(_ => Database.Create(database, dataFolder))

            // Figures.
            .AddSingleton<LeaseStore>()
            .AddSingleton<VintageStore>()
            .AddSingleton<VintageFlips>()
            .AddSingleton<VintageQueries>()
            .AddSingleton<ViewBuilder>()
            .AddSingleton<FlipQueries>()
            .AddSingleton<MapPanelQueries>()
            .AddSingleton<CountQueries>()
            .AddSingleton<SeriesQueries>()
            .AddSingleton<OffenceUnitQueries>()
            .AddSingleton<BoundaryQueries>()
            .AddSingleton<PeakStore>()
            .AddSingleton<PeakQueries>()
            .AddSingleton<ForecastQueries>()
            .AddSingleton<ForecastSetQueries>()
            .AddSingleton<ForecastPolicyStore>()
            .AddSingleton<ForecastLedgerStore>()
            .AddSingleton<ForecastScoreStore>()
            .AddSingleton<ForecastRunStore>()
            .AddSingleton<GroupQueries>()
            .AddSingleton<GroupDataQueries>()
            .AddSingleton<GroupSetStore>()
            .AddSingleton<GroupNameStore>()

            // Quality of the stored data.
            .AddSingleton<StoredCountQueries>()
            .AddSingleton<ServicePairQueries>()
            .AddSingleton<ServicePairStore>()
            .AddSingleton<QualityQueries>()
            .AddSingleton<QualityFindingStore>()
            .AddSingleton<DataCheck>()

            // Where data comes from, and what is done by itself.
            .AddSingleton<ProfileQueries>()
            .AddSingleton<ProfileStore>()
            .AddSingleton<ImportQueries>()
            .AddSingleton<ImportStore>()
            .AddSingleton<SourceQueries>()
            .AddSingleton<SourceStore>()
            .AddSingleton<SourceStateStore>()
            .AddSingleton<JobRunStore>()
            .AddSingleton<JobLogStore>()
            .AddSingleton<JobScheduleStore>()
            .AddSingleton<JobRunQueries>()
            .AddSingleton<NoticeQueries>()
            .AddSingleton<NoticeReads>()
            .AddSingleton<NoticeOutbox>()
            .AddSingleton<BackupFileStore>()

            // Reads whose times are measured, feature by feature, and what was measured.
            .AddSingleton<IMeasuredReads, FigureReads>()
            .AddSingleton<IMeasuredReads, ForecastReads>()
            .AddSingleton<IMeasuredReads, GroupReads>()
            .AddSingleton<IMeasuredReads, VintageReads>()
            .AddSingleton<IMeasuredReads, ImportReads>()
            .AddSingleton<IMeasuredReads, AuditReads>()
            .AddSingleton<QueryTimes>()

            // Accounts.
            .AddSingleton<AuditLog>()
            .AddSingleton<AuditQueries>()
            .AddSingleton<UserQueries>()
            .AddSingleton<UserStore>()
            .AddSingleton<SignInStore>()
            .AddSingleton<RefreshTokenStore>();
}
