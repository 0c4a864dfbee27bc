using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Octoplus.Core.Clusters;

/// <summary>
/// Exchange of single rows (Hartigan and Wong 1979, step 4; Telgarsky and Vattani 2010): a row changes its cluster where that lowers the inertia, with
/// both centres moving at once. Ends in optima that Lloyd's iterations would leave too, but not the other way round; what that gains is of the order of a row
/// in n, so it is worth its cost in small data only.
/// </summary>
internal sealed class KMeansExchange(KMeansPoints points, int clusters)
{
    private const int Lanes = KMeansPoints.Lanes;

    private const double Rounding = 1e-12;

    // Of coordinates, some hundred times their last digit: centres are moved a row at a time.
    private readonly double _rounding = 1e-13 * Math.Sqrt(points.Squares / points.Rows);
    private readonly double[] _scratch = new double[points.Columns * Lanes];
    private readonly double[] _squares = new double[clusters * Lanes];
    private readonly double[] _joining = new double[clusters];
    private readonly double[] _leaving = new double[clusters];

    /// <summary>Exchanges rows until none gains, or a number of rounds is done.</summary>
    /// <param name="centres">The means of the rows of each cluster; kept so.</param>
    /// <param name="lloyd">Labels and counts; kept true.</param>
    /// <param name="maxRounds">Times that each row is looked at, and moves a row, at most.</param>
    /// <returns>Whether any row was moved.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Run(double[] centres, KMeansLloyd lloyd, int maxRounds, CancellationToken cancellationToken)
    {
        for (var c = 0; c < clusters; c++)
        {
            Weigh(c, lloyd.Counts[c]);
        }

        var d = points.Columns;
        var (moves, most) = (0L, (long)maxRounds * points.Rows);
        var unmoved = 0;
        for (var step = 0; step < maxRounds * points.Blocks && unmoved < points.Blocks; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var block = step % points.Blocks;
            var lanes = points.Block(block, _scratch);
            KMeansDistances.Squares(lanes, centres, d, _squares);
            unmoved++;
            while (moves < most && Best(block, lloyd.Labels, out var row, out var to))
            {
                moves++;
                var from = lloyd.Labels[row];
                Take(centres, lloyd, row, to);
                KMeansDistances.Squares(lanes, centres.AsSpan(from * d, d), d, _squares.AsSpan(from * Lanes, Lanes));
                KMeansDistances.Squares(lanes, centres.AsSpan(to * d, d), d, _squares.AsSpan(to * Lanes, Lanes));
                unmoved = 0;
            }
        }

        return moves > 0;
    }

    /// <summary>The first row of a block that gains, and where it goes: to where it gains most.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Best(int block, int[] labels, out int row, out int to)
    {
        row = block * Lanes;
        var label = Vector512.Create(
            (double)labels[row], labels[row + 1], labels[row + 2], labels[row + 3], labels[row + 4], labels[row + 5], labels[row + 6], labels[row + 7]);
        var (saved, best) = (Vector512<double>.Zero, Vector512<double>.Zero);
        var least = Vector512.Create(double.PositiveInfinity);
        for (var c = 0; c < clusters; c++)
        {
            var square = Vector512.LoadUnsafe(ref _squares[c * Lanes]);
            var number = Vector512.Create((double)c);
            var isOwn = Vector512.Equals(label, number);
            saved = Vector512.ConditionalSelect(isOwn, square * _leaving[c], saved);
            var cost = Vector512.ConditionalSelect(isOwn, Vector512.Create(double.PositiveInfinity), square * _joining[c]);
            best = Vector512.ConditionalSelect(Vector512.LessThan(cost, least), number, best);
            least = Vector512.MinNative(least, cost);
        }

        // Gains below the last digits are none: they could go round in circles. Centres are right but for the last digits of the coordinates, far from the middle of all
        // more than those of the distances.
        var floor = Vector512.Sqrt(saved) * _rounding;
        var gains = Vector512.LessThan(least, saved * (1 - Rounding) - floor).ExtractMostSignificantBits() & ((1UL << Math.Min(Lanes, points.Rows - row)) - 1);
        var lane = BitOperations.TrailingZeroCount(gains);
        (row, to) = gains == 0 ? (0, 0) : (row + lane, (int)best[lane]);
        return gains != 0;
    }

    private void Take(double[] centres, KMeansLloyd lloyd, int row, int to)
    {
        var d = points.Columns;
        var from = lloyd.Labels[row];
        var x = points.Row(row);
        var (left, joined) = (lloyd.Counts[from] - 1, lloyd.Counts[to] + 1);
        for (var j = 0; j < d; j++)
        {
            centres[from * d + j] -= (x[j] - centres[from * d + j]) / left;
            centres[to * d + j] += (x[j] - centres[to * d + j]) / joined;
        }

        (lloyd.Labels[row], lloyd.Counts[from], lloyd.Counts[to]) = (to, left, joined);
        Weigh(from, left);
        Weigh(to, joined);
    }

    /// <summary>What a square costs where a row leaves a cluster or joins it. The only row of a cluster never leaves.</summary>
    private void Weigh(int cluster, int count)
        => (_leaving[cluster], _joining[cluster]) = (count > 1 ? count / (count - 1.0) : 0, count / (count + 1.0));
}
