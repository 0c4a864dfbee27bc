using System.Runtime.InteropServices;
using Octoplus.Core.Statistics.Forecasting.Interventions;

namespace Octoplus.Core.Statistics.Forecasting.Combination;

/// <summary>
/// Bands calibrated by the errors at past origins of all series forecast together (split conformal prediction; Vovk, Gammerman and Shafer 2005,
/// doi:10.1007/b106715): how errors grow with the step, and where their outer tenths and fortieths begin. With few series the usual ones count more.
/// </summary>
internal sealed class BandShape
{
    /// <summary>Origins that speak for the usual size of errors against those of a series.</summary>
    public const double PriorOrigins = 3;

    /// <summary>Errors in units of the usual one of their step are drawn in to this.</summary>
    public const double Far = 4;

    // Series that the usual shape counts for.
    private const double PriorSeries = 15;

    // Steps to either side whose errors help to place one.
    private const int Neighbours = 2;

    private const double Usual80 = 1.2816;

    private const double LeastOfUsual = 0.5;
    private const double LeastBetween = 0.2;

    // A forecast made now knows more than one at a past origin did: with levels of exactly 95 and 80 % bands covered 95.6 and 81.5 % of three
    // held-out spans of the training part, so somewhat less of the past errors is asked for.
    private static readonly double[] _levels = [0.0285, 0.1085, 0.8915, 0.9715];
    private static readonly double[] _usual = [-2.25, -1.33, 1.33, 2.25];

    private readonly double[] _growth;
    private readonly double[] _quantiles;

    private BandShape(double[] growth, double[] quantiles) => (_growth, _quantiles) = (growth, quantiles);

    /// <summary>The usual ends: of errors with somewhat more far ones than the normal distribution has.</summary>
    public static IReadOnlyList<double> UsualEnds => _usual;

    /// <summary>The usual growth: as found on the training part of 714 monthly series, see docs/forecasts.md.</summary>
    public static double UsualGrowth(int step) => 1.05 * Math.Sqrt(1 + (0.17 * step));

    /// <summary>Size of errors so many steps after the first, in one-step deviations.</summary>
    public double Growth(int step) => step < _growth.Length ? _growth[step] : _growth[^1] * UsualGrowth(step) / UsualGrowth(_growth.Length - 1);

    /// <summary>Ends of the bands in units of growth: low 95 %, low 80 %, high 80 %, high 95 %.</summary>
    public IReadOnlyList<double> Quantiles => _quantiles;

    public static BandShape Of(IReadOnlyList<PastErrors> all, int horizon)
    {
        var usual = new double[horizon];
        for (var h = 0; h < horizon; h++)
        {
            usual[h] = UsualGrowth(h);
        }

        var first = new BandShape(usual, _usual);
        var growth = GrowthOf(all, first, horizon);
        var second = new BandShape(growth, _usual);
        return new BandShape(growth, QuantilesOf(all, second));
    }

    private static double[] GrowthOf(IReadOnlyList<PastErrors> all, BandShape usual, int horizon)
    {
        var bySteps = new List<double>[horizon];
        var series = new int[horizon];
        for (var h = 0; h < horizon; h++)
        {
            bySteps[h] = [];
        }

        foreach (var errors in all)
        {
            var longest = 0;
            foreach (var origin in errors.Informed())
            {
                var multiplier = errors.Multiplier(usual, origin.Length);
                longest = Math.Max(longest, origin.Errors.Length);
                for (var h = 0; h < origin.Errors.Length; h++)
                {
                    bySteps[h].Add(Math.Abs(origin.Errors[h]) / multiplier);
                }
            }

            for (var h = 0; h < longest; h++)
            {
                series[h]++;
            }
        }

        var growth = new double[horizon];
        var ratio = 1.0;
        for (var h = 0; h < horizon; h++)
        {
            var near = new List<double>();
            for (var j = Math.Max(0, h - Neighbours); j <= Math.Min(horizon - 1, h + Neighbours); j++)
            {
                near.AddRange(bySteps[j].Select(e => e / usual.Growth(j)));
            }

            if (near.Count > 0)
            {
                near.Sort();
                var own = RunningMedian.Quantile(CollectionsMarshal.AsSpan(near), 0.8) / Usual80;
                ratio = ((series[h] * own) + PriorSeries) / (series[h] + PriorSeries);
            }

            growth[h] = Math.Max(h > 0 ? growth[h - 1] : 0.05, ratio * usual.Growth(h));
        }

        return growth;
    }

    private static double[] QuantilesOf(IReadOnlyList<PastErrors> all, BandShape shape)
    {
        var pooled = new List<double>();
        var series = 0;
        foreach (var errors in all)
        {
            series += errors.Origins.Count > 0 ? 1 : 0;
            foreach (var origin in errors.Informed())
            {
                var multiplier = errors.Multiplier(shape, origin.Length);
                for (var h = 0; h < origin.Errors.Length; h++)
                {
                    pooled.Add(origin.Errors[h] / (multiplier * shape.Growth(h)));
                }
            }
        }

        pooled.Sort();
        var quantiles = new double[_levels.Length];
        for (var q = 0; q < quantiles.Length; q++)
        {
            var own = pooled.Count > 0 ? RunningMedian.Quantile(CollectionsMarshal.AsSpan(pooled), _levels[q]) : _usual[q];
            quantiles[q] = ((series * own) + (PriorSeries * _usual[q])) / (series + PriorSeries);
        }

        return Ordered(quantiles);
    }

    // The forecast lies within its bands, the inner within the outer. Where few origins were tried their errors may all lie on one side, as after a year of
    // lockdown: the other side keeps part of its usual reach, since the next surprise may be another.
    internal static double[] Ordered(double[] quantiles)
    {
        var (low, high) = (Math.Min(quantiles[1], LeastOfUsual * _usual[1]), Math.Max(quantiles[2], LeastOfUsual * _usual[2]));
        return
        [
            Math.Min(Math.Min(quantiles[0], LeastOfUsual * _usual[0]), low - LeastBetween), low,
            high, Math.Max(Math.Max(quantiles[3], LeastOfUsual * _usual[3]), high + LeastBetween),
        ];
    }
}
