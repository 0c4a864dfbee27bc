using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Octoplus.Core.Clusters;

/// <summary>
/// Squared distances of eight rows at once. Differences are squared, never |x|² − 2xc + |c|², which loses digits far from the origin; features are
/// added in their order, so that a distance is the same to the last bit whatever the width of the machine's vectors and whoever asks.
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
        nint d = columns;
        var count = centres.Length / columns;
        var m = 0;
        for (; m + 4 <= count; m += 4)
        {
            ref var c0 = ref Unsafe.Add(ref c, m * d);
            var (s0, s1, s2, s3) = (Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero);
            for (nint j = 0; j < d; j++)
            {
                var v = Vector512.LoadUnsafe(ref x, (nuint)(j * Lanes));
                s0 = AddSquare(v, Unsafe.Add(ref c0, j), s0);
                s1 = AddSquare(v, Unsafe.Add(ref c0, j + d), s1);
                s2 = AddSquare(v, Unsafe.Add(ref c0, j + 2 * d), s2);
                s3 = AddSquare(v, Unsafe.Add(ref c0, j + 3 * d), s3);
            }

            s0.StoreUnsafe(ref to, (nuint)(m * Lanes));
            s1.StoreUnsafe(ref to, (nuint)((m + 1) * Lanes));
            s2.StoreUnsafe(ref to, (nuint)((m + 2) * Lanes));
            s3.StoreUnsafe(ref to, (nuint)((m + 3) * Lanes));
        }

        for (; m < count; m += 2)
        {
            // A last one alone is done twice: no slower than once.
            ref var c0 = ref Unsafe.Add(ref c, m * d);
            ref var c1 = ref Unsafe.Add(ref c, Math.Min(m + 1, count - 1) * d);
            var (s0, s1) = (Vector512<double>.Zero, Vector512<double>.Zero);
            for (nint j = 0; j < d; j++)
            {
                var v = Vector512.LoadUnsafe(ref x, (nuint)(j * Lanes));
                s0 = AddSquare(v, Unsafe.Add(ref c0, j), s0);
                s1 = AddSquare(v, Unsafe.Add(ref c1, j), s1);
            }

            s0.StoreUnsafe(ref to, (nuint)(m * Lanes));
            s1.StoreUnsafe(ref to, (nuint)(Math.Min(m + 1, count - 1) * Lanes));
        }
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
    public static double Square(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var j = 0; j < a.Length; j++)
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
