using Octoplus.Core.Forecasts;
using Octoplus.Core.Reference;
using Octoplus.Core.Statistics.Forecasting.Calendar;
using Octoplus.Core.Statistics.Forecasting.Interventions;

namespace Octoplus.Core.Statistics.Forecasting.Combination;

/// <summary>A series made ready to be learnt from: regular, without gaps, of a handy size; or the reason why it cannot be.</summary>
internal sealed class LearningSeries
{
    /// <summary>Fewest known points that get a forecast.</summary>
    public const int MinPoints = 3;

    /// <summary>Most points taken.</summary>
    public const int MaxPoints = 20_000;

    // Older periods tell nothing of the next ones, but cost time: 40 years of months, 10 of weeks.
    private const int MostLearntFrom = 480;
    private const int MostSeasonsLearntFrom = 10;

    private LearningSeries(ForecastInput input, int season) => (Input, Season) = (input, season);

    public ForecastInput Input { get; }

    /// <summary>1 for none.</summary>
    public int Season { get; private init; }

    public ForecastRefusal Refusal { get; private init; }

    /// <summary>Index in the input of the first value learnt from.</summary>
    public int First { get; private init; }

    /// <summary>Key of the last known period.</summary>
    public int Origin { get; private init; }

    /// <summary>Values ÷ <see cref="Scale"/>, gaps filled, without outliers, steps of the level and effects of the calendar, oldest first.</summary>
    public double[] Values { get; private init; } = [];

    /// <summary>The same with the outliers: what forecasts are to be right about.</summary>
    public double[] Scored { get; private init; } = [];

    /// <summary>What was taken out.</summary>
    public IReadOnlyList<Intervention> Interventions { get; private init; } = [];

    /// <summary>Effects of the calendar that were taken out.</summary>
    public CalendarAdjustment Calendar { get; private init; } = CalendarAdjustment.None;

    /// <summary>A power of two near the mean size of the values: what is learnt must not depend on the unit.</summary>
    public double Scale { get; private init; } = 1;

    /// <summary>No value is negative: nor is a forecast.</summary>
    public bool IsNonNegative { get; private init; }

    private CleanedSeries Cleaned { get; init; } = new([], []);

    /// <summary>A value as it was given; null where it was unknown.</summary>
    public double? Known(int index) => Input.Values[First + index];

    /// <summary>What was worked out for a place, in the unit of the input and at the level of its own time: steps that were taken out are put back.</summary>
    public double AsGiven(int index, double worked)
    {
        var value = Cleaned.AtOwnLevel(index, worked * Scale);
        return IsNonNegative ? Math.Max(0, value) : value;
    }

    public static LearningSeries Of(ForecastInput input, ForecastOptions options)
    {
        var season = Math.Clamp(options.Season ?? PeriodSteps.SeasonOf(input.Grain), 1, 366);
        var values = input.Values;
        var last = values.Count - 1;
        while (last >= 0 && values[last] is null)
        {
            last--;
        }

        var first = options.HistoryPeriods is { } history ? Math.Max(0, values.Count - Math.Max(1, history)) : 0;
        while (first <= last && values[first] is null)
        {
            first++;
        }

        var refusal = RefusalOf(input, first, last, season);
        if (refusal != ForecastRefusal.None)
        {
            return new LearningSeries(input, season) { Refusal = refusal };
        }

        first = Math.Max(first, last + 1 - Math.Max(MostLearntFrom, MostSeasonsLearntFrom * season));
        while (values[first] is null)
        {
            first++;
        }

        var known = new double?[last + 1 - first];
        for (var i = 0; i < known.Length; i++)
        {
            known[i] = values[first + i];
        }

        return Learnt(input, options, season, first, last, known);
    }

    private static LearningSeries Learnt(ForecastInput input, ForecastOptions options, int season, int first, int last, double?[] known)
    {
        var raw = Gaps.Fill(known, season);
        var firstPeriod = PeriodSteps.Add(input.Grain, input.FirstPeriod, first);
        var cleaned = SeriesCleaner.Clean(raw, input.Grain, firstPeriod, season, new CleaningOptions
        {
            KnownBreaks = input.KnownBreaks, HandlesBreaks = options.HandlesBreaks, HandlesOutliers = options.HandlesOutliers, IsCount = input.IsCount,
        });
        double[] learnt = [.. cleaned.Values];
        var interventions = WithoutRecent(cleaned.Interventions, learnt, input.Grain, firstPeriod, season);
        var calendar = options.UsesCalendar && season == PeriodSteps.SeasonOf(input.Grain)
            ? CalendarAdjustment.Fit(learnt, input.Grain, firstPeriod, input.Territory)
            : CalendarAdjustment.None;
        learnt = calendar.Adjust(learnt);
        var scale = ScaleOf(learnt, input.IsCount);
        for (var i = 0; i < learnt.Length; i++)
        {
            learnt[i] /= scale;
        }

        return new LearningSeries(input, season)
        {
            First = first,
            Origin = PeriodSteps.Add(input.Grain, input.FirstPeriod, last),
            Values = learnt,
            Scored = WithOutliers(learnt, input, firstPeriod, interventions),
            Scale = scale,
            IsNonNegative = Array.TrueForAll(known, v => v is null or >= 0),
            Interventions = interventions,
            Cleaned = cleaned,
            Calendar = calendar,
        };
    }

    // What looks like an outlier near the end may be the first of a new level: it is learnt from as it is until time has told.
    private static List<Intervention> WithoutRecent(
        IReadOnlyList<Intervention> found, double[] learnt, PeriodGrain grain, int firstPeriod, int season)
    {
        var kept = new List<Intervention>();
        foreach (var intervention in found)
        {
            var index = PeriodSteps.Between(grain, firstPeriod, intervention.Period);
            if (intervention.Kind == InterventionKind.Outlier && index >= learnt.Length - Math.Max(3, season / 2))
            {
                learnt[index] *= intervention.Effect;
            }
            else
            {
                kept.Add(intervention);
            }
        }

        return kept;
    }

    private static double[] WithOutliers(double[] learnt, ForecastInput input, int firstPeriod, IReadOnlyList<Intervention> interventions)
    {
        var scored = (double[])learnt.Clone();
        foreach (var outlier in interventions.Where(i => i.Kind == InterventionKind.Outlier))
        {
            scored[PeriodSteps.Between(input.Grain, firstPeriod, outlier.Period)] *= outlier.Effect;
        }

        return scored;
    }

    // Chance makes few events scatter by their number: they are left as they are.
    private static double ScaleOf(double[] values, bool isCount)
    {
        var size = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            size += (Math.Abs(values[i]) - size) / (i + 1);
        }

        return size > 0 && !(isCount && size < FewEvents.Most) ? Math.Pow(2, Math.Clamp(Math.Round(Math.Log2(size)), -1000, 1000)) : 1;
    }

    private static ForecastRefusal RefusalOf(ForecastInput input, int first, int last, int season)
    {
        if (input.Values.Count > MaxPoints)
        {
            return ForecastRefusal.TooLong;
        }

        var known = 0;
        for (var i = 0; i < input.Values.Count; i++)
        {
            if (input.Values[i] is { } value)
            {
                known += i >= first ? 1 : 0;
                if (!double.IsFinite(value))
                {
                    return ForecastRefusal.NotFinite;
                }

                if (input.IsCount && (value < 0 || value != Math.Floor(value)))
                {
                    return ForecastRefusal.NotACount;
                }
            }
        }

        return known switch
        {
            0 => ForecastRefusal.Empty,
            < MinPoints => ForecastRefusal.TooShort,
            _ when input.Values.Count - 1 - last >= Math.Max(season, MinPoints) => ForecastRefusal.TooManyGaps,
            _ when 3 * (last + 1 - first - known) > last + 1 - first => ForecastRefusal.TooManyGaps,
            _ => ForecastRefusal.None,
        };
    }
}
