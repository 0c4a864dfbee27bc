namespace Octoplus.Core.Statistics.Forecasting.Peaks;

/// <summary>What is known of a week of a series at its origin.</summary>
internal static class PeakFeatures
{
    /// <summary>Features of a week.</summary>
    public const int Width = 7;

    /// <summary>
    /// How unusual the last week, month and quarter were; how far the threshold is from what is usual; how the very same weeks of earlier years stood
    /// out; how unusual the same week of last year was; how much chance there is in counts of this size.
    /// </summary>
    /// <param name="season">The series.</param>
    /// <param name="t">The week.</param>
    /// <param name="row"><see cref="Width"/> numbers, written.</param>
    /// <returns>False where too little is known.</returns>
    public static bool TryRow(WeekSeason season, int t, Span<double> row)
    {
        var origin = t - season.Ahead;
        if (origin < 0 || t >= season.Weeks || double.IsNaN(season.Threshold[t])
            || Mean(season.Anomaly, origin, 1) is not { } last || Mean(season.Anomaly, origin, 4) is not { } month || Mean(season.Anomaly, origin, 13) is not { } quarter)
        {
            return false;
        }

        row[0] = last;
        row[1] = month;
        row[2] = quarter;
        row[3] = Math.Log((season.Threshold[t] + 0.5) / (season.Usual[t] + 0.5));
        row[4] = season.Exact[t];
        row[5] = t - 52 >= 0 && !double.IsNaN(season.Anomaly[t - 52]) ? season.Anomaly[t - 52] : 0;
        row[6] = 1 / Math.Sqrt(season.Usual[t] + 1);
        return true;
    }

    /// <summary>Mean of the known ones of the last so many weeks up to one; null where half of them are not known.</summary>
    private static double? Mean(double[] values, int until, int weeks)
    {
        double sum = 0;
        var known = 0;
        for (var t = Math.Max(0, until - weeks + 1); t <= until; t++)
        {
            if (!double.IsNaN(values[t]))
            {
                sum += values[t];
                known++;
            }
        }

        return 2 * known > weeks ? sum / known : null;
    }
}
