namespace Octoplus.Ingest.Demonstration;

/// <summary>
/// Random numbers that depend on a key only, not on what was drawn before: every figure has its own stream, so neither the order
/// of sheets nor the number of years changes it. SplitMix64 (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195), whose
/// output is fixed by its definition; that of a seeded <see cref="Random"/> is not promised to stay.
/// </summary>
internal struct KeyedRandom
{
    private const double NormalFrom = 30;
    private ulong _state;

    /// <summary>The stream of a key.</summary>
    public static KeyedRandom Of(params ReadOnlySpan<int> key)
    {
        var random = default(KeyedRandom);
        foreach (var part in key)
        {
            random._state ^= (uint)part;
            random._state = random.Next();
        }

        return random;
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform among 0 … <paramref name="count"/> − 1.</summary>
    public int Below(int count) => (int)(Uniform() * count);

    /// <summary>Standard normal (Box and Muller 1958, doi:10.1214/aoms/1177706645).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    /// <summary>
    /// Poisson: inversion by sequential search below a mean of 30 (Devroye 1986, chapter X.3), above it the rounded normal of the
    /// same mean and variance, which is as good for figures that nobody will test.
    /// </summary>
    public int Poisson(double mean)
    {
        if (mean >= NormalFrom)
        {
            return (int)Math.Max(0, Math.Round(mean + (Math.Sqrt(mean) * Normal())));
        }

        var rest = Uniform();
        var probability = Math.Exp(-mean);
        var count = 0;
        while (rest >= probability && probability > 0)
        {
            rest -= probability;
            count++;
            probability *= mean / count;
        }

        return count;
    }

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
