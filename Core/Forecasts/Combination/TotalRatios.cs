namespace Octoplus.Core.Forecasts.Combination;

/// <summary>How far the errors of the steps cancel in their sum: deviation of the sum ÷ sum of the deviations, 1 where they all go the same way.</summary>
internal static class TotalRatios
{
    // As on the French monthly series: errors of twelve months cancel by a third.
    private const double UsualInTheLongRun = 0.65;
    private const double PriorOrigins = 20;

    /// <summary>The usual ratio of a sum of so many steps after the first.</summary>
    public static double Usual(int step) => UsualInTheLongRun + ((1 - UsualInTheLongRun) / (1 + (0.5 * step)));

    /// <summary>By step: root of the mean squared sum of errors ÷ the usual one, over all origins of one series and those of all in this proportion.</summary>
    public static double[] Of(IReadOnlyList<PastErrors> all, BandShape shape, int horizon)
    {
        var ratios = new double[horizon];
        for (var h = 0; h < horizon; h++)
        {
            var (squares, weight) = (PriorOrigins * Usual(h) * Usual(h), PriorOrigins);
            foreach (var errors in all)
            {
                foreach (var origin in errors.Origins.Where(o => o.Errors.Length > h))
                {
                    var multiplier = errors.Multiplier(shape, origin.Length);
                    var (sum, most) = (0.0, 0.0);
                    for (var j = 0; j <= h; j++)
                    {
                        var growth = shape.Growth(j) * multiplier;
                        sum += Math.Clamp(origin.Errors[j], -BandShape.Far * growth, BandShape.Far * growth);
                        most += growth;
                    }

                    squares += sum * sum / (most * most);
                    weight++;
                }
            }

            ratios[h] = Math.Min(1, Math.Sqrt(squares / weight));
        }

        ratios[0] = 1;
        return ratios;
    }
}
