using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Octoplus.Core.Clusters;

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
            // Without a jump: nobody can foretell which rows are kept.
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
