using System.Runtime.CompilerServices;

namespace Octoplus.Core.Clusters;

/// <summary>
/// Lloyd's iterations with Hamerly's bounds (Hamerly 2010, algorithm 1): a row is measured again only when the centres have moved so far that another one
/// could be nearer. Rows that must be are measured against all centres eight at a time, which costs no more than his step of tightening first.
/// Sums are kept by slot, a fixed range of rows, and added in the order of slots: the same whatever the number of processors.
/// One instance serves one caller at a time; its arrays hold what the last call found.
/// </summary>
internal sealed class KMeansLloyd
{
    private const int Lanes = KMeansPoints.Lanes;
    private const int RowsOfOneSlot = 16_384;
    private const int ManySlots = 64;

    private readonly KMeansPoints _points;
    private readonly KMeansBounds _bounds;
    private readonly KMeansSlot[] _slots;
    private readonly double[] _shifts;

    public KMeansLloyd(KMeansPoints points, int clusters)
    {
        (_points, _bounds) = (points, new KMeansBounds(points.Blocks * Lanes, clusters));
        (_shifts, Counts, Sums) = (new double[clusters], new int[clusters], new double[clusters * points.Columns]);
        var blocks = points.Rows <= RowsOfOneSlot ? points.Blocks : (points.Blocks + ManySlots - 1) / ManySlots;
        _slots = [.. Enumerable.Range(0, (points.Blocks + blocks - 1) / blocks)
            .Select(s => new KMeansSlot(points, _bounds, s * blocks, Math.Min((s + 1) * blocks, points.Blocks)))];
    }

    /// <summary>By row, filled up to a whole number of blocks.</summary>
    public int[] Labels => _bounds.Labels;

    /// <summary>After <see cref="Assign"/>: squared distance to the nearest centre, 0 past the last row.</summary>
    public double[] Near => _bounds.Near;

    /// <summary>After <see cref="Assign"/>: squared distance to the second nearest centre.</summary>
    public double[] Next => _bounds.Next;

    /// <summary>Rows of each cluster.</summary>
    public int[] Counts { get; }

    /// <summary>Of the rows of each cluster, k × d.</summary>
    public double[] Sums { get; }

    /// <summary>Of the last run.</summary>
    public int Iterations { get; private set; }

    /// <summary>Whether the last run was given up.</summary>
    public bool GaveUp { get; private set; }

    /// <summary>Moves centres until no row changes its cluster; tells whether that came before the greatest number of iterations.</summary>
    /// <param name="target">Inertia to get below: a run is given up when so many steps as the last one would not be enough.</param>
    /// <param name="steps">How many.</param>
    public bool Run(double[] centres, int maxIterations, int processors, CancellationToken cancellationToken, double target = double.PositiveInfinity, int steps = 0)
    {
        var (fresh, before) = (true, double.PositiveInfinity);
        GaveUp = false;
        for (Iterations = 1; ; Iterations++)
        {
            if (fresh)
            {
                _bounds.Restart();
            }

            Each(processors, cancellationToken, fresh ? slot => slot.Look(centres, squares: false) : slot => slot.LookAgain(centres));
            Gather();
            var changed = fresh || Array.Exists(_slots, s => s.Changed > 0);
            if (!changed || Iterations >= maxIterations)
            {
                return !changed;
            }

            if (target < double.PositiveInfinity)
            {
                var inertia = Estimate();
                GaveUp = inertia - target > steps * (before - inertia);
                if (GaveUp)
                {
                    return false;
                }

                before = inertia;
            }

            fresh = Array.IndexOf(Counts, 0) >= 0;
            if (fresh)
            {
                FillEmpty(centres, processors, cancellationToken);
            }

            Move(centres);
        }
    }

    /// <summary>Nearest and second nearest centre of each row, by squared distance; of equally near ones the first.</summary>
    /// <returns>Their inertia.</returns>
    public double Assign(double[] centres, int processors, CancellationToken cancellationToken)
    {
        Each(processors, cancellationToken, slot => slot.Look(centres, squares: true));
        Gather();
        return _slots.Sum(s => s.Inertia);
    }

    /// <summary>Inertia about the means of clusters, but for rounding: Σ|x|² − Σ|sum|² ÷ n, where the middle of all is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Estimate()
    {
        var (inertia, sums, d) = (_points.Squares, Sums, _points.Columns);
        for (var c = 0; c < Counts.Length; c++)
        {
            var squares = 0.0;
            for (var j = c * d; j < (c + 1) * d; j++)
            {
                squares += sums[j] * sums[j];
            }

            inertia -= Counts[c] > 0 ? squares / Counts[c] : 0;
        }

        return inertia;
    }

    private void Each(int processors, CancellationToken cancellationToken, Action<KMeansSlot> work)
    {
        if (_slots.Length > 1 && processors > 1)
        {
            Parallel.ForEach(_slots, new ParallelOptions { MaxDegreeOfParallelism = processors, CancellationToken = cancellationToken }, work);
            return;
        }

        foreach (var slot in _slots)
        {
            cancellationToken.ThrowIfCancellationRequested();
            work(slot);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather()
    {
        Array.Clear(Counts);
        Array.Clear(Sums);
        foreach (var slot in _slots)
        {
            KMeansSums.Add(Sums, slot.Sums);
            for (var c = 0; c < Counts.Length; c++)
            {
                Counts[c] += slot.Counts[c];
            }
        }
    }

    /// <summary>Each empty cluster, in order, gets the row that is farthest from its centre and not the only one there; of equally far ones the first.</summary>
    private void FillEmpty(double[] centres, int processors, CancellationToken cancellationToken)
    {
        var d = _points.Columns;
        Assign(centres, processors, cancellationToken);
        for (var c = 0; c < Counts.Length; c++)
        {
            if (Counts[c] == 0)
            {
                var row = -1;
                for (var i = 0; i < _points.Rows; i++)
                {
                    row = Counts[Labels[i]] > 1 && (row < 0 || Near[i] > Near[row]) ? i : row;
                }

                var from = Labels[row];
                KMeansSums.Move(Sums.AsSpan(from * d, d), Sums.AsSpan(c * d, d), _points.Row(row));
                (Near[row], Labels[row]) = (0, c);
                Counts[from]--;
                Counts[c]++;
            }
        }
    }

    /// <summary>Centres to the means of their rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Move(double[] centres)
    {
        var (d, sums) = (_points.Columns, Sums);
        for (var c = 0; c < Counts.Length; c++)
        {
            var (sum, count) = (0.0, (double)Counts[c]);
            for (var j = c * d; j < (c + 1) * d; j++)
            {
                var moved = sums[j] / count;
                sum += (moved - centres[j]) * (moved - centres[j]);
                centres[j] = moved;
            }

            _shifts[c] = Math.Sqrt(sum);
        }

        _bounds.Widen(_shifts, centres);
    }
}
