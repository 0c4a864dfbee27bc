namespace Octoplus.Core.Forecasts.Combination;

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

    /// <summary>Values ÷ <see cref="Scale"/>, gaps filled, oldest first.</summary>
    public double[] Values { get; private init; } = [];

    /// <summary>A power of two near the mean size of the values: what is learnt must not depend on the unit.</summary>
    public double Scale { get; private init; } = 1;

    /// <summary>No value is negative: nor is a forecast.</summary>
    public bool IsNonNegative { get; private init; }

    /// <summary>A value as it was given; null where it was unknown.</summary>
    public double? Known(int index) => Input.Values[First + index];

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
        var (size, count) = (0.0, 0);
        for (var i = 0; i < known.Length; i++)
        {
            known[i] = values[first + i];
            if (known[i] is { } value)
            {
                size += (Math.Abs(value) - size) / ++count;
            }
        }

        var scale = size > 0 ? Math.Pow(2, Math.Clamp(Math.Round(Math.Log2(size)), -1000, 1000)) : 1;
        return new LearningSeries(input, season)
        {
            First = first,
            Origin = PeriodSteps.Add(input.Grain, input.FirstPeriod, last),
            Values = Gaps.Fill(known, season, scale),
            Scale = scale,
            IsNonNegative = known.All(v => v is null or >= 0),
        };
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
