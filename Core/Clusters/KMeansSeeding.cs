using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Octoplus.Core.Clusters;

/// <summary>
/// First centres by greedy k-means++ (Arthur and Vassilvitskii 2007, section 2.2): each is the best of 2 + ⌊ln k⌋ rows, as in scikit-learn, drawn with a
/// chance proportional to the squared distance from the centres so far. Cost: O(n d k ln k).
/// </summary>
internal sealed class KMeansSeeding(KMeansPoints points, int clusters)
{
    private const int Lanes = KMeansPoints.Lanes;

    private readonly int _trials = 2 + (int)Math.Log(clusters);
    private readonly KMeansLottery _lottery = new(points.Rows);
    private readonly double[] _nearest = new double[points.Blocks * Lanes];

    /// <summary>Fills k × d centres; tells how many of them differ: fewer than k only where fewer rows differ.</summary>
    public int Fill(double[] centres, SeededRandom random, CancellationToken cancellationToken)
    {
        var d = points.Columns;
        points.Row(random.Next(points.Rows)).CopyTo(centres);
        _nearest.AsSpan(0, points.Rows).Fill(double.PositiveInfinity);
        Approach(centres.AsSpan(0, d));
        var candidates = new double[_trials * d];
        for (var c = 1; c < clusters; c++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_lottery.Total <= 0)
            {
                return c;
            }

            for (var t = 0; t < _trials; t++)
            {
                points.Row(_lottery.Draw(random)).CopyTo(candidates.AsSpan(t * d));
            }

            var best = Best(candidates);
            candidates.AsSpan(best * d, d).CopyTo(centres.AsSpan(c * d));
            Approach(centres.AsSpan(c * d, d));
        }

        return clusters;
    }

    /// <summary>The candidate that leaves the smallest sum; of equal ones the first drawn.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Best(ReadOnlySpan<double> candidates)
    {
        Span<double> scratch = new double[points.Columns * Lanes];
        Span<double> squares = new double[_trials * Lanes];
        Span<Vector512<double>> sums = stackalloc Vector512<double>[_trials];
        sums.Clear();
        for (var block = 0; block < points.Blocks; block++)
        {
            KMeansDistances.Squares(points.Block(block, scratch), candidates, points.Columns, squares);
            var nearest = Vector512.LoadUnsafe(ref _nearest[block * Lanes]);
            for (var t = 0; t < sums.Length; t++)
            {
                sums[t] += Vector512.MinNative(nearest, Vector512.LoadUnsafe(ref squares[t * Lanes]));
            }
        }

        var best = 0;
        for (var t = 1; t < sums.Length; t++)
        {
            best = Vector512.Sum(sums[t]) < Vector512.Sum(sums[best]) ? t : best;
        }

        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Approach(ReadOnlySpan<double> centre)
    {
        Span<double> scratch = new double[points.Columns * Lanes];
        Span<double> squares = stackalloc double[Lanes];
        for (var block = 0; block < points.Blocks; block++)
        {
            KMeansDistances.Squares(points.Block(block, scratch), centre, points.Columns, squares);
            ref var nearest = ref _nearest[block * Lanes];
            Vector512.MinNative(Vector512.LoadUnsafe(ref nearest), Vector512.LoadUnsafe(ref squares[0])).StoreUnsafe(ref nearest);
        }

        _lottery.Weigh(_nearest);
    }
}
