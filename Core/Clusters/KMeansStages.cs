namespace Octoplus.Core.Clusters;

/// <summary>
/// From many starts on few rows to few starts on all rows. Up to 8,192 rows the search sees all of them. Of more it sees samples, a new one for every four
/// starts; what it passes by on the way is compared on all rows or a larger sample, because the best groups of a sample need not be the best of all rows.
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
