using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Octoplus.Core.Clusters;

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
