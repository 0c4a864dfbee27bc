namespace Octoplus.Core.Statistics.Forecasting.Combination;

/// <summary>The steps of a forecast with their bands.</summary>
internal static class Bands
{
    private const double Widest95 = 3.92;

    public static ForecastStep[] Steps(SeriesTraining training, ForecastSpecification specification, int horizon)
    {
        var series = training.Series;
        var scale = BandScale.Of(series);
        var means = training.Now.Combine(training.Weights)!;
        var deviation = training.Now.Deviation(training.Weights);
        var ends = specification.IntervalEnds.Count == 4 ? specification.IntervalEnds : BandShape.UsualEnds;
        var steps = new ForecastStep[horizon];
        var period = series.Origin;
        var (total, expected) = (0.0, 0.0);
        var counts = training.Now.Counts;
        var factors = series.Calendar.Factors(series.Values.Length, horizon);
        for (var h = 0; h < horizon; h++)
        {
            period = PeriodSteps.Add(series.Input.Grain, period, 1);
            var reach = deviation * ScaleAt(specification.IntervalScales, h);
            var middle = scale.Of(means[h]);
            Span<double> band = [means[h], 0, 0, 0, 0];
            for (var e = 0; e < 4; e++)
            {
                var end = scale.Back(middle + (ends[e] * reach));
                band[e + 1] = e < 2 ? Math.Min(end, means[h]) : Math.Max(end, means[h]);
            }

            for (var i = 0; i < band.Length; i++)
            {
                band[i] *= factors[h];
            }

            total += (band[4] - band[1]) / Widest95;
            means[h] = Math.Clamp(band[0] * series.Scale, series.IsNonNegative ? 0 : double.MinValue, double.MaxValue);
            expected = Math.Clamp(expected + means[h], double.MinValue, double.MaxValue);
            for (var (i, whole) = (1, counts?.Ends(h, means[h])); whole is not null && i < band.Length; i++)
            {
                band[i] = whole[i - 1] / series.Scale;
            }

            Write(band, series);
            var deviationOfTotal = counts?.TotalDeviation(means.AsSpan(0, h + 1)) ?? (total * TotalRatioAt(specification.TotalRatios, h) * series.Scale);
            steps[h] = new ForecastStep(period, band[0], band[2], band[3], band[1], band[4], deviationOfTotal) { TotalMean = expected };
        }

        return steps;
    }

    private static double ScaleAt(IReadOnlyList<double> scales, int step)
        => step < scales.Count ? scales[step] : scales[^1] * BandShape.UsualGrowth(step) / BandShape.UsualGrowth(scales.Count - 1);

    private static double TotalRatioAt(IReadOnlyList<double> ratios, int step) => ratios.Count == 0 ? TotalRatios.Usual(step) : ratios[Math.Min(step, ratios.Count - 1)];

    // In the unit of the series; counts are whole and their bands hold what they held before.
    private static void Write(Span<double> band, LearningSeries series)
    {
        for (var i = 0; i < band.Length; i++)
        {
            band[i] *= series.Scale;
            band[i] = series.IsNonNegative ? Math.Max(0, band[i]) : band[i];
            band[i] = double.IsFinite(band[i]) ? band[i] : Math.Sign(band[i]) * double.MaxValue;
            band[i] = series.Input.IsCount ? i is 1 or 2 ? Math.Floor(band[i] + 0.25) : i == 0 ? Math.Round(band[i], MidpointRounding.AwayFromZero) : Math.Ceiling(band[i] - 0.25) : band[i];
        }

        // What was kept of an earlier training may hold ends that cross.
        (band[1], band[4]) = (Math.Min(band[1], band[2]), Math.Max(band[4], band[3]));
        if (series.Input.IsCount)
        {
            (band[1], band[2]) = (Math.Min(band[1], band[0]), Math.Min(band[2], band[0]));
            (band[3], band[4]) = (Math.Max(band[3], band[0]), Math.Max(band[4], band[0]));
        }
    }
}

/// <summary>
/// The scale on which errors are alike: logarithms of positive values, square roots (nearly the variance-stabilising ones of counts, Anscombe
/// 1948, doi:10.1093/biomet/35.3-4.246) where there are zeros or few events, else the values themselves.
/// </summary>
internal readonly struct BandScale
{
    private const double FewEvents = 20;
    private const double Offset = 0.05;

    private readonly Kind _kind;

    private BandScale(Kind kind) => _kind = kind;

    private enum Kind
    {
        Linear,
        Root,
        Log,
    }

    public static BandScale Of(LearningSeries series)
    {
        var (least, mean) = (series.Values.Min(), series.Values.Average());
        return new BandScale(
            !series.IsNonNegative ? Kind.Linear : least <= 0 || (series.Input.IsCount && mean * series.Scale < FewEvents) ? Kind.Root : Kind.Log);
    }

    public double Of(double value) => _kind switch
    {
        Kind.Log => Math.Log(Math.Max(value, 1e-9)),
        Kind.Root => Math.Sqrt(Math.Max(value, 0) + Offset),
        _ => value,
    };

    public double Back(double transformed) => _kind switch
    {
        Kind.Log => Math.Exp(Math.Min(transformed, 60)),
        Kind.Root => Math.Max(0, (Math.Max(0, transformed) * Math.Max(0, transformed)) - Offset),
        _ => transformed,
    };
}
