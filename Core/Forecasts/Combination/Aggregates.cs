namespace Octoplus.Core.Forecasts.Combination;

/// <summary>Forecasts by way of means over several periods.</summary>
internal static class Aggregates
{
    private const int FewestMeans = 4;

    /// <summary>Lengths over which means are taken: divisors of the season up to 12; without season 2 and 3.</summary>
    public static int[] DivisorsOf(int season)
        => season < 2 ? [2, 3] : [.. Enumerable.Range(2, Math.Min(season, 13) - 1).Where(d => season % d == 0)];

    /// <summary>Mean of the forecast of the periods and those by way of means; these are joined by straight lines between their middles.</summary>
    public static Func<int, double[]> Mean(
        double[] values, IReadOnlyList<int> lengths, Func<int, double[]> ofPeriods, Func<double[], Func<int, double[]>> ofMeans)
    {
        var levels = new List<(int Length, Func<int, double[]> Project)>();
        foreach (var length in lengths)
        {
            if (values.Length / length >= FewestMeans)
            {
                levels.Add((length, ofMeans(Means(values, length))));
            }
        }

        return horizon =>
        {
            var sum = ofPeriods(horizon);
            foreach (var (length, project) in levels)
            {
                var means = project((horizon / length) + 2);
                for (var h = 0; h < horizon; h++)
                {
                    var place = (h + 1 - ((length + 1) / 2.0)) / length;
                    var i = (int)Math.Max(0, Math.Floor(place));
                    sum[h] += place <= 0 ? means[0] : means[i] + ((place - i) * (means[i + 1] - means[i]));
                }
            }

            for (var h = 0; h < horizon; h++)
            {
                sum[h] /= levels.Count + 1;
            }

            return sum;
        };
    }

    // The newest periods count: what is left over is the oldest.
    private static double[] Means(double[] values, int length)
    {
        var means = new double[values.Length / length];
        var first = values.Length - (means.Length * length);
        for (var i = 0; i < means.Length; i++)
        {
            means[i] = Smoothing.Mean(values.AsSpan(first + (i * length), length));
        }

        return means;
    }
}
