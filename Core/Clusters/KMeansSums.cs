using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Octoplus.Core.Clusters;

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
