namespace Octoplus.Core.Statistics.Clustering;

/// <summary>
/// K-means: k centres that make the sum of squared distances (inertia) small. This file tells the search from top to bottom; why it is so stands in docs/decisions/0023.
/// <list type="number">
/// <item><see cref="Fit"/> checks its input, searches and puts what is found in order.</item>
/// <item><see cref="KMeansStages"/> decides which rows are searched: all up to 8,192, else samples, whose best starts are compared on more rows and end on all of them.</item>
/// <item><see cref="KMeansSearch"/> is one start: first centres by greedy k-means++ (<see cref="KMeansSeeding"/>, Arthur and Vassilvitskii 2007), then down to an optimum by Lloyd's iterations
/// (<see cref="KMeansLloyd"/>, with the bounds of Hamerly 2010; clusters without rows are filled there) and, in small data, by exchange of single rows
/// (<see cref="KMeansExchange"/>, Hartigan and Wong 1979), then a swap of a centre (<see cref="KMeansSwaps"/>, Lattanzi and Sohler 2019) and down again, as long as that gains.</item>
/// </list>
/// It is a heuristic, as all of them are: no one can promise the best of all partitions.
/// </summary>
public static class KMeans
{
    private const int FinalRounds = 100;

    /// <summary>
    /// Groups n points of d dimensions. The same values, options and seed give the same result to the last bit, on any number of processors. Labels follow
    /// the order of the centres by their first feature, then the second and so on; a row equally near to two centres belongs to the first.
    /// Cost: O(n d k) an iteration and linear in n beyond 131,072 rows, which are not copied; memory beside them about 25 bytes a row and 60 MB for samples of 50 features. Where rows that differ
    /// are so rare that samples miss them, all rows are searched, and copied, instead.
    /// </summary>
    /// <param name="values">n × d, row-major, finite, within ±1e150. Features of different units should be scaled before.</param>
    /// <param name="rows">n, at least k.</param>
    /// <param name="columns">d, at least 1.</param>
    /// <param name="options">k and how hard to search.</param>
    /// <param name="cancellationToken">Stops the work, looked at several times an iteration in large data.</param>
    /// <exception cref="ClusterException">
    /// Fewer rows than k; values that are missing or not finite, with their cells (row and column from 0 as texts); fewer different rows than k, with both numbers.
    /// </exception>
    /// <exception cref="ArgumentException">Options out of range, or a length that is not rows × columns.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static KMeansResult Fit(ReadOnlyMemory<double> values, int rows, int columns, KMeansOptions options, CancellationToken cancellationToken = default)
    {
        KMeansInput.Check(values, rows, columns, options);
        var processors = Math.Min(options.Processors ?? Environment.ProcessorCount, Environment.ProcessorCount);
        var all = KMeansPoints.InPlace(values, rows, columns);
        var best = new KMeansStages(all, options, processors, cancellationToken).Run();
        return best.DifferentRows < options.Clusters
            ? throw KMeansInput.TooFewDifferent(rows, best.DifferentRows, options.Clusters)
            : Finish(best, rows, new KMeansLloyd(all, options.Clusters), options, processors, cancellationToken);
    }

    /// <summary>Labels in the order of the centres, equally near ones to the first; centres the means of exactly these rows where it converged; inertia of exactly these centres.</summary>
    private static KMeansResult Finish(KMeansStart start, int rows, KMeansLloyd lloyd, KMeansOptions options, int processors, CancellationToken cancellationToken)
    {
        var d = start.Centres.Length / options.Clusters;
        var centres = Ordered(start.Centres, d);
        int[] labels = [];
        for (var round = 1; ; round++)
        {
            var inertia = lloyd.Assign(centres, processors, cancellationToken);
            var same = labels.AsSpan().SequenceEqual(lloyd.Labels);
            if (same || !start.Converged || round == FinalRounds || Array.IndexOf(lloyd.Counts, 0) >= 0)
            {
                return new KMeansResult(lloyd.Labels[..rows], centres, inertia, start.Iterations, start.Converged && same, options.Seed);
            }

            labels = [.. lloyd.Labels];
            for (var i = 0; i < centres.Length; i++)
            {
                centres[i] = lloyd.Sums[i] / lloyd.Counts[i / d];
            }

            // The means of these rows may come in another order than the centres that chose them, which carry some rounding.
            centres = Ordered(centres, d);
        }
    }

    /// <summary>By the first feature, then the second, and so on.</summary>
    private static double[] Ordered(double[] centres, int columns)
        => [.. centres.Chunk(columns).Order(Comparer<double[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b))).SelectMany(c => c)];
}

/// <summary>
/// From many starts on few rows to few starts on all rows. Up to 8,192 rows each start sees all of them. Of more it sees a sample, a new one for every four
/// starts; the optima it passes are compared on all rows or a larger sample, because the best groups of a sample need not be the best of all rows.
/// </summary>
internal sealed class KMeansStages(KMeansPoints all, KMeansOptions options, int processors, CancellationToken cancellationToken)
{
    /// <summary>Up to so many rows single ones are exchanged too.</summary>
    private const int RowsExchanged = 4096;

    /// <summary>Rows of a sample, a quarter of all where that lies between.</summary>
    private const int FewestSampled = 4096;

    private const int MostSampled = 16_384;

    /// <summary>Rows of the larger sample.</summary>
    private const int RowsBetween = 131_072;

    /// <summary>Rows × features × clusters, up to which a thorough search takes no more than a few milliseconds.</summary>
    private const int CheapProducts = 16_384;

    private const int StartsAtOnce = 4;
    private const int StartsThatAgree = 3;
    private const int StartsThatAgreeWhereCheap = 5;
    private const int StartsCompared = 16;
    private const int StartsImproved = 4;
    private const int SwapsThatMayFail = 4;
    private const int SwapsThatMayFailWhereCheap = 12;
    private const int SwapsBetweenThatMayFail = 6;

    // The more rows, the more slowly the steps shrink.
    private const int StepsForeseen = 20;
    private const int StepsForeseenBetween = 100;
    private const int IterationsCompared = 30;
    private const int IterationsOnAPart = 100;

    /// <summary>Inertias of starts that agree differ by less.</summary>
    private const double SameOptimum = 1e-6;

    /// <summary>How many starts go on on all rows, and by how many steps: few steps of many, many of the few that are best by then.</summary>
    private static readonly (int Starts, int Iterations)[] _rounds = [(12, 30), (5, 100), (3, int.MaxValue)];

    /// <summary>The best start.</summary>
    public KMeansStart Run()
    {
        if (all.Rows <= 2 * FewestSampled)
        {
            return Search(all.Rows)[0];
        }

        var starts = Search(Math.Clamp(all.Rows / 4, FewestSampled, MostSampled));
        if (starts[0].DifferentRows < options.Clusters)
        {
            // The rows that differ are rare: a sample misses them.
            return Search(all.Rows)[0];
        }

        starts = Compare(starts);
        return all.Rows > RowsBetween ? Polish(starts) : starts[0];
    }

    /// <summary>Starts by different random numbers, until enough of them agree.</summary>
    /// <returns>The best first; of samples, the best of each.</returns>
    private List<KMeansStart> Search(int size)
    {
        var (best, candidates) = (new List<KMeansStart>(), new List<KMeansStart>());
        KMeansPoints? points = null;
        var remembered = (StartsCompared * StartsAtOnce / options.Restarts) + 1;
        var isCheap = (long)all.Rows * all.Columns * options.Clusters <= CheapProducts;
        for (var first = 0; first < options.Restarts && !Agree(best, isCheap ? StartsThatAgreeWhereCheap : StartsThatAgree); first += StartsAtOnce)
        {
            points = points is null || size < all.Rows ? Sample(size, first) : points;
            var searched = points;
            var found = Each(
                Math.Min(StartsAtOnce, options.Restarts - first),
                () => new KMeansSearch(searched, options.Clusters, options.MaxIterations, isCheap ? SwapsThatMayFailWhereCheap : SwapsThatMayFail, StepsForeseen, all.Rows <= RowsExchanged, size < all.Rows ? remembered : 0),
                (i, search) => search.Run(options.Seed, first + i, cancellationToken));
            if (found.FirstOrDefault(s => s.DifferentRows < options.Clusters) is { } poor)
            {
                return [poor];
            }

            best = size < all.Rows ? [.. found] : [.. best, .. found];
            if (size < all.Rows)
            {
                candidates.AddRange(KMeansStart.Ranked(found.SelectMany(s => s.Passed), KMeansSearch.SameValley)
                    .Take(remembered).Select(s => Shifted(s, searched, 1)));
            }
        }

        return size < all.Rows ? candidates : [.. KMeansStart.Ranked(best, 0).Take(1).Select(s => Shifted(s, points!, 1))];
    }

    private static bool Agree(List<KMeansStart> starts, int enough)
        => starts.Count > 0 && starts.Min(s => s.Inertia) is var best && starts.Count(s => s.Inertia <= best * (1 + SameOptimum)) >= enough;

    private List<KMeansStart> Compare(List<KMeansStart> starts)
    {
        var points = Sample(RowsBetween, -1);
        var isPart = all.Rows > RowsBetween;
        var (most, foreseen) = isPart ? (Math.Min(options.MaxIterations, IterationsOnAPart), StepsForeseen) : (options.MaxIterations, StepsForeseenBetween);
        KMeansSearch Searcher() => new(points, options.Clusters, most, SwapsBetweenThatMayFail, foreseen, exchanges: false);
        var tried = KMeansStart.Ranked(
            Each(starts.Count, Searcher, (i, search) => search.Try(Shifted(starts[i], points, -1), IterationsCompared, cancellationToken)), KMeansSearch.SameValley);
        var improved = Each(Math.Min(StartsImproved, tried.Count), Searcher, (i, search) => search.Run(options.Seed, tried[i], cancellationToken));

        // What gains most on a part of the rows need not be the best on all of them: where they are more, all that were tried go along, those improved as they were before.
        return [.. KMeansStart.Ranked(improved, KMeansSearch.SameValley).Concat(isPart ? tried : []).Select(s => Shifted(s, points, 1))];
    }

    /// <summary>Goes down to an optimum of all rows, which are not copied.</summary>
    private KMeansStart Polish(List<KMeansStart> starts)
    {
        var lloyd = new KMeansLloyd(all, options.Clusters);
        starts = [.. starts.Select(s => s with { Iterations = 0, Converged = false })];
        foreach (var (count, iterations) in _rounds)
        {
            starts = KMeansStart.Ranked([.. starts.Take(count).Select(s => s.Converged ? s : GoOn(lloyd, s, Math.Min(iterations, options.MaxIterations - s.Iterations)))], KMeansSearch.SameValley);
        }

        return starts[0];
    }

    private KMeansStart GoOn(KMeansLloyd lloyd, KMeansStart start, int iterations)
    {
        if (iterations < 1)
        {
            return start;
        }

        var converged = lloyd.Run(start.Centres, iterations, processors, cancellationToken);
        return start with { Inertia = lloyd.Assign(start.Centres, processors, cancellationToken), Iterations = start.Iterations + lloyd.Iterations, Converged = converged };
    }

    private KMeansStart[] Each(int count, Func<KMeansSearch> searcher, Func<int, KMeansSearch, KMeansStart> run)
    {
        var starts = new KMeansStart[count];
        Parallel.For(
            0,
            count,
            new ParallelOptions { MaxDegreeOfParallelism = processors, CancellationToken = cancellationToken },
            searcher,
            (i, _, search) =>
            {
                starts[i] = run(i, search);
                return search;
            },
            _ => { });
        return starts;
    }

    /// <summary>Rows in their order, one from each of so many equal ranges.</summary>
    private KMeansPoints Sample(int size, int number)
    {
        if (all.Rows <= size)
        {
            return KMeansPoints.Centred(all, [.. Enumerable.Range(0, all.Rows)], keepsBlocks: all.Rows <= MostSampled);
        }

        var random = new SeededRandom(options.Seed, RandomPurpose.KMeansSample, number);
        return KMeansPoints.Centred(all, [.. Enumerable.Range(0, size).Select(i => (int)((i + random.NextDouble()) * all.Rows / size))], keepsBlocks: size <= MostSampled);
    }

    private static KMeansStart Shifted(KMeansStart start, KMeansPoints points, int sign)
    {
        var centres = (double[])start.Centres.Clone();
        for (var i = 0; i < centres.Length; i++)
        {
            centres[i] += sign * points.Middle[i % points.Columns];
        }

        return start with { Centres = centres };
    }
}

/// <summary>
/// One start: first centres, down to an optimum, then swaps of a centre and down again, until a number of swaps in a row gain nothing.
/// One instance serves one thread at a time; what it finds does not depend on what it did before.
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
