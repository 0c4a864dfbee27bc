using Octoplus.Core.Forecasts;
using Octoplus.Core.Storage;
using Octoplus.Core.Views;

namespace Octoplus.Ingest.Tests.Forecasts;

/// <summary>Jobs of forecasts with the stores of a database.</summary>
internal static class ForecastJobs
{
    public static TrainForecastsJob Train(Database database, ForecastAll engine)
    {
        var (sets, ledger) = (new ForecastSetQueries(database, new SeriesQueries(database)), new ForecastLedgerStore(database));
        return new TrainForecastsJob(
            sets, new ForecastQueries(database), ledger, new ForecastRunStore(database), new ForecastTraining(sets, ledger, new ForecastScoreStore(database), engine));
    }
}
