using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting.Peaks;
using Octoplus.Core.Views;
using Octoplus.Core.Vintages;

namespace Octoplus.Core.Forecasts;

/// <summary>The weekly counts of a measure as served, laid out week by week.</summary>
internal sealed class WeeklyCounts
{
    /// <summary>Weeks shown beside a probability: half a year.</summary>
    private const int RecentWeeks = 26;

    private readonly SortedDictionary<string, IReadOnlyList<ServedPoint>> _series = new(StringComparer.Ordinal);

    private WeeklyCounts(ServedMeasure measure) => Measure = measure;

    public ServedMeasure Measure { get; }

    public static async Task<WeeklyCounts> ReadAsync(SeriesQueries queries, ServedMeasure measure, CancellationToken cancellationToken)
    {
        var counts = new WeeklyCounts(measure);
        foreach (var territory in await queries.TerritoriesAsync(measure.Dataset, measure.Measure, cancellationToken))
        {
            var points = await queries.PointsAsync(measure.Dataset, measure.Measure, territory, cancellationToken: cancellationToken);
            if (points.Count > 0)
            {
                counts._series[territory] = points;
            }
        }

        return counts;
    }

    /// <summary>Of all that the peaks are worked out of, and of the way they are (the leading number).</summary>
    public string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData("1"u8);
        Span<byte> point = stackalloc byte[13];
        foreach (var (territory, points) in _series)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(territory + "\n"));
            foreach (var p in points)
            {
                BinaryPrimitives.WriteInt32LittleEndian(point, p.Period);
                BinaryPrimitives.WriteDoubleLittleEndian(point[4..], p.Value ?? -1);
                point[12] = p.IsProvisional ? (byte)1 : (byte)0;
                hash.AppendData(point);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Works out the peaks of the first week of which nothing is published.</summary>
    /// <returns>Null where there is no week at all.</returns>
    public (PeakMeasure Measure, IReadOnlyList<PeakSeries> Series)? Peaks(DateTimeOffset madeAt, CancellationToken cancellationToken)
    {
        var laidOut = _series.Select(s => (Territory: s.Key, Weeks: Weeks(s.Value))).Where(s => s.Weeks.Count > 0).ToList();
        if (laidOut.Count == 0)
        {
            return null;
        }

        var last = _series.Values.Max(p => p[^1].Period);
        var target = Period.Start(PeriodGrain.Week, last)!.Value.AddDays(7);
        var inputs = laidOut.ConvertAll(s => Input(s.Territory, s.Weeks, target));
        var forecasts = PeakForecaster.Forecast(inputs, null, cancellationToken);
        var latest = _series.Values.Select(p => p[^1]).First(p => p.Period == last);
        var series = forecasts.Series.Select((f, i) => new PeakSeries(
            f.Id, f.Refusal, f.Probability, f.Threshold, f.Usual, f.Backtest?.Count ?? 0, f.Backtest?.Auc,
            Recent(laidOut[i].Weeks, target), laidOut[i].Weeks.Reverse().TakeWhile(w => w.Value.IsProvisional).Count()));
        return (
            new(
                Measure.Dataset, Measure.Measure, Measure.Label, Period.Key(PeriodGrain.Week, target), inputs.Min(i => i.Ahead), madeAt, latest.Vintage,
                _series.Values.Any(p => p.Any(q => q.IsDemonstration)), forecasts.IsLearnt, forecasts.Backtest),
            [.. series]);
    }

    private static SortedDictionary<DateOnly, ServedPoint> Weeks(IReadOnlyList<ServedPoint> points)
    {
        var weeks = new SortedDictionary<DateOnly, ServedPoint>();
        foreach (var point in points)
        {
            if (Period.Start(PeriodGrain.Week, point.Period) is { DayOfWeek: DayOfWeek.Monday } start)
            {
                weeks[start] = point;
            }
        }

        return weeks;
    }

    /// <summary>Settled weeks only: what may change yet teaches the wrong thing.</summary>
    private static PeakInput Input(string territory, SortedDictionary<DateOnly, ServedPoint> weeks, DateOnly target)
    {
        var first = weeks.First().Key;
        var settled = weeks.Reverse().SkipWhile(w => w.Value.IsProvisional).Select(w => (DateOnly?)w.Key).FirstOrDefault() ?? first.AddDays(-7);
        var count = ((settled.DayNumber - first.DayNumber) / 7) + 1;
        return new(
            territory,
            Period.Key(PeriodGrain.Week, first),
            [.. Enumerable.Range(0, count).Select(t => weeks.GetValueOrDefault(first.AddDays(7 * t))?.Value)])
        {
            Ahead = (target.DayNumber - settled.DayNumber) / 7,
        };
    }

    private static List<double?> Recent(SortedDictionary<DateOnly, ServedPoint> weeks, DateOnly target)
        => [.. Enumerable.Range(1, RecentWeeks).Select(i => weeks.GetValueOrDefault(target.AddDays(-7 * (RecentWeeks + 1 - i)))?.Value)];
}
