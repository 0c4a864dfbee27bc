using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Octoplus.Core.Clusters;

/// <summary>
/// Lloyd's iterations with Hamerly's bounds (Hamerly 2010, algorithm 1): a row is looked at again only when the centres have moved so far that another one
/// could be nearer. Rows that must be looked at are measured against all centres eight at a time, which costs no more than his step of tightening first.
/// Sums are kept by slot, a fixed range of rows, and added in the order of slots: the same whatever the number of processors.
/// One instance serves one thread at a time; its arrays hold what the last call found.
/// </summary>
internal sealed class KMeansLloyd
{
    private const int Lanes = KMeansPoints.Lanes;
    private const int RowsOfOneSlot = 16_384;
    private const int ManySlots = 64;

    /// <summary>Rows whose bounds are looked at before any of them is measured.</summary>
    private const int Stretch = 512;

    private readonly KMeansPoints _points;
    private readonly int _clusters;
    private readonly Slot[] _slots;
    private readonly double[] _shifts;
    private readonly double[] _halves;

    // How far each centre has moved since all rows were looked at, and by how much the gap between its rows' two bounds has narrowed:
    // bounds are kept as of then, so that a row that is skipped is not written.
    private readonly double[] _moved;
    private readonly double[] _narrowed;

    public KMeansLloyd(KMeansPoints points, int clusters)
    {
        (_points, _clusters) = (points, clusters);
        var size = points.Blocks * Lanes;
        (Labels, Near, Next) = (new int[size], new double[size], new double[size]);
        (_shifts, _halves, _moved, _narrowed) = (new double[clusters], new double[clusters], new double[clusters], new double[clusters]);
        (Counts, Sums) = (new int[clusters], new double[clusters * points.Columns]);
        var blocks = points.Rows <= RowsOfOneSlot ? points.Blocks : (points.Blocks + ManySlots - 1) / ManySlots;
        _slots = [.. Enumerable.Range(0, (points.Blocks + blocks - 1) / blocks)
            .Select(s => new Slot(s * blocks, Math.Min((s + 1) * blocks, points.Blocks), clusters, points.Columns))];
    }

    public int Rows => _points.Rows;

    /// <summary>By row, filled up to a whole number of blocks.</summary>
    public int[] Labels { get; }

    /// <summary>After <see cref="Assign"/>: squared distance to the nearest centre, 0 past the last row. Else an upper bound of the distance.</summary>
    public double[] Near { get; }

    /// <summary>After <see cref="Assign"/>: squared distance to the second nearest centre. Else how much farther it is than the nearest, at least.</summary>
    public double[] Next { get; }

    /// <summary>Rows of each cluster.</summary>
    public int[] Counts { get; }

    /// <summary>Of the rows of each cluster, k × d.</summary>
    public double[] Sums { get; }

    /// <summary>Of the last run.</summary>
    public int Iterations { get; private set; }

    /// <summary>Moves centres until no row changes its cluster; tells whether that came before the greatest number of iterations.</summary>
    public bool Run(double[] centres, int maxIterations, int processors, CancellationToken cancellationToken)
    {
        var fresh = true;
        for (Iterations = 1; ; Iterations++)
        {
            if (fresh)
            {
                Array.Clear(_moved);
                Array.Clear(_narrowed);
            }

            Each(processors, cancellationToken, fresh ? slot => Look(slot, centres) : slot => LookAgain(slot, centres));
            Gather();
            var changed = fresh || Array.Exists(_slots, s => s.Changed > 0);
            if (!changed || Iterations >= maxIterations)
            {
                return !changed;
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
        Each(processors, cancellationToken, slot => Look(slot, centres, squares: true));
        Gather();
        return _slots.Sum(s => s.Inertia);
    }

    private void Each(int processors, CancellationToken cancellationToken, Action<Slot> work)
    {
        if (_slots.Length == 1 || processors == 1)
        {
            foreach (var slot in _slots)
            {
                cancellationToken.ThrowIfCancellationRequested();
                work(slot);
            }

            return;
        }

        Parallel.ForEach(_slots, new ParallelOptions { MaxDegreeOfParallelism = processors, CancellationToken = cancellationToken }, work);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Look(Slot slot, double[] centres, bool squares = false)
    {
        var d = _points.Columns;
        slot.Clear();
        var inertia = Vector512<double>.Zero;
        for (var block = slot.First; block < slot.End; block++)
        {
            KMeansDistances.Squares(_points.Block(block, slot.Scratch), centres, d, slot.Squares);
            KMeansDistances.Nearest(slot.Squares, out var near, out var next, out var label);
            var row = block * Lanes;
            var here = Math.Min(Lanes, _points.Rows - row);
            if (here < Lanes)
            {
                near = Vector512.ConditionalSelect(Vector512.LessThan(Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7), Vector512.Create((double)here)), near, Vector512<double>.Zero);
            }

            inertia += near;
            (squares ? near : Vector512.Sqrt(near)).StoreUnsafe(ref Near[row]);
            (squares ? next : Vector512.Sqrt(next) - Vector512.Sqrt(near)).StoreUnsafe(ref Next[row]);
            label.StoreUnsafe(ref slot.Squares[0]);
            for (var lane = 0; lane < here; lane++)
            {
                var c = (int)slot.Squares[lane];
                Labels[row + lane] = c;
                slot.Counts[c]++;
                KMeansSums.Add(slot.Sums.AsSpan(c * d, d), _points.Row(row + lane));
            }
        }

        (slot.Inertia, slot.Changed) = (Vector512.Sum(inertia), slot.End - slot.First);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LookAgain(Slot slot, double[] centres)
    {
        slot.Changed = 0;
        var (pending, rows) = (0, slot.Rows);
        var end = Math.Min(slot.End * Lanes, _points.Rows);
        for (var first = slot.First * Lanes; first < end; first += Stretch)
        {
            // Without a jump: nobody can foretell which rows are kept.
            var found = pending;
            for (var row = first; row < Math.Min(first + Stretch, end); row++)
            {
                rows[found] = row;
                found += Next[row] < _narrowed[Labels[row]] ? 1 : 0;
            }

            for (var at = pending; at < found; at++)
            {
                rows[pending] = rows[at];
                var c = Labels[rows[at]];
                pending += Near[rows[at]] + _moved[c] > _halves[c] ? 1 : 0;
            }

            var settled = 0;
            for (; settled + Lanes <= pending; settled += Lanes)
            {
                Settle(slot, centres, rows.AsSpan(settled, Lanes), Lanes);
            }

            rows.AsSpan(settled, pending - settled).CopyTo(rows);
            pending -= settled;
        }

        if (pending > 0)
        {
            rows.AsSpan(pending, Lanes - pending).Fill(rows[0]);
            Settle(slot, centres, rows.AsSpan(0, Lanes), pending);
        }
    }

    /// <summary>Up to eight rows against all centres.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Settle(Slot slot, double[] centres, ReadOnlySpan<int> rows, int count)
    {
        var d = _points.Columns;
        _points.Gather(rows, slot.Scratch);
        KMeansDistances.Squares(slot.Scratch, centres, d, slot.Squares);
        KMeansDistances.Nearest(slot.Squares, out var near, out var next, out var label);
        Span<double> nears = stackalloc double[Lanes];
        Span<double> gaps = stackalloc double[Lanes];
        Span<double> labels = stackalloc double[Lanes];
        Vector512.Sqrt(near).CopyTo(nears);
        (Vector512.Sqrt(next) - Vector512.Sqrt(near)).CopyTo(gaps);
        label.CopyTo(labels);
        for (var lane = 0; lane < count; lane++)
        {
            var (row, to) = (rows[lane], (int)labels[lane]);
            (Near[row], Next[row]) = (nears[lane] - _moved[to], gaps[lane] + _narrowed[to]);
            var from = Labels[row];
            if (from != to)
            {
                Labels[row] = to;
                slot.Counts[from]--;
                slot.Counts[to]++;
                KMeansSums.Move(slot.Sums.AsSpan(from * d, d), slot.Sums.AsSpan(to * d, d), _points.Row(row));
                slot.Changed++;
            }
        }
    }

    private void Gather()
    {
        Array.Clear(Counts);
        Array.Clear(Sums);
        foreach (var slot in _slots)
        {
            KMeansSums.Add(Sums, slot.Sums);
            for (var c = 0; c < _clusters; c++)
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
        for (var c = 0; c < _clusters; c++)
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

    /// <summary>Centres to the means of their rows, and how far that was.</summary>
    private void Move(double[] centres)
    {
        var d = _points.Columns;
        var (farthest, longest, second) = (0, 0.0, 0.0);
        for (var c = 0; c < _clusters; c++)
        {
            var sum = 0.0;
            for (var j = c * d; j < (c + 1) * d; j++)
            {
                var moved = Sums[j] / Counts[c];
                sum += (moved - centres[j]) * (moved - centres[j]);
                centres[j] = moved;
            }

            _shifts[c] = Math.Sqrt(sum);
            (farthest, longest, second) = _shifts[c] > longest ? (c, _shifts[c], longest) : (farthest, longest, Math.Max(second, _shifts[c]));
        }

        for (var c = 0; c < _clusters; c++)
        {
            _moved[c] += _shifts[c];
            _narrowed[c] += _shifts[c] + (c == farthest ? second : longest);
        }

        for (var c = 0; c < _clusters; c++)
        {
            var nearest = double.PositiveInfinity;
            for (var other = 0; other < _clusters; other++)
            {
                nearest = other == c ? nearest : Math.Min(nearest, KMeansDistances.Square(centres.AsSpan(c * d, d), centres.AsSpan(other * d, d)));
            }

            _halves[c] = Math.Sqrt(nearest) / 2;
        }
    }

    private sealed class Slot(int first, int end, int clusters, int columns)
    {
        public int First { get; } = first;

        public int End { get; } = end;

        public int[] Counts { get; } = new int[clusters];

        public double[] Sums { get; } = new double[clusters * columns];

        public double[] Scratch { get; } = new double[columns * Lanes];

        public double[] Squares { get; } = new double[clusters * Lanes];

        public int[] Rows { get; } = new int[Lanes + Stretch];

        public int Changed { get; set; }

        public double Inertia { get; set; }

        public void Clear()
        {
            Array.Clear(Counts);
            Array.Clear(Sums);
        }
    }
}
