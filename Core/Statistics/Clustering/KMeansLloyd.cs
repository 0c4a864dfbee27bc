using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Octoplus.Core.Statistics.Clustering;

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

/// <summary>A fixed range of rows, the sums of its rows by cluster, and the work on them: by one thread at a time, of one slot without another.</summary>
/// <param name="first">First block of eight rows.</param>
/// <param name="end">Block after the last.</param>
internal sealed class KMeansSlot(KMeansPoints points, KMeansBounds bounds, int first, int end)
{
    private const int Lanes = KMeansPoints.Lanes;

    /// <summary>Rows whose bounds are looked at before any of them is measured.</summary>
    private const int Stretch = 512;

    private readonly int _columns = points.Columns;
    private readonly double[] _scratch = new double[points.Columns * Lanes];
    private readonly double[] _squares = new double[bounds.Clusters * Lanes];
    private readonly double[] _settled = new double[3 * Lanes];
    private readonly int[] _pending = new int[Lanes + Stretch];

    /// <summary>Rows by cluster.</summary>
    public int[] Counts { get; } = new int[bounds.Clusters];

    /// <summary>k × d.</summary>
    public double[] Sums { get; } = new double[bounds.Clusters * points.Columns];

    /// <summary>Rows that changed their cluster when last looked at.</summary>
    public int Changed { get; private set; }

    /// <summary>When all rows were last looked at.</summary>
    public double Inertia { get; private set; }

    /// <summary>Measures every row against every centre.</summary>
    /// <param name="squares">Whether squared distances to the nearest two are kept instead of bounds.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Look(double[] centres, bool squares)
    {
        Array.Clear(Counts);
        Array.Clear(Sums);
        var inertia = Vector512<double>.Zero;
        for (var block = first; block < end; block++)
        {
            KMeansDistances.Squares(points.Block(block, _scratch), centres, _columns, _squares);
            KMeansDistances.Nearest(_squares, out var near, out var next, out var label);
            var row = block * Lanes;
            var here = Math.Min(Lanes, points.Rows - row);
            if (here < Lanes)
            {
                near = Vector512.ConditionalSelect(Vector512.LessThan(Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7), Vector512.Create((double)here)), near, Vector512<double>.Zero);
            }

            inertia += near;
            (squares ? near : Vector512.Sqrt(near)).StoreUnsafe(ref bounds.Near[row]);
            (squares ? next : Vector512.Sqrt(next) - Vector512.Sqrt(near)).StoreUnsafe(ref bounds.Next[row]);
            label.StoreUnsafe(ref _squares[0]);
            for (var lane = 0; lane < here; lane++)
            {
                var c = (int)_squares[lane];
                bounds.Labels[row + lane] = c;
                Counts[c]++;
                KMeansSums.Add(Sums.AsSpan(c * _columns, _columns), points.Row(row + lane));
            }
        }

        (Inertia, Changed) = (Vector512.Sum(inertia), end - first);
    }

    /// <summary>Measures the rows whose bounds no longer hold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void LookAgain(double[] centres)
    {
        Changed = 0;
        var pending = 0;
        var last = Math.Min(end * Lanes, points.Rows);
        for (var row = first * Lanes; row < last; row += Stretch)
        {
            var to = Math.Min(row + Stretch, last);
            pending = Avx512F.IsSupported && bounds.Clusters <= 2 * Lanes ? DoubtfulByEight(row, to, pending) : Doubtful(row, to, pending);
            var settled = 0;
            for (; settled + Lanes <= pending; settled += Lanes)
            {
                Settle(centres, _pending.AsSpan(settled, Lanes), Lanes);
            }

            _pending.AsSpan(settled, pending - settled).CopyTo(_pending);
            pending -= settled;
        }

        if (pending > 0)
        {
            _pending.AsSpan(pending, Lanes - pending).Fill(_pending[0]);
            Settle(centres, _pending.AsSpan(0, Lanes), pending);
        }
    }

    /// <summary>Adds to those pending the rows for which neither bound of Hamerly's holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Doubtful(int from, int to, int pending)
    {
        var (rows, labels, next, narrowed) = (_pending, bounds.Labels, bounds.Next, bounds.Narrowed);
        for (var row = from; row < to; row++)
        {
            // Without a branch: which rows are kept cannot be predicted.
            var c = labels[row];
            rows[pending] = row;
            pending += next[row] < narrowed[c] & bounds.Near[row] > bounds.Slack[c] ? 1 : 0;
        }

        return pending;
    }

    /// <summary>The same of eight rows at once, where what is known of the clusters fits in two vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int DoubtfulByEight(int from, int to, int pending)
    {
        ref var narrowed = ref MemoryMarshal.GetArrayDataReference(bounds.Narrowed);
        ref var slack = ref MemoryMarshal.GetArrayDataReference(bounds.Slack);
        var (narrowedLow, narrowedHigh) = (Vector512.LoadUnsafe(ref narrowed), Vector512.LoadUnsafe(ref narrowed, Lanes));
        var (slackLow, slackHigh) = (Vector512.LoadUnsafe(ref slack), Vector512.LoadUnsafe(ref slack, Lanes));
        ref var labels = ref MemoryMarshal.GetArrayDataReference(bounds.Labels);
        ref var next = ref MemoryMarshal.GetArrayDataReference(bounds.Next);
        ref var near = ref MemoryMarshal.GetArrayDataReference(bounds.Near);
        for (var row = from; row < to; row += Lanes)
        {
            var label = Avx512F.ConvertToVector512Int64(Vector256.LoadUnsafe(ref labels, (nuint)row));
            var isClose = Vector512.LessThan(Vector512.LoadUnsafe(ref next, (nuint)row), Avx512F.PermuteVar8x64x2(narrowedLow, label, narrowedHigh));
            var isFar = Vector512.GreaterThan(Vector512.LoadUnsafe(ref near, (nuint)row), Avx512F.PermuteVar8x64x2(slackLow, label, slackHigh));
            for (var mask = (isClose & isFar).ExtractMostSignificantBits(); mask != 0; mask &= mask - 1)
            {
                var one = row + BitOperations.TrailingZeroCount(mask);
                _pending[pending] = one;
                pending += one < to ? 1 : 0;
            }
        }

        return pending;
    }

    /// <summary>Up to eight rows against all centres.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Settle(double[] centres, ReadOnlySpan<int> rows, int count)
    {
        points.Gather(rows, _scratch);
        KMeansDistances.Squares(_scratch, centres, _columns, _squares);
        KMeansDistances.Nearest(_squares, out var near, out var next, out var label);
        ref var settled = ref MemoryMarshal.GetArrayDataReference(_settled);
        var root = Vector512.Sqrt(near);
        root.StoreUnsafe(ref settled);
        (Vector512.Sqrt(next) - root).StoreUnsafe(ref settled, Lanes);
        label.StoreUnsafe(ref settled, 2 * Lanes);
        ref var nears = ref MemoryMarshal.GetArrayDataReference(bounds.Near);
        ref var nexts = ref MemoryMarshal.GetArrayDataReference(bounds.Next);
        ref var labels = ref MemoryMarshal.GetArrayDataReference(bounds.Labels);
        ref var moved = ref MemoryMarshal.GetArrayDataReference(bounds.Moved);
        ref var narrowed = ref MemoryMarshal.GetArrayDataReference(bounds.Narrowed);
        for (var lane = 0; lane < count; lane++)
        {
            var (row, to) = (rows[lane], (int)Unsafe.Add(ref settled, 2 * Lanes + lane));
            Unsafe.Add(ref nears, row) = Unsafe.Add(ref settled, lane) - Unsafe.Add(ref moved, to);
            Unsafe.Add(ref nexts, row) = Unsafe.Add(ref settled, Lanes + lane) + Unsafe.Add(ref narrowed, to);
            var from = Unsafe.Add(ref labels, row);
            if (from != to)
            {
                Unsafe.Add(ref labels, row) = to;
                Counts[from]--;
                Counts[to]++;
                KMeansSums.Move(Sums.AsSpan(from * _columns, _columns), Sums.AsSpan(to * _columns, _columns), points.Row(row));
                Changed++;
            }
        }
    }
}

/// <summary>Which centre each row is nearest to, and how sure that still is (Hamerly 2010), with rows filled up to whole blocks of eight.</summary>
internal sealed class KMeansBounds(int size, int clusters)
{
    // Two vectors of eight can be read of each.
    private const int Room = 16;

    public int Clusters => clusters;

    /// <summary>By row.</summary>
    public int[] Labels { get; } = new int[size];

    /// <summary>By row: distance to its centre when it was measured, less what the centre had moved by then. Or its square.</summary>
    public double[] Near { get; } = new double[size];

    /// <summary>By row: how much farther the second nearest centre was, plus what the gap had narrowed by then. Or its distance squared.</summary>
    public double[] Next { get; } = new double[size];

    /// <summary>By centre: how far it has moved at most since all rows were looked at. Bounds are kept as of then, so that a row that is skipped is not written.</summary>
    public double[] Moved { get; } = new double[clusters];

    /// <summary>By centre: by how much the gap between its rows' bounds has narrowed at most since then.</summary>
    public double[] Narrowed { get; } = new double[Math.Max(clusters, Room)];

    /// <summary>By centre: half the distance to the nearest other one, less what it has moved. Rows whose <see cref="Near"/> is no greater stay.</summary>
    public double[] Slack { get; } = new double[Math.Max(clusters, Room)];

    /// <summary>All rows have been looked at.</summary>
    public void Restart()
    {
        Array.Clear(Moved);
        Array.Clear(Narrowed);
    }

    /// <summary>Centres have moved.</summary>
    /// <param name="shifts">How far each.</param>
    /// <param name="centres">Where to, k × d.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Widen(ReadOnlySpan<double> shifts, ReadOnlySpan<double> centres)
    {
        var (farthest, longest, second) = (0, 0.0, 0.0);
        for (var c = 0; c < clusters; c++)
        {
            (farthest, longest, second) = shifts[c] > longest ? (c, shifts[c], longest) : (farthest, longest, Math.Max(second, shifts[c]));
        }

        for (var c = 0; c < clusters; c++)
        {
            Moved[c] += shifts[c];
            Narrowed[c] += shifts[c] + (c == farthest ? second : longest);
        }

        Array.Fill(Slack, double.PositiveInfinity);
        var d = centres.Length / clusters;
        for (var c = 1; c < clusters; c++)
        {
            for (var other = 0; other < c; other++)
            {
                var half = Math.Sqrt(KMeansDistances.Square(centres.Slice(c * d, d), centres.Slice(other * d, d))) / 2;
                (Slack[c], Slack[other]) = (Math.Min(Slack[c], half), Math.Min(Slack[other], half));
            }
        }

        for (var c = 0; c < clusters; c++)
        {
            Slack[c] -= Moved[c];
        }
    }
}
