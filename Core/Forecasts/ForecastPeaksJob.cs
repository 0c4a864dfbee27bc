using Octoplus.Core.Jobs;
using Octoplus.Core.Reference;
using Octoplus.Core.Views;

namespace Octoplus.Core.Forecasts;

/// <summary>
/// Works out, for every served weekly count, how likely a peak is in the next week. A measure whose counts are the same as last time is left
/// alone. Killed anywhere, each measure has its former peaks or its new ones.
/// </summary>
public sealed class ForecastPeaksJob(SeriesQueries series, PeakStore store) : Job
{
    /// <summary>Its name.</summary>
    public const string Key = "forecast-peaks";

    /// <inheritdoc/>
    public override string Name => Key;

    /// <inheritdoc/>
    public override string DefaultSchedule => "0 45 3 * * ?";

    /// <inheritdoc/>
    public override IReadOnlyList<string> After => [JobNames.RebuildViews];

    /// <inheritdoc/>
    public override async Task<JobResult> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        var measures = (await series.MeasuresAsync(cancellationToken)).Where(m => m is { Grain: PeriodGrain.Week, Kind: MeasureKind.Count }).ToList();
        var known = await store.HashesAsync(cancellationToken);
        var isForced = context.Cause == JobCause.Person;
        var (changed, rows) = (0, 0L);
        for (var i = 0; i < measures.Count; i++)
        {
            context.Report("peaks", i, measures.Count);
            var counts = await WeeklyCounts.ReadAsync(series, measures[i], cancellationToken);
            var hash = counts.Hash();
            if (!isForced && known.GetValueOrDefault((measures[i].Dataset, measures[i].Measure)) == hash)
            {
                continue;
            }

            if (counts.Peaks(DateTimeOffset.UtcNow, cancellationToken) is { } peaks)
            {
                await store.ReplaceAsync(peaks.Measure, peaks.Series, hash, context.RunId, cancellationToken);
                context.Log(JobLogLevel.Info, Message.Of("peaks.measure", peaks.Measure.Dataset, peaks.Measure.Measure, peaks.Series.Count));
                (changed, rows) = (changed + 1, rows + peaks.Series.Count);
            }
        }

        var gone = known.Keys.Except(measures.Select(m => (m.Dataset, m.Measure))).ToList();
        foreach (var (dataset, measure) in gone)
        {
            await store.RemoveAsync(dataset, measure, cancellationToken);
        }

        return new JobResult(
            changed + gone.Count > 0,
            rows,
            measures.Count == 0 ? Message.Of("peaks.none") : changed + gone.Count > 0 ? Message.Of("peaks.changed", changed, rows) : Message.Of("peaks.same", measures.Count));
    }
}
