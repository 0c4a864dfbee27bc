using System.Diagnostics;
using System.Globalization;
using Octoplus.Core.Statistics.Clustering;

namespace Octoplus.Benchmarks;

/// <summary>
/// K-means beside scikit-learn's <c>KMeans(n_init=10)</c> on the same points in the same run: inertia, time, how time grows with n, and repetition.
/// <c>clusters</c>: all of it; <c>clusters-real</c>, <c>clusters-small</c> (n to 10,000), <c>clusters-large</c>, <c>clusters-repeat</c>: a part.
/// </summary>
internal static class ClusterBenchmark
{
    // As equal as two orders of adding can be.
    private const double Tolerance = 1e-9;

    private static readonly int[] _columns = [2, 12, 50];

    public static async Task RunAsync(string part)
    {
        var isAll = part == "clusters";
        if (isAll || part == "clusters-repeat")
        {
            Repeat();
        }

        using var peer = new ClusterPeer();
        Console.WriteLine($"\n{peer.Name}, inertia: the best of its random states 0, 1 and 2 where n is 10,000 at most, else of 0; time: its median");
        if (isAll || part == "clusters-real")
        {
            Departments(peer, await ClusterDepartments.ReadAsync());
        }

        int[] sizes = isAll ? [100, 10_000, 1_000_000] : part == "clusters-small" ? [100, 10_000] : part == "clusters-large" ? [1_000_000] : [];
        if (sizes.Length > 0)
        {
            Clouds(peer, sizes);
        }
    }

    private static void Departments(ClusterPeer peer, IReadOnlyList<ClusterCase> cases)
    {
        Console.WriteLine("| départements × 12 | rows | cases (k 2 to 8) | inertia lower · equal · higher | ratio of times, least · median |\n|---|---|---|---|---|");
        foreach (var year in cases.GroupBy(c => c.Name))
        {
            var measured = year.Select(c => Measure(peer, c)).ToList();
            var ratios = measured.Select(m => m.Ratio).Order().ToList();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {year.Key} | {year.First().Rows} | {measured.Count} | {measured.Count(m => m.Excess < -Tolerance)} · {measured.Count(m => Math.Abs(m.Excess) <= Tolerance)} · {measured.Count(m => m.Excess > Tolerance)} | {ratios[0]:0.0} · {ratios[ratios.Count / 2]:0.0} |"));
        }
    }

    private static void Clouds(ClusterPeer peer, int[] sizes)
    {
        Console.WriteLine("\n| clouds | d | k | n | inertia | less than scikit-learn's by | ms | scikit-learn ms | ratio |\n|---|---|---|---|---|---|---|---|---|");
        foreach (var family in ClusterData.Families)
        {
            foreach (var columns in _columns)
            {
                var times = new List<double>();
                foreach (var rows in sizes)
                {
                    var points = ClusterData.Make(family, rows, columns);
                    var measured = Measure(peer, points);
                    times.Add(measured.Seconds);
                    Console.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {family} | {columns} | {points.Clusters} | {rows} | {measured.Inertia:G10} | {-measured.Excess:0.0e+0}{(measured.Excess > Tolerance ? " **higher**" : "")} | {measured.Seconds * 1000:0.0} | {measured.PeerSeconds * 1000:0.0} | {measured.Ratio:0.0}{(measured.Ratio < 1 ? " **slower**" : "")} |"));
                }

                if (sizes.Length > 1)
                {
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {family} | {columns} | | slope of log time on log n: {Slope(sizes, times):0.00} | | | | | |"));
                }
            }
        }
    }

    private static Comparison Measure(ClusterPeer peer, ClusterCase points)
    {
        var options = new KMeansOptions(points.Clusters);
        var repeats = points.Rows <= 1000 ? 7 : points.Rows <= 10_000 ? 3 : 1;
        var (result, first) = Time(points, options);
        var seconds = repeats == 1 ? first : Median(Enumerable.Range(0, repeats).Select(_ => Time(points, options).Seconds));
        var states = Enumerable.Range(0, points.Rows <= 10_000 ? 3 : 1).Select(state => peer.Measure(points, (repeats + 2) / 3, state)).ToList();
        return new Comparison(result.Inertia, states.Min(s => s.Inertia), seconds, Median(states.Select(s => s.Seconds)));
    }

    private static (KMeansResult Result, double Seconds) Time(ClusterCase points, KMeansOptions options)
    {
        var clock = Stopwatch.StartNew();
        return (KMeans.Fit(points.Values, points.Rows, points.Columns, options), clock.Elapsed.TotalSeconds);
    }

    private static void Repeat()
    {
        const int Runs = 1000;
        var points = ClusterData.Make("uniform", 1000, 12);
        var first = KMeans.Fit(points.Values, points.Rows, points.Columns, new KMeansOptions(points.Clusters));
        var others = Enumerable.Range(0, Runs).Count(run => !KMeans.Fit(
            points.Values, points.Rows, points.Columns, new KMeansOptions(points.Clusters) { Processors = 1 + (run % 2) }).Labels.SequenceEqual(first.Labels));
        Console.WriteLine($"clusters: {Runs} runs with one seed, on one core and two by turns, uniform noise of 1,000 × 12, k = {points.Clusters}: {others} with other labels");
    }

    private static double Slope(int[] sizes, List<double> times)
    {
        var (x, y) = (sizes.Select(n => Math.Log((double)n)).ToList(), times.Select(t => Math.Log(t)).ToList());
        return x.Zip(y, (a, b) => (a - x.Average()) * (b - y.Average())).Sum() / x.Sum(a => (a - x.Average()) * (a - x.Average()));
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private sealed record Comparison(double Inertia, double PeerInertia, double Seconds, double PeerSeconds)
    {
        /// <summary>How much higher our inertia is, as a share.</summary>
        public double Excess => PeerInertia > 0 ? (Inertia / PeerInertia) - 1 : Inertia;

        /// <summary>How many times faster.</summary>
        public double Ratio => PeerSeconds / Seconds;
    }
}
