using Octoplus.Core.Audit;
using Octoplus.Core.Clusters;
using Octoplus.Core.Forecasts;
using Octoplus.Core.Imports;
using Octoplus.Core.Maps;
using Octoplus.Core.Storage;
using Octoplus.Core.Upkeep;
using Octoplus.Core.Vintages;

namespace Octoplus.Dashboard.Hosting;

/// <summary>The reads whose times are measured, feature by feature, and what was measured.</summary>
public static class MeasuredReads
{
    public static IServiceCollection AddMeasuredReads(this IServiceCollection services)
        => services
            .AddSingleton<IMeasuredReads, FigureReads>()
            .AddSingleton<IMeasuredReads, ForecastReads>()
            .AddSingleton<IMeasuredReads, GroupReads>()
            .AddSingleton<IMeasuredReads, VintageReads>()
            .AddSingleton<IMeasuredReads, ImportReads>()
            .AddSingleton<IMeasuredReads, AuditReads>()
            .AddSingleton<QueryTimes>();
}
