using Octoplus.Core.Forecasts;
using Octoplus.Ingest.Forecasts;
using Octoplus.Ingest.Jobs;

namespace Octoplus.Dashboard.ForecastAdmin;

/// <summary>Registers what forecasts are made, kept and read with.</summary>
internal static class ForecastServices
{
    public static void AddForecasts(this IServiceCollection services)
    {
        services.AddSingleton<ForecastAll>(_ => Forecaster.ForecastAll);
        services.AddSingleton<ForecastQueries>();
        services.AddSingleton<ForecastSetQueries>();
        services.AddSingleton<ForecastLedgerStore>();
        services.AddSingleton<ForecastScoreStore>();
        services.AddSingleton<ForecastRunStore>();
        services.AddSingleton<ForecastTraining>();
        services.AddSingleton<ForecastPolicyStore>();
        services.AddSingleton<ForecastPreview>();
        services.AddSingleton<Job, TrainForecastsJob>();
    }
}
