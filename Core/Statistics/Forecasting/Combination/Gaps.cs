namespace Octoplus.Core.Statistics.Forecasting.Combination;

/// <summary>Fills unknown periods, so that methods see a regular series.</summary>
internal static class Gaps
{
    /// <summary>
    /// Straight line between the known neighbours; with a season and two of them or more, the line is drawn between the values less their
    /// season's mean deviation from the moving level, so that a missing December is a December.
    /// </summary>
    /// <param name="values">First and last known.</param>
    /// <param name="season">Periods in a season.</param>
    /// <returns>n values.</returns>
    public static double[] Fill(IReadOnlyList<double?> values, int season)
    {
        var filled = Line(values);
        if (season > 1 && values.Count >= 2 * season && values.Any(v => v is null))
        {
            var factors = SeasonOf(values, filled, season);
            var adjusted = new double?[values.Count];
            for (var i = 0; i < adjusted.Length; i++)
            {
                adjusted[i] = values[i] is null ? null : filled[i] - factors[i % season];
            }

            var line = Line(adjusted);
            for (var i = 0; i < filled.Length; i++)
            {
                filled[i] = values[i] is null ? line[i] + factors[i % season] : filled[i];
            }

            // What a season takes off must not make a count negative.
            if (values.All(v => v is null or >= 0))
            {
                for (var i = 0; i < filled.Length; i++)
                {
                    filled[i] = Math.Max(0, filled[i]);
                }
            }
        }

        return filled;
    }

    private static double[] SeasonOf(IReadOnlyList<double?> values, double[] filled, int season)
    {
        var sums = new double[season];
        var counts = new int[season];
        for (var i = 0; i < filled.Length; i++)
        {
            if (values[i] is not null)
            {
                var from = Math.Clamp(i - (season / 2), 0, filled.Length - season);
                var level = 0.0;
                for (var j = from; j < from + season; j++)
                {
                    level += filled[j] / season;
                }

                sums[i % season] += filled[i] - level;
                counts[i % season]++;
            }
        }

        for (var p = 0; p < season; p++)
        {
            sums[p] /= Math.Max(1, counts[p]);
        }

        return sums;
    }

    private static double[] Line(IReadOnlyList<double?> values)
    {
        var line = new double[values.Count];
        var before = -1;
        for (var i = 0; i < line.Length; i++)
        {
            if (values[i] is { } value)
            {
                line[i] = value;
                for (var j = before + 1; j < i; j++)
                {
                    var part = before < 0 ? 1 : (double)(j - before) / (i - before);
                    line[j] = before < 0 ? line[i] : (line[before] * (1 - part)) + (line[i] * part);
                }

                before = i;
            }
        }

        return line;
    }
}
