using Octoplus.Core.Forecasts;
using Octoplus.Core.Forecasts.Combination;
using Octoplus.Core.Storage;
using Octoplus.Ingest.Forecasts;
using Octoplus.Ingest.Jobs;

namespace Octoplus.Dashboard.ForecastAdmin;

/// <summary>Registers what forecasts are made, kept and read with.</summary>
internal static class ForecastServices
{
    public static void AddForecasts(this IServiceCollection services)
    {
        services.AddSingleton<ForecastAll>(_ => (inputs, options, progress, cancellationToken)
            => Forecaster.ForecastAll(inputs, options with { Processors = BatchWork.Threads }, progress, cancellationToken));
        services.AddSingleton<ForecastQueries>();
        services.AddSingleton<ForecastSetQueries>();
        services.AddSingleton<ForecastPolicyStore>();
        services.AddSingleton<ForecastPreview>();
        services.AddSingleton<Job, TrainForecastsJob>();
    }
}
