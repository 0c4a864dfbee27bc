namespace Octoplus.Core.Statistics.Forecasting.Decomposition;

/// <summary>
/// Local regression on equally spaced points 1…n with tricube weights, of degree 0 or 1, as STL uses it (Cleveland, Cleveland, McRae and
/// Terpenning 1990, <i>Journal of Official Statistics</i> 6, §2.2). Cost: points ÷ jump × window.
/// </summary>
internal readonly struct Loess(int window, int degree, int jump)
{
    /// <summary>Smooths; values between two points that the jump reaches are interpolated.</summary>
    /// <param name="weights">Of each value, or empty: all 1.</param>
    /// <param name="scratch">At least as long as <paramref name="values"/>.</param>
    public void Smooth(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, Span<double> smooth, Span<double> scratch)
    {
        var count = values.Length;
        if (count < 2)
        {
            values.CopyTo(smooth);
            return;
        }

        var step = Math.Min(jump, count - 1);
        var last = 0;
        for (var i = 0; i < count; i += step)
        {
            smooth[i] = At(i + 1, values, weights, scratch) ?? values[i];
            last = i;
        }

        if (step == 1)
        {
            return;
        }

        for (var i = 0; i < last; i += step)
        {
            Interpolate(smooth, i, i + step);
        }

        if (last != count - 1)
        {
            smooth[count - 1] = At(count, values, weights, scratch) ?? values[count - 1];
            Interpolate(smooth, last, count - 1);
        }
    }

    /// <summary>The regression at one place, 0 to n + 1 (one outside on either side); null where all weights are 0.</summary>
    public double? At(int place, ReadOnlySpan<double> values, ReadOnlySpan<double> weights, Span<double> scratch)
    {
        var count = values.Length;
        var half = (window + 1) / 2;
        var first = window >= count ? 1 : Math.Clamp(place - half + 1, 1, count - window + 1);
        var last = window >= count ? count : first + window - 1;

        double reach = Math.Max(place - first, last - place);
        if (window > count)
        {
            reach += (window - count) / 2;
        }

        var local = scratch[..(last - first + 1)];
        var sum = Tricube(place - first, reach, local, weights.IsEmpty ? weights : weights[(first - 1)..last]);
        if (sum <= 0)
        {
            return null;
        }

        var tilt = 0.0;
        var centre = 0.0;
        if (degree > 0 && reach > 0)
        {
            (centre, tilt) = Slope(place - first, local, sum, count - 1);
        }

        var result = 0.0;
        var inside = values[(first - 1)..last];
        for (var j = 0; j < local.Length; j++)
        {
            result += local[j] * (1 + (tilt * (j - centre))) * inside[j];
        }

        return result / sum;
    }

    // Places are counted from the left of the window here.
    private static double Tricube(int place, double reach, Span<double> local, ReadOnlySpan<double> weights)
    {
        var far = 0.999 * reach;
        var near = 0.001 * reach;
        var inverse = reach > 0 ? 1 / reach : 0;
        var sum = 0.0;
        for (var j = 0; j < local.Length; j++)
        {
            double distance = Math.Abs(j - place);
            var weight = 0.0;
            if (distance <= far)
            {
                var part = distance * inverse;
                var drop = 1 - (part * part * part);
                weight = distance <= near ? 1 : drop * drop * drop;
            }
            else if (distance <= near)
            {
                weight = 1;
            }

            if (!weights.IsEmpty)
            {
                weight *= weights[j];
            }

            local[j] = weight;
            sum += weight;
        }

        return sum;
    }

    private static (double Centre, double Tilt) Slope(int place, ReadOnlySpan<double> local, double sum, int range)
    {
        var centre = 0.0;
        for (var j = 0; j < local.Length; j++)
        {
            centre += local[j] * j;
        }

        centre /= sum;
        var spread = 0.0;
        for (var j = 0; j < local.Length; j++)
        {
            spread += local[j] * (j - centre) * (j - centre);
        }

        spread /= sum;
        return Math.Sqrt(spread) > 0.001 * range ? (centre, (place - centre) / spread) : (centre, 0);
    }

    private static void Interpolate(Span<double> smooth, int from, int to)
    {
        var slope = (smooth[to] - smooth[from]) / (to - from);
        for (var i = from + 1; i < to; i++)
        {
            smooth[i] = smooth[from] + (slope * (i - from));
        }
    }
}
