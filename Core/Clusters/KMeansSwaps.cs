using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Octoplus.Core.Clusters;

/// <summary>
/// Finds a centre to take away and a row to put it on, for the least inertia that follows at once (Lattanzi and Sohler 2019, algorithm 2, with several rows
/// drawn instead of one). Second nearest distances tell what taking each centre away costs, so that all k are judged in one pass: O(n d) a row drawn, not O(n d k).
/// </summary>
internal sealed class KMeansSwaps(KMeansPoints points, int clusters)
{
    private const int Lanes = KMeansPoints.Lanes;

    private readonly int _trials = 2 + (int)Math.Log(clusters);
    private readonly KMeansLottery _lottery = new(points.Rows);
    private readonly double[] _scratch = new double[points.Columns * Lanes];
    private readonly double[] _removal = new double[clusters];
    private double[] _near = [];
    private double[] _next = [];
    private int[] _labels = [];

    /// <summary>Takes the state that swaps start from, after <see cref="KMeansLloyd.Assign"/>.</summary>
    public void Start(KMeansLloyd lloyd)
    {
        (_near, _next, _labels) = ([.. lloyd.Near], [.. lloyd.Next], [.. lloyd.Labels]);
        _lottery.Weigh(_near);
        Array.Clear(_removal);
        for (var row = 0; row < points.Rows; row++)
        {
            _removal[_labels[row]] += _next[row] - _near[row];
        }
    }

    /// <summary>Swaps one centre; false where there is one only or all rows lie on theirs.</summary>
    public bool TrySwap(double[] centres, SeededRandom random, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (clusters == 1 || _lottery.Total <= 0)
        {
            return false;
        }

        var d = points.Columns;
        var rows = new int[_trials];
        var candidates = new double[_trials * d];
        for (var t = 0; t < _trials; t++)
        {
            rows[t] = _lottery.Draw(random);
            points.Row(rows[t]).CopyTo(candidates.AsSpan(t * d));
        }

        var costs = Costs(candidates);
        var best = Array.IndexOf(costs, costs.Min());
        candidates.AsSpan(best / clusters * d, d).CopyTo(centres.AsSpan(best % clusters * d));
        return true;
    }

    /// <summary>Change of the inertia by candidate and centre taken away.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double[] Costs(double[] candidates)
    {
        var costs = new double[_trials * clusters];
        var gains = new double[_trials];
        var squares = new double[_trials * Lanes];
        for (var block = 0; block < points.Blocks; block++)
        {
            KMeansDistances.Squares(points.Block(block, _scratch), candidates, points.Columns, squares);
            var row = block * Lanes;
            var here = Math.Min(Lanes, points.Rows - row);
            var next = Vector512.LoadUnsafe(ref _next[row]);
            for (var t = 0; t < _trials; t++)
            {
                var nearer = Vector512.LessThan(Vector512.LoadUnsafe(ref squares[t * Lanes]), next).ExtractMostSignificantBits();
                for (; nearer != 0; nearer &= nearer - 1)
                {
                    var lane = System.Numerics.BitOperations.TrailingZeroCount(nearer);
                    if (lane < here)
                    {
                        var (square, near) = (squares[t * Lanes + lane], _near[row + lane]);
                        gains[t] += Math.Max(0, near - square);
                        costs[t * clusters + _labels[row + lane]] += Math.Max(0, square - near) - (_next[row + lane] - near);
                    }
                }
            }
        }

        for (var at = 0; at < costs.Length; at++)
        {
            costs[at] += _removal[at % clusters] - gains[at / clusters];
        }

        return costs;
    }
}
