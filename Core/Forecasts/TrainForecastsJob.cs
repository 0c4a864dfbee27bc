using Octoplus.Core.Jobs;
using Octoplus.Core.Notices;
using Octoplus.Core.Reference;

namespace Octoplus.Core.Forecasts;

/// <summary>
/// Scores what was forecast, and forecasts anew what has new values or has lost its way. A second run after it changes nothing. Its parameter: none for what is
/// due; <see cref="All"/> to choose forms and weights of all series anew; <c>dataset/measure</c> for those of one measure.
/// </summary>
public sealed class TrainForecastsJob(
    ForecastSetQueries sets, ForecastQueries queries, ForecastLedgerStore ledger, ForecastRunStore runs, ForecastTraining training) : Job
{
    /// <summary>Its name.</summary>
    public const string Key = "train-forecasts";

    /// <summary>The parameter that has everything trained anew.</summary>
    public const string All = "all";

    private const string Page = "/previsions/registre";

    // Below, one bad month of a few series would look like a bad measure.
    private const int LeastScored = 50;

    // A band of 80 % that holds less than 60 % misleads; by chance alone, fifty periods do not come there.
    private const double LeastCoverage80 = 0.6;

    /// <inheritdoc/>
    public override string Name => Key;

    /// <inheritdoc/>
    public override string DefaultSchedule => "0 15 3 * * ?";

    /// <inheritdoc/>
    public override IReadOnlyList<string> After => [JobNames.RebuildViews];

    /// <summary>The parameter for one measure; null where its keys are too long for one.</summary>
    public static string? ParameterOf(string dataset, string measure)
        => $"{dataset}/{measure}" is { Length: <= MaxParameter } parameter ? parameter : null;

    private const int MaxParameter = 80;

    /// <inheritdoc/>
    public override async Task<JobResult> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        context.Report("forecasts");
        await ledger.DropUnpublishedAsync(cancellationToken);
        var policy = await queries.PolicyAsync(cancellationToken);
        var served = await MeasuresAsync(context, cancellationToken);
        var isPart = context.Parameter is not (null or All);
        var measures = isPart ? [.. served.Where(m => $"{m.Dataset}/{m.Measure}" == context.Parameter)] : served;
        if (isPart && measures.Count == 0)
        {
            return new JobResult(HasChanged: false, 0, Message.Of("forecast.no-measure", context.Parameter!), HasFailed: true);
        }

        var outcomes = new List<MeasureOutcome>();
        var withdrawn = isPart ? 0 : await WithdrawAsync(served, policy, cancellationToken);
        for (var i = 0; i < measures.Count; i++)
        {
            context.Report("forecasts", i, measures.Count);
            if (await training.RunAsync(context.Lease, measures[i], policy, context.Parameter is not null, null, cancellationToken) is { } outcome)
            {
                await WriteAsync(context, measures[i], outcome, policy, cancellationToken);
                outcomes.Add(outcome);
            }
        }

        return await EndAsync(context, outcomes, withdrawn, cancellationToken);
    }

    private async Task<IReadOnlyList<ForecastMeasure>> MeasuresAsync(JobContext context, CancellationToken cancellationToken)
    {
        var large = await sets.TooLargeAsync(cancellationToken);
        foreach (var (dataset, count) in large)
        {
            context.Log(JobLogLevel.Warning, Message.Of("forecast.too-many", dataset, count, ForecastSetQueries.MaxSeries));
        }

        return [.. (await sets.MeasuresAsync(cancellationToken)).Where(m => !large.ContainsKey(m.Dataset))];
    }

    private async Task<int> WithdrawAsync(IReadOnlyList<ForecastMeasure> served, ForecastPolicy policy, CancellationToken cancellationToken)
    {
        var keys = served.Select(m => (m.Dataset, m.Measure)).ToHashSet();
        var gone = (await queries.MeasuresAsync(cancellationToken)).Where(m => !keys.Contains((m.Dataset, m.Measure))).ToList();
        foreach (var measure in gone)
        {
            await training.WithdrawAsync(measure.Dataset, measure.Measure, policy, cancellationToken);
        }

        return gone.Count;
    }

    private async Task WriteAsync(
        JobContext context, ForecastMeasure measure, MeasureOutcome outcome, ForecastPolicy policy, CancellationToken cancellationToken)
    {
        var row = outcome.Row;
        if (outcome.HasChanged)
        {
            await runs.AddAsync([row], cancellationToken);
            context.Log(JobLogLevel.Info, Message.Of("forecast.measure", measure.Dataset, measure.Label, row.Trained, row.Updated, row.Scored, row.Refused));
        }

        if (outcome.Drifted > 0)
        {
            context.Log(JobLogLevel.Warning, Message.Of("forecast.drift", measure.Dataset, measure.Label, outcome.Drifted));
        }

        if (outcome.Recent is { Scored: >= LeastScored } recent)
        {
            var isOut = recent.Mase > policy.MaxMase || recent.Coverage80 < LeastCoverage80;
            context.Tell(new Notice(
                isOut ? NoticeKind.Failed : NoticeKind.Recovered,
                $"forecast:{measure.Dataset}/{measure.Measure}",
                isOut
                    ? Message.Of("forecast.out-of-bounds", measure.Dataset, measure.Label, recent.Mase ?? 0, 100 * recent.Coverage80, recent.Scored)
                    : Message.Of("forecast.within-bounds", measure.Dataset, measure.Label),
                Page));
        }
    }

    private async Task<JobResult> EndAsync(JobContext context, List<MeasureOutcome> outcomes, int withdrawn, CancellationToken cancellationToken)
    {
        var rows = outcomes.Where(o => o.HasChanged).Select(o => o.Row).ToList();
        if (rows.Count == 0)
        {
            return withdrawn == 0
                ? new JobResult(HasChanged: false, 0, Message.Of("forecast.up-to-date"))
                : new JobResult(HasChanged: true, 0, Message.Of("forecast.withdrawn", withdrawn));
        }

        var all = Overall(context.RunId, rows, outcomes.Sum(o => o.Row.Series));
        await runs.AddAsync([all], cancellationToken);
        return new JobResult(
            HasChanged: true, all.Trained + all.Updated, Message.Of("forecast.done", all.Trained, all.Updated, all.Scored, all.Refused));
    }

    // Means over series, so that a measure of few territories does not weigh as much as one of many.
    private static ForecastRun Overall(long runId, List<ForecastRun> rows, int series)
    {
        double? Mean(Func<ForecastRun, double?> value)
        {
            var known = rows.Where(r => r.Trained > 0 && value(r) is not null).ToList();
            return known.Count > 0 ? known.Sum(r => r.Trained * value(r)!.Value) / known.Sum(r => r.Trained) : null;
        }

        return new ForecastRun
        {
            RunId = runId,
            Dataset = "",
            Measure = "",
            MadeAt = DateTimeOffset.UtcNow,
            Series = series,
            Trained = rows.Sum(r => r.Trained),
            Updated = rows.Sum(r => r.Updated),
            Refused = rows.Sum(r => r.Refused),
            Scored = rows.Sum(r => r.Scored),
            Mase = Mean(r => r.Mase),
            Smape = Mean(r => r.Smape),
            R2 = Mean(r => r.R2),
            Coverage80 = Mean(r => r.Coverage80),
            Coverage95 = Mean(r => r.Coverage95),
        };
    }
}
