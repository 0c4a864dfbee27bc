namespace Octoplus.Core.Statistics.Clustering;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood 2014, DOI 10.1145/2714064.2660195): random numbers that follow from a seed and the number of the piece of work alone,
/// so that pieces may run in any order on any number of processors.
/// </summary>
internal sealed class SeededRandom
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _state;

    /// <param name="piece">Number of the piece of work.</param>
    public SeededRandom(int seed, RandomPurpose purpose, long piece = 0)
        => _state = Mix(Mix(Mix(unchecked((ulong)seed) + Golden) + (ulong)purpose) + unchecked((ulong)piece));

    /// <summary>0 ≤ x &lt; 1, 53 random bits.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>0 ≤ x &lt; bound.</summary>
    public int Next(int bound) => (int)Math.BigMul(NextBits(), (ulong)bound, out _);

    /// <summary>A seed for something that draws by itself.</summary>
    public int NextSeed() => (int)(NextBits() >> 33);

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    private ulong NextBits() => Mix(_state += Golden);
}

/// <summary>What the random numbers of one seed are for: each purpose has streams of its own.</summary>
internal enum RandomPurpose
{
    /// <summary>Rows whose silhouettes stand for all.</summary>
    RowSample = 1,

    /// <summary>Rows strewn evenly for the gap.</summary>
    GapReference = 2,

    /// <summary>Rows drawn anew for the stability.</summary>
    Bootstrap = 3,

    /// <summary>A start of K-means.</summary>
    KMeansStart = 4,

    /// <summary>The same start, on more rows.</summary>
    KMeansContinuation = 5,

    /// <summary>Rows that starts of K-means see.</summary>
    KMeansSample = 6,
}
