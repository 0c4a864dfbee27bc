using Octoplus.Core.Forecasts;
using Octoplus.Core.Statistics.Forecasting;

namespace Octoplus.Ingest.Tests.Forecasts;

/// <summary>
/// An engine whose forecasts one can work out in one's head: the last known value plus <see cref="Shift"/>, bands of ±10 and ±20. It counts
/// which series it chose anew and which it continued.
/// </summary>
internal sealed class StandInEngine
{
    public double Shift { get; set; }

    public List<string> Trained { get; } = [];

    public List<string> Continued { get; } = [];

    public IReadOnlyList<ForecastResult> ForecastAll(
        IReadOnlyList<ForecastInput> inputs, ForecastOptions options, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (Trained)
        {
            (options.Kept is null ? Trained : Continued).AddRange(inputs.Select(i => i.Id));
        }

        return [.. inputs.Select(i => Forecast(i, options))];
    }

    private ForecastResult Forecast(ForecastInput input, ForecastOptions options)
    {
        var last = input.Values.ToList().FindLastIndex(v => v is not null);
        if (last < 2)
        {
            return new ForecastResult { Id = input.Id, Refusal = ForecastRefusal.TooShort };
        }

        int At(int place) => PeriodSteps.Add(input.Grain, input.FirstPeriod, place);
        var mean = input.Values[last]!.Value + Shift;
        return new ForecastResult
        {
            Id = input.Id,
            Origin = At(last),
            Steps = [.. Enumerable.Range(1, options.Horizon).Select(h => new ForecastStep(At(last + h), mean, mean - 10, mean + 10, mean - 20, mean + 20, 10 * Math.Sqrt(h)))],
            History = [.. input.Values.Select((v, i) => new HistoryStep(At(i), v, i > 0 ? input.Values[i - 1] : null, null))],
            Predictability = options.Backtests ? Predictability.Good : Predictability.Untested,
            Specification = options.Kept ?? new ForecastSpecification([new MethodWeight("last", "LAST", 0.75), new MethodWeight("naive", "NAIVE", 0.25)], [1.5]),
            Interventions = [.. input.KnownBreaks.Select(b => new Intervention(InterventionKind.KnownBreak, b, 2))],
            Backtest = options.Backtests
                ? [new BacktestScore(ForecastResult.Combination, 1, options.Horizon, 36, 1, 2, 0.75, 12, 0.5, 0.79, 0.96, 0.25), new BacktestScore("last", 1, options.Horizon, 36, 2, 3, 1, 14, null, null, null, 0)]
                : [],
        };
    }
}
