namespace Octoplus.Core.Statistics.Forecasting.Reconciliation;

/// <summary>Nodes of a hierarchy as forecasts.</summary>
internal static class ForecastNodes
{
    /// <summary>Which nodes have a forecast from the origin that most nodes have: steps of different periods cannot be added.</summary>
    public static bool[] OfOneOrigin(IReadOnlyList<ForecastResult> bases)
    {
        var origin = bases.Where(b => b.Steps.Count > 0).GroupBy(b => b.Origin).OrderByDescending(g => g.Count()).ThenByDescending(g => g.Key).FirstOrDefault()?.Key;
        return [.. bases.Select(b => b.Refusal == ForecastRefusal.None && b.Steps.Count > 0 && b.Origin == origin)];
    }

    /// <summary>
    /// The forecast with other means: bands move with what is expected and keep their widths, as far as they hold the mean and fall below 0 only where
    /// values do. That a mean is whole moves nothing: of ten territories with a tenth of an event one gets the event, and is no more dangerous for it.
    /// </summary>
    /// <param name="expected">The means before they were made whole.</param>
    public static ForecastResult WithMeans(ForecastResult result, double[] means, double[] expected, bool isNonNegative, bool isCount)
    {
        var steps = new ForecastStep[means.Length];
        var total = 0.0;
        for (var h = 0; h < steps.Length; h++)
        {
            total += expected[h];
            steps[h] = result.Steps[h].TotalMean is null
                ? Moved(result.Steps[h], means[h], means[h] - result.Steps[h].Mean, isNonNegative, isCount)
                : Moved(result.Steps[h], means[h], Whole(expected[h] - result.ExpectedAt(h), isCount), isNonNegative, isCount) with { TotalMean = total };
        }

        return result with { Steps = steps };
    }

    // Whole bounds moved by whole events stay as wide as they are.
    private static double Whole(double move, bool isCount) => isCount ? Math.Round(move, MidpointRounding.AwayFromZero) : move;

    private static ForecastStep Moved(ForecastStep step, double mean, double move, bool isNonNegative, bool isCount)
    {
        return step with
        {
            Mean = mean,
            Low80 = Low(step.Low80 + move, mean, isNonNegative, isCount),
            High80 = High(step.High80 + move, mean, isCount),
            Low95 = Low(step.Low95 + move, mean, isNonNegative, isCount),
            High95 = High(step.High95 + move, mean, isCount),
        };
    }

    private static double Low(double value, double mean, bool isNonNegative, bool isCount)
    {
        var whole = isCount ? Math.Floor(value) : value;
        return Math.Min(mean, isNonNegative ? Math.Max(0, whole) : whole);
    }

    private static double High(double value, double mean, bool isCount)
        => Math.Max(mean, isCount ? Math.Ceiling(value) : value);
}
