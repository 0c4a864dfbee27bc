using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Octoplus.Core.Statistics.Clustering;

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

/// <summary>
/// Exchange of single rows (Hartigan and Wong 1979, step 4; Telgarsky and Vattani 2010): a row changes its cluster where that lowers the inertia, with
/// both centres moving at once. Ends in optima that Lloyd's iterations would leave too, but not the other way round; what that gains is of the order of a row
/// in n, so it is worth its cost in small data only.
/// </summary>
internal sealed class KMeansExchange(KMeansPoints points, int clusters)
{
    private const int Lanes = KMeansPoints.Lanes;

    private const double Rounding = 1e-12;

    // Error of a centre that has been moved a row at a time: some hundred times the last digit of its coordinates.
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

        // A gain smaller than rounding is none: exchanges could go round in circles. Centres are exact but for the last digits of the coordinates, which far from
        // the middle are coarser than those of the distances.
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

        // Rounding left a remainder, or the block weighs nothing: the last row with a weight.
        return last >= 0 ? last : Array.FindLastIndex(_weights, w => w > 0);
    }
}
