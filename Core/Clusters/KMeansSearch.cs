namespace Octoplus.Core.Clusters;

/// <summary>
/// One start: centres by <see cref="KMeansSeeding"/>, down to an optimum, then swaps of a centre (<see cref="KMeansSwaps"/>) and down again, as long as one in
/// a number of them gains. One instance serves one thread at a time; what it finds does not depend on what it did before.
/// </summary>
internal sealed class KMeansSearch(KMeansPoints points, int clusters, int maxIterations, int swapsThatMayFail, int stepsForeseen, bool exchanges, int remembered = 0)
{
    /// <summary>Inertias of starts in the same valley differ by less, as a share.</summary>
    public const double SameValley = 1e-5;

    // Of two inertias, the share by which they differ at least: less is rounding.
    private const double Tolerance = 1e-9;

    private const int ExchangeRounds = 50;
    private const int ExchangePasses = 100;

    private readonly KMeansSeeding _seeding = new(points, clusters);
    private readonly KMeansLloyd _lloyd = new(points, clusters);
    private readonly KMeansExchange _exchange = new(points, clusters);
    private readonly KMeansSwaps _swaps = new(points, clusters);

    /// <summary>The optimum of one stream of random numbers.</summary>
    public KMeansStart Run(int seed, int stream, CancellationToken cancellationToken)
    {
        var random = new SeededRandom(seed, RandomPurpose.KMeansStart, stream);
        var centres = new double[clusters * points.Columns];
        var different = _seeding.Fill(centres, random, cancellationToken);
        if (different < clusters)
        {
            return new KMeansStart(stream, centres, 0) { DifferentRows = different };
        }

        return Improve(centres, stream, random, cancellationToken);
    }

    /// <summary>Goes on from where a start led on fewer rows.</summary>
    public KMeansStart Run(int seed, KMeansStart start, CancellationToken cancellationToken)
        => Improve([.. start.Centres], start.Stream, new SeededRandom(seed, RandomPurpose.KMeansContinuation, start.Stream), cancellationToken);

    /// <summary>A few steps only: enough to tell starts that led somewhere on another sample apart.</summary>
    public KMeansStart Try(KMeansStart start, int iterations, CancellationToken cancellationToken)
    {
        var centres = (double[])start.Centres.Clone();
        var converged = _lloyd.Run(centres, iterations, 1, cancellationToken);
        return start with { Centres = centres, Inertia = _lloyd.Assign(centres, 1, cancellationToken), Converged = converged, Passed = [] };
    }

    private KMeansStart Improve(double[] centres, int stream, SeededRandom random, CancellationToken cancellationToken)
    {
        var best = new KMeansStart(stream, [], double.PositiveInfinity);
        var passed = new List<KMeansStart>();
        for (var failed = 0; failed <= swapsThatMayFail; failed++)
        {
            var converged = Descend(centres, best.Inertia, cancellationToken);
            if (!_lloyd.GaveUp)
            {
                var found = new KMeansStart(stream, [.. centres], _lloyd.Estimate()) { Iterations = _lloyd.Iterations, Converged = converged, DifferentRows = clusters };
                Remember(passed, found);
                if (!converged || found.Inertia < best.Inertia + (points.Squares * Tolerance))
                {
                    found = found with { Inertia = _lloyd.Assign(centres, 1, cancellationToken) };
                    if (found.Inertia < best.Inertia * (1 - Tolerance))
                    {
                        (best, failed) = (found, -1);
                        _swaps.Start(_lloyd);
                    }
                }
            }

            best.Centres.CopyTo(centres, 0);
            if (!_swaps.TrySwap(centres, random, cancellationToken))
            {
                break;
            }
        }

        return best with { Passed = passed };
    }

    /// <summary>Keeps the best optima that differ, as many as are asked for.</summary>
    private void Remember(List<KMeansStart> passed, KMeansStart found)
    {
        var near = passed.FindIndex(p => Math.Abs(p.Inertia - found.Inertia) <= p.Inertia * SameValley);
        if (near >= 0)
        {
            passed[near] = found.Inertia < passed[near].Inertia ? found : passed[near];
            return;
        }

        passed.Add(found);
        if (passed.Count > remembered)
        {
            passed.Remove(passed.MaxBy(p => p.Inertia)!);
        }
    }

    private bool Descend(double[] centres, double target, CancellationToken cancellationToken)
    {
        if (!exchanges)
        {
            return _lloyd.Run(centres, maxIterations, 1, cancellationToken, target, stepsForeseen);
        }

        // Not given up on the way: exchanges may bring it below the target from farther off.
        for (var pass = 1; ; pass++)
        {
            var converged = _lloyd.Run(centres, maxIterations, 1, cancellationToken);
            if (!converged || pass == ExchangePasses || !_exchange.Run(centres, _lloyd, ExchangeRounds, cancellationToken))
            {
                return converged;
            }
        }
    }
}

/// <summary>What one start led to.</summary>
/// <param name="Stream">Number of the start.</param>
/// <param name="Centres">k × d.</param>
internal sealed record KMeansStart(int Stream, double[] Centres, double Inertia)
{
    /// <summary>k, or the number of rows that differ where it is smaller.</summary>
    public int DifferentRows { get; init; }

    public int Iterations { get; init; }

    public bool Converged { get; init; }

    /// <summary>The best optima on the way, this one among them, if they were to be remembered; inertia but for rounding.</summary>
    public IReadOnlyList<KMeansStart> Passed { get; init; } = [];

    /// <summary>By inertia, equal ones by their number; of those that hardly differ only the first stays.</summary>
    public static List<KMeansStart> Ranked(IEnumerable<KMeansStart> starts, double tolerance)
    {
        var ranked = new List<KMeansStart>();
        foreach (var start in starts.OrderBy(s => s.Inertia).ThenBy(s => s.Stream))
        {
            if (ranked.Count == 0 || start.Inertia > ranked[^1].Inertia * (1 + tolerance))
            {
                ranked.Add(start);
            }
        }

        return ranked;
    }
}
