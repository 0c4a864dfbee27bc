using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Octoplus.Core.Clusters;

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
