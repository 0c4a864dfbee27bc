using System.Runtime.Intrinsics;

namespace Octoplus.Core.Clusters;

/// <summary>Draws rows with a chance proportional to a weight. Weighing costs O(n), a draw O(log n).</summary>
internal sealed class KMeansLottery(int rows)
{
    private const int Lanes = KMeansPoints.Lanes;

    private readonly double[] _cumulated = new double[(rows + Lanes - 1) / Lanes];
    private double[] _weights = [];

    /// <summary>Of all weights.</summary>
    public double Total { get; private set; }

    /// <param name="weights">By row, 0 or more, filled up with 0 to a whole number of blocks; kept.</param>
    public void Weigh(double[] weights)
    {
        _weights = weights;
        Total = 0;
        for (var block = 0; block < _cumulated.Length; block++)
        {
            Total += Vector512.Sum(Vector512.LoadUnsafe(ref weights[block * Lanes]));
            _cumulated[block] = Total;
        }
    }

    /// <summary>A row of a weight above 0.</summary>
    public int Draw(SeededRandom random)
    {
        var target = random.NextDouble() * Total;
        var found = Array.BinarySearch(_cumulated, target);
        var block = Math.Min(found < 0 ? ~found : found, _cumulated.Length - 1);
        target -= block == 0 ? 0 : _cumulated[block - 1];
        var last = -1;
        for (var row = block * Lanes; row < (block + 1) * Lanes; row++)
        {
            if (_weights[row] > 0)
            {
                (last, target) = (row, target - _weights[row]);
                if (target < 0)
                {
                    return row;
                }
            }
        }

        // Rounding left a crumb, or the block weighs nothing: the last row that weighs.
        return last >= 0 ? last : Array.FindLastIndex(_weights, w => w > 0);
    }
}
