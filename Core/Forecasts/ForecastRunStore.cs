using Dapper;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Forecasts;

/// <summary>Keeps what runs of training did.</summary>
public sealed class ForecastRunStore(Database database)
{
    private const string InsertSql = """
        insert into forecast_run (run_id, dataset, measure, made_at, series, trained, updated, refused, scored, mae, rmse, mase, smape, r2, coverage80, coverage95)
        values (@RunId, @Dataset, @Measure, @MadeAt, @Series, @Trained, @Updated, @Refused, @Scored, @Mae, @Rmse, @Mase, @Smape, @R2, @Coverage80, @Coverage95)
        """;

    /// <summary>Adds rows of a run: of a measure, or of all of them.</summary>
    public Task AddAsync(IReadOnlyList<ForecastRun> rows, CancellationToken cancellationToken)
        => database.WriteAsync((connection, transaction) => connection.ExecuteAsync(InsertSql, rows, transaction), cancellationToken);
}
