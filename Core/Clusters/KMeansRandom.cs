using System.Numerics;

namespace Octoplus.Core.Clusters;

/// <summary>Random numbers of one start: xoshiro256++ (Blackman and Vigna 2021), seeded by SplitMix64, the same on every machine.</summary>
internal sealed class KMeansRandom
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <param name="seed">Of the run.</param>
    /// <param name="stream">Of the start: each has numbers of its own, so that it matters not who runs it, or when.</param>
    public KMeansRandom(int seed, int stream)
    {
        var state = ((ulong)(uint)seed << 32) | (uint)stream;
        (_s0, _s1, _s2, _s3) = (SplitMix(ref state), SplitMix(ref state), SplitMix(ref state), SplitMix(ref state));
    }

    /// <summary>From 0 to below 1, in steps of 2⁻⁵³.</summary>
    public double Next()
    {
        var result = BitOperations.RotateLeft(_s0 + _s3, 23) + _s0;
        var shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return (result >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>From 0 to below a bound.</summary>
    public int Next(int bound) => (int)(Next() * bound);

    private static ulong SplitMix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
