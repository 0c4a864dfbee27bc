using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Octoplus.Core.Statistics.Clustering;

/// <summary>n × d values, read by row, or eight rows at once with one row in each lane of a vector (d × 8, by feature).</summary>
internal sealed class KMeansPoints
{
    /// <summary>Rows read at once.</summary>
    public const int Lanes = 8;

    private readonly ReadOnlyMemory<double> _values;
    private readonly double[]? _blocks;

    private KMeansPoints(ReadOnlyMemory<double> values, int rows, int columns, bool keepsBlocks)
    {
        (_values, Rows, Columns) = (values, rows, columns);
        if (keepsBlocks)
        {
            _blocks = new double[Blocks * Lanes * columns];
            for (var block = 0; block < Blocks; block++)
            {
                Arrange(block, _blocks.AsSpan(block * Lanes * columns, Lanes * columns));
            }
        }
    }

    public int Rows { get; }

    public int Columns { get; }

    public int Blocks => (Rows + Lanes - 1) / Lanes;

    /// <summary>What was taken from each row; empty: nothing.</summary>
    public double[] Middle { get; private init; } = [];

    /// <summary>Sum of all values squared, where they were moved.</summary>
    public double Squares { get; private init; }

    /// <summary>Where they are: large data are not copied.</summary>
    public static KMeansPoints InPlace(ReadOnlyMemory<double> values, int rows, int columns) => new(values, rows, columns, keepsBlocks: false);

    /// <summary>Some rows, moved to have their middle at 0 and so no digits lost to a far origin.</summary>
    public static KMeansPoints Centred(KMeansPoints all, ReadOnlySpan<int> rows, bool keepsBlocks)
    {
        var columns = all.Columns;
        var copy = new double[rows.Length * columns];
        var middle = new double[columns];
        for (var i = 0; i < rows.Length; i++)
        {
            var row = all.Row(rows[i]);
            row.CopyTo(copy.AsSpan(i * columns, columns));
            for (var j = 0; j < columns; j++)
            {
                middle[j] += row[j] / rows.Length;
            }
        }

        var squares = 0.0;
        for (var i = 0; i < copy.Length; i += columns)
        {
            for (var j = 0; j < columns; j++)
            {
                copy[i + j] -= middle[j];
                squares += copy[i + j] * copy[i + j];
            }
        }

        return new KMeansPoints(copy, rows.Length, columns, keepsBlocks) { Middle = middle, Squares = squares };
    }

    public ReadOnlySpan<double> Row(int row) => _values.Span.Slice(row * Columns, Columns);

    /// <summary>Rows 8b to 8b + 7; past the end the last row again.</summary>
    /// <param name="scratch">d × 8, used where blocks are not kept.</param>
    public ReadOnlySpan<double> Block(int block, Span<double> scratch)
    {
        if (_blocks is not null)
        {
            return _blocks.AsSpan(block * Lanes * Columns, Lanes * Columns);
        }

        Arrange(block, scratch);
        return scratch;
    }

    /// <summary>Any eight rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Gather(ReadOnlySpan<int> rows, Span<double> lanes)
    {
        ref var values = ref MemoryMarshal.GetReference(_values.Span);
        var d = Columns;
        ref var r0 = ref Unsafe.Add(ref values, (nint)rows[0] * d);
        ref var r1 = ref Unsafe.Add(ref values, (nint)rows[1] * d);
        ref var r2 = ref Unsafe.Add(ref values, (nint)rows[2] * d);
        ref var r3 = ref Unsafe.Add(ref values, (nint)rows[3] * d);
        ref var r4 = ref Unsafe.Add(ref values, (nint)rows[4] * d);
        ref var r5 = ref Unsafe.Add(ref values, (nint)rows[5] * d);
        ref var r6 = ref Unsafe.Add(ref values, (nint)rows[6] * d);
        ref var r7 = ref Unsafe.Add(ref values, (nint)rows[7] * d);
        ref var to = ref MemoryMarshal.GetReference(lanes);
        if (Avx512F.IsSupported && d >= Lanes)
        {
            for (var j = 0; j < d; j += Lanes)
            {
                // The last columns are read again with some before them.
                var at = (nuint)Math.Min(j, d - Lanes);
                Transpose(
                    Vector512.LoadUnsafe(ref r0, at), Vector512.LoadUnsafe(ref r1, at), Vector512.LoadUnsafe(ref r2, at), Vector512.LoadUnsafe(ref r3, at),
                    Vector512.LoadUnsafe(ref r4, at), Vector512.LoadUnsafe(ref r5, at), Vector512.LoadUnsafe(ref r6, at), Vector512.LoadUnsafe(ref r7, at),
                    ref Unsafe.Add(ref to, at * Lanes));
            }

            return;
        }

        for (nint j = 0; j < d; j++)
        {
            Vector512.Create(
                Unsafe.Add(ref r0, j), Unsafe.Add(ref r1, j), Unsafe.Add(ref r2, j), Unsafe.Add(ref r3, j),
                Unsafe.Add(ref r4, j), Unsafe.Add(ref r5, j), Unsafe.Add(ref r6, j), Unsafe.Add(ref r7, j)).StoreUnsafe(ref to, (nuint)(j * Lanes));
        }
    }

    private void Arrange(int block, Span<double> lanes)
    {
        Span<int> rows = stackalloc int[Lanes];
        for (var lane = 0; lane < Lanes; lane++)
        {
            rows[lane] = Math.Min(block * Lanes + lane, Rows - 1);
        }

        Gather(rows, lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        Vector512<double> r0, Vector512<double> r1, Vector512<double> r2, Vector512<double> r3,
        Vector512<double> r4, Vector512<double> r5, Vector512<double> r6, Vector512<double> r7, ref double to)
    {
        Columns4(Avx512F.UnpackLow(r0, r1), Avx512F.UnpackLow(r2, r3), Avx512F.UnpackLow(r4, r5), Avx512F.UnpackLow(r6, r7), ref to);
        Columns4(Avx512F.UnpackHigh(r0, r1), Avx512F.UnpackHigh(r2, r3), Avx512F.UnpackHigh(r4, r5), Avx512F.UnpackHigh(r6, r7), ref Unsafe.Add(ref to, Lanes));
    }

    /// <summary>Every other column from pairs of rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Columns4(Vector512<double> p0, Vector512<double> p1, Vector512<double> p2, Vector512<double> p3, ref double to)
    {
        const byte Even = 0x88;
        const byte Odd = 0xDD;
        var (a, b) = (Avx512F.Shuffle4x128(p0, p1, Even), Avx512F.Shuffle4x128(p2, p3, Even));
        Avx512F.Shuffle4x128(a, b, Even).StoreUnsafe(ref to, 0);
        Avx512F.Shuffle4x128(a, b, Odd).StoreUnsafe(ref to, 4 * Lanes);
        (a, b) = (Avx512F.Shuffle4x128(p0, p1, Odd), Avx512F.Shuffle4x128(p2, p3, Odd));
        Avx512F.Shuffle4x128(a, b, Even).StoreUnsafe(ref to, 2 * Lanes);
        Avx512F.Shuffle4x128(a, b, Odd).StoreUnsafe(ref to, 6 * Lanes);
    }
}

/// <summary>
/// Squared distances of eight rows at once. Differences are squared, never |x|² − 2xc + |c|², which loses digits far from the origin; features are
/// added in their order, so that a distance is the same to the last bit whatever the width of the machine's vectors and wherever a row stands.
/// </summary>
internal static class KMeansDistances
{
    private const int Lanes = KMeansPoints.Lanes;

    /// <summary>From each of m centres (m × d) to each of eight rows (d × 8).</summary>
    /// <param name="squares">m × 8.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Squares(ReadOnlySpan<double> lanes, ReadOnlySpan<double> centres, int columns, Span<double> squares)
    {
        ref var x = ref MemoryMarshal.GetReference(lanes);
        ref var c = ref MemoryMarshal.GetReference(centres);
        ref var to = ref MemoryMarshal.GetReference(squares);
        var count = centres.Length / columns;
        var m = 0;
        for (; count - m > 4; m += 8)
        {
            EightCentres(ref x, ref c, columns, m, count - 1, ref to);
        }

        if (m < count)
        {
            FourCentres(ref x, ref c, columns, m, count - 1, ref to);
        }
    }

    /// <summary>As many sums as it takes to wait for none of them. Past the last centre it is measured again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EightCentres(ref double x, ref double c, nint d, int m, int last, ref double to)
    {
        ref var c0 = ref Unsafe.Add(ref c, m * d);
        ref var c1 = ref Unsafe.Add(ref c, (m + 1) * d);
        ref var c2 = ref Unsafe.Add(ref c, (m + 2) * d);
        ref var c3 = ref Unsafe.Add(ref c, (m + 3) * d);
        ref var c4 = ref Unsafe.Add(ref c, (m + 4) * d);
        ref var c5 = ref Unsafe.Add(ref c, Math.Min(m + 5, last) * d);
        ref var c6 = ref Unsafe.Add(ref c, Math.Min(m + 6, last) * d);
        ref var c7 = ref Unsafe.Add(ref c, Math.Min(m + 7, last) * d);
        var (s0, s1, s2, s3) = (Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero);
        var (s4, s5, s6, s7) = (Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero);
        for (nint j = 0; j < d; j++)
        {
            var v = Vector512.LoadUnsafe(ref x, (nuint)(j * Lanes));
            s0 = AddSquare(v, Unsafe.Add(ref c0, j), s0);
            s1 = AddSquare(v, Unsafe.Add(ref c1, j), s1);
            s2 = AddSquare(v, Unsafe.Add(ref c2, j), s2);
            s3 = AddSquare(v, Unsafe.Add(ref c3, j), s3);
            s4 = AddSquare(v, Unsafe.Add(ref c4, j), s4);
            s5 = AddSquare(v, Unsafe.Add(ref c5, j), s5);
            s6 = AddSquare(v, Unsafe.Add(ref c6, j), s6);
            s7 = AddSquare(v, Unsafe.Add(ref c7, j), s7);
        }

        s0.StoreUnsafe(ref to, (nuint)(m * Lanes));
        s1.StoreUnsafe(ref to, (nuint)((m + 1) * Lanes));
        s2.StoreUnsafe(ref to, (nuint)((m + 2) * Lanes));
        s3.StoreUnsafe(ref to, (nuint)((m + 3) * Lanes));
        s4.StoreUnsafe(ref to, (nuint)((m + 4) * Lanes));
        s5.StoreUnsafe(ref to, (nuint)(Math.Min(m + 5, last) * Lanes));
        s6.StoreUnsafe(ref to, (nuint)(Math.Min(m + 6, last) * Lanes));
        s7.StoreUnsafe(ref to, (nuint)(Math.Min(m + 7, last) * Lanes));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourCentres(ref double x, ref double c, nint d, int m, int last, ref double to)
    {
        ref var c0 = ref Unsafe.Add(ref c, m * d);
        ref var c1 = ref Unsafe.Add(ref c, Math.Min(m + 1, last) * d);
        ref var c2 = ref Unsafe.Add(ref c, Math.Min(m + 2, last) * d);
        ref var c3 = ref Unsafe.Add(ref c, Math.Min(m + 3, last) * d);
        var (s0, s1, s2, s3) = (Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero);
        for (nint j = 0; j < d; j++)
        {
            var v = Vector512.LoadUnsafe(ref x, (nuint)(j * Lanes));
            s0 = AddSquare(v, Unsafe.Add(ref c0, j), s0);
            s1 = AddSquare(v, Unsafe.Add(ref c1, j), s1);
            s2 = AddSquare(v, Unsafe.Add(ref c2, j), s2);
            s3 = AddSquare(v, Unsafe.Add(ref c3, j), s3);
        }

        s0.StoreUnsafe(ref to, (nuint)(m * Lanes));
        s1.StoreUnsafe(ref to, (nuint)(Math.Min(m + 1, last) * Lanes));
        s2.StoreUnsafe(ref to, (nuint)(Math.Min(m + 2, last) * Lanes));
        s3.StoreUnsafe(ref to, (nuint)(Math.Min(m + 3, last) * Lanes));
    }

    /// <summary>Nearest and second nearest of m centres for eight rows; of equally near ones the first.</summary>
    /// <param name="squares">m × 8.</param>
    /// <param name="second">Infinite where there is one centre only.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Nearest(ReadOnlySpan<double> squares, out Vector512<double> best, out Vector512<double> second, out Vector512<double> label)
    {
        ref var s = ref MemoryMarshal.GetReference(squares);
        best = Vector512.LoadUnsafe(ref s);
        second = Vector512.Create(double.PositiveInfinity);
        label = Vector512<double>.Zero;
        for (var at = Lanes; at < squares.Length; at += Lanes)
        {
            var square = Vector512.LoadUnsafe(ref s, (nuint)at);
            var nearer = Vector512.LessThan(square, best);
            second = Vector512.MinNative(second, Vector512.MaxNative(square, best));
            label = Vector512.ConditionalSelect(nearer, Vector512.Create((double)(at / Lanes)), label);
            best = Vector512.MinNative(square, best);
        }
    }

    /// <summary>Between two points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Square(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b);
        var sums = Vector512<double>.Zero;
        var j = 0;
        for (; j + Lanes <= a.Length; j += Lanes)
        {
            var e = Vector512.LoadUnsafe(ref x, (nuint)j) - Vector512.LoadUnsafe(ref y, (nuint)j);
            sums = Vector512.FusedMultiplyAdd(e, e, sums);
        }

        var sum = Vector512.Sum(sums);
        for (; j < a.Length; j++)
        {
            var e = a[j] - b[j];
            sum = Math.FusedMultiplyAdd(e, e, sum);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> AddSquare(Vector512<double> x, double centre, Vector512<double> sum)
    {
        var e = x - Vector512.Create(centre);
        return Vector512.FusedMultiplyAdd(e, e, sum);
    }
}

/// <summary>Sums of rows, by feature.</summary>
internal static class KMeansSums
{
    /// <summary>Adds a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(Span<double> sum, ReadOnlySpan<double> row)
    {
        ref var s = ref MemoryMarshal.GetReference(sum);
        ref var x = ref MemoryMarshal.GetReference(row);
        nuint j = 0;
        for (; j + 4 <= (nuint)row.Length; j += 4)
        {
            (Vector256.LoadUnsafe(ref s, j) + Vector256.LoadUnsafe(ref x, j)).StoreUnsafe(ref s, j);
        }

        for (; j < (nuint)row.Length; j++)
        {
            Unsafe.Add(ref s, j) += Unsafe.Add(ref x, j);
        }
    }

    /// <summary>Takes a row from one sum to another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Move(Span<double> from, Span<double> to, ReadOnlySpan<double> row)
    {
        ref var f = ref MemoryMarshal.GetReference(from);
        ref var t = ref MemoryMarshal.GetReference(to);
        ref var x = ref MemoryMarshal.GetReference(row);
        nuint j = 0;
        for (; j + 4 <= (nuint)row.Length; j += 4)
        {
            var v = Vector256.LoadUnsafe(ref x, j);
            (Vector256.LoadUnsafe(ref f, j) - v).StoreUnsafe(ref f, j);
            (Vector256.LoadUnsafe(ref t, j) + v).StoreUnsafe(ref t, j);
        }

        for (; j < (nuint)row.Length; j++)
        {
            Unsafe.Add(ref f, j) -= Unsafe.Add(ref x, j);
            Unsafe.Add(ref t, j) += Unsafe.Add(ref x, j);
        }
    }
}
