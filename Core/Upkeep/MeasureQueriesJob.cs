using System.Diagnostics;
using Octoplus.Core.Jobs;
using Octoplus.Core.Notices;
using Octoplus.Core.Reference;
using Octoplus.Core.Storage;

namespace Octoplus.Core.Upkeep;

/// <summary>
/// Makes the reads of the features a few times each, one after the other, and says which are slow, which read whole tables, and which got slower. It
/// changes nothing but its own measurements, which are kept whole or not at all.
/// </summary>
public sealed class MeasureQueriesJob(Database database, QueryTimes measurements, IEnumerable<IMeasuredReads> features) : Job
{
    /// <summary>Its name.</summary>
    public const string Key = "measure-queries";

    private const int Runs = 15;
    private const int SlowestShown = 10;

    // A notice is for what a person would feel.
    private const double SlowerTimes = 3;
    private const double FeltMs = 50;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public override string Name => Key;

    /// <inheritdoc/>
    public override string DefaultSchedule => "0 0 5 ? * SUN";

    /// <summary>Median and 95th percentile (nearest rank) of times.</summary>
    /// <param name="times">At least one, in any order.</param>
    public static (double Median, double P95) Summarise(IEnumerable<double> times)
    {
        var ascending = times.Order().ToList();
        double Rank(double share) => ascending[(int)Math.Ceiling(share * ascending.Count) - 1];
        return (Rank(0.5), Rank(0.95));
    }

    /// <inheritdoc/>
    public override async Task<JobResult> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        var reads = new List<MeasuredRead>();
        foreach (var feature in features)
        {
            reads.AddRange(await feature.ListAsync(cancellationToken));
        }

        if (reads.Count == 0)
        {
            return new JobResult(HasChanged: false, 0, Message.Of("query.nothing"));
        }

        var former = (await measurements.LastAsync(cancellationToken)).ToDictionary(t => t.Name, StringComparer.Ordinal);
        var measured = new List<QueryTime>();
        foreach (var read in reads)
        {
            context.Report("measure-queries", measured.Count, reads.Count);
            measured.Add(await MeasureAsync(read, cancellationToken));
        }

        await measurements.AddAsync(measured, cancellationToken);
        var slowest = measured.OrderByDescending(t => t.P95Ms).ToList();
        foreach (var time in slowest.Take(SlowestShown))
        {
            context.Log(JobLogLevel.Info, former.TryGetValue(time.Name, out var before)
                ? Message.Of("query.time-again", time.Name, time.MedianMs, time.P95Ms, time.RowCount, before.P95Ms)
                : Message.Of("query.time", time.Name, time.MedianMs, time.P95Ms, time.RowCount));
        }

        Warn(context, slowest, former);
        await AskServerAsync(context, cancellationToken);
        return new JobResult(HasChanged: true, measured.Count, Message.Of("query.done", measured.Count, slowest[0].Name, slowest[0].P95Ms));
    }

    internal static void Warn(JobContext context, IReadOnlyList<QueryTime> slowest, Dictionary<string, QueryTime> former)
    {
        foreach (var time in slowest.Where(t => t.Plan is not null))
        {
            context.Log(JobLogLevel.Info, Message.Of("query.whole", time.Name, time.Plan!.ReplaceLineEndings(" · ")));
        }

        foreach (var time in slowest)
        {
            if (former.TryGetValue(time.Name, out var before) && time.P95Ms > FeltMs && time.P95Ms > SlowerTimes * before.P95Ms)
            {
                var slower = Message.Of("query.slower", time.Name, time.P95Ms, before.P95Ms);
                context.Log(JobLogLevel.Warning, slower);
                context.Tell(new Notice(NoticeKind.Changed, "query:" + time.Name, slower, "/admin/taches"));
            }
        }
    }

    private async Task<QueryTime> MeasureAsync(MeasuredRead read, CancellationToken cancellationToken)
    {
        // The first opens connections and warms caches: not what a visitor of the second page waits for.
        var rows = await read.RunAsync(cancellationToken);
        var times = new List<double>();
        var all = Stopwatch.StartNew();
        do
        {
            var clock = Stopwatch.StartNew();
            await read.RunAsync(cancellationToken);
            times.Add(clock.Elapsed.TotalMilliseconds);
        }
        while (times.Count < Runs && all.Elapsed < _patience);

        var (median, p95) = Summarise(times);
        var plan = await measurements.WholeReadsAsync(read, cancellationToken);
        return new QueryTime
        {
            Name = read.Name,
            Runs = times.Count,
            RowCount = rows,
            MedianMs = median,
            P95Ms = p95,
            Plan = plan.Count > 0 ? string.Join('\n', plan) : null,
        };
    }

    private async Task AskServerAsync(JobContext context, CancellationToken cancellationToken)
    {
        if (database.Dialect is not MySqlDialect)
        {
            return;
        }

        if (await measurements.ServerAsync(cancellationToken) is not { } statements)
        {
            context.Log(JobLogLevel.Info, Message.Of("query.server-silent"));
            return;
        }

        foreach (var statement in statements)
        {
            context.Log(JobLogLevel.Info, Message.Of("query.server", statement.MeanMs, statement.Times, statement.Text));
        }
    }
}
