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

    private readonly double[] _scratch = new double[points.Columns * Lanes];
    private readonly double[] _squares = new double[clusters * Lanes];
    private readonly double[] _joining = new double[clusters];
    private readonly double[] _leaving = new double[clusters];

    /// <summary>Exchanges rows until none gains, or a number of rounds is done.</summary>
    /// <param name="centres">The means of the rows of each cluster; kept so.</param>
    /// <param name="lloyd">Labels and counts; kept true.</param>
    /// <returns>Whether any row was moved.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Run(double[] centres, KMeansLloyd lloyd, int maxRounds)
    {
        Array.ForEach([.. Enumerable.Range(0, clusters)], c => Weigh(c, lloyd.Counts[c]));
        var moved = false;
        var unmoved = 0;
        for (var step = 0; step < maxRounds * points.Blocks && unmoved < points.Blocks; step++)
        {
            var block = step % points.Blocks;
            var lanes = points.Block(block, _scratch);
            unmoved++;
            while (Best(lanes, block, centres, lloyd, out var row, out var to))
            {
                Take(centres, lloyd, row, to);
                (moved, unmoved) = (true, 0);
            }
        }

        return moved;
    }

    /// <summary>The first row of a block that gains, and where it goes: to where it gains most.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Best(ReadOnlySpan<double> lanes, int block, double[] centres, KMeansLloyd lloyd, out int row, out int to)
    {
        KMeansDistances.Squares(lanes, centres, points.Columns, _squares);
        for (var lane = 0; lane < Math.Min(Lanes, points.Rows - block * Lanes); lane++)
        {
            row = block * Lanes + lane;
            var from = lloyd.Labels[row];
            var saved = _squares[from * Lanes + lane] * _leaving[from];
            to = from;

            // Gains below the last digits are none: they could go round in circles.
            var least = saved * (1 - 1e-12);
            for (var c = 0; c < clusters; c++)
            {
                var cost = _squares[c * Lanes + lane] * _joining[c];
                if (cost < least && c != from)
                {
                    (to, least) = (c, cost);
                }
            }

            if (to != from && saved > 0)
            {
                return true;
            }
        }

        (row, to) = (0, 0);
        return false;
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
