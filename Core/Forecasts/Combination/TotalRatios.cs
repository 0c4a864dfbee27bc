namespace Octoplus.Core.Forecasts.Combination;

/// <summary>How far the errors of the steps cancel in their sum: deviation of the sum ÷ sum of the deviations, 1 where they all go the same way.</summary>
internal static class TotalRatios
{
    // As on the French monthly series: errors of twelve months cancel by a third.
    private const double UsualInTheLongRun = 0.65;
    private const double PriorOrigins = 20;

    // The normal deviate of an 80 % range, which totals are read with, and the width of a 95 % one, which deviations are taken from.
    private const double Usual80 = 1.2816;
    private const double Width95 = 3.92;

    /// <summary>The usual ratio of a sum of so many steps after the first.</summary>
    public static double Usual(int step) => UsualInTheLongRun + ((1 - UsualInTheLongRun) / (1 + (0.5 * step)));

    /// <summary>
    /// By step: how many deviations hold 80 % of the summed errors at the origins of all series, and <see cref="Usual"/> where there are few. Not the root of
    /// their mean square: far errors made totals of M3's months cover 87 to 93 % and did not help those of France.
    /// </summary>
    public static double[] Of(IReadOnlyList<PastErrors> all, BandShape shape, int horizon)
    {
        var parts = PartsOf(all, shape, horizon);
        var width = Usual80 * (shape.Quantiles[3] - shape.Quantiles[0]) / Width95;
        var ratios = new double[horizon];
        for (var h = 0; h < horizon; h++)
        {
            parts[h].Sort();
            var own = parts[h].Count > 0 ? parts[h][(int)(0.8 * (parts[h].Count - 1))] / width : 0;
            ratios[h] = Math.Min(1, ((own * parts[h].Count) + (PriorOrigins * Usual(h))) / (parts[h].Count + PriorOrigins));
        }

        return ratios;
    }

    // By step: size of the sum of errors to it ÷ sum of their usual sizes, of each origin.
    private static List<double>[] PartsOf(IReadOnlyList<PastErrors> all, BandShape shape, int horizon)
    {
        var parts = new List<double>[horizon];
        for (var h = 0; h < horizon; h++)
        {
            parts[h] = [];
        }

        foreach (var errors in all)
        {
            foreach (var origin in errors.Origins)
            {
                var multiplier = errors.Multiplier(shape, origin.Length);
                var (sum, most) = (0.0, 0.0);
                for (var h = 0; h < Math.Min(horizon, origin.Errors.Length); h++)
                {
                    var growth = shape.Growth(h) * multiplier;
                    sum += Math.Clamp(origin.Errors[h], -BandShape.Far * growth, BandShape.Far * growth);
                    most += growth;
                    parts[h].Add(Math.Abs(sum) / most);
                }
            }
        }

        return parts;
    }
}
