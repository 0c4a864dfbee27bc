using NetTopologySuite.Geometries;
using NetTopologySuite.Noding;

namespace Octoplus.Ingest.Readers.Boundaries;

/// <summary>
/// Neighbouring outlines as lines that each stand once: rings are cut where borders meet, and each piece is thinned by itself, so that both neighbours keep one
/// border (the idea of TopoJSON; Bostock, M. (2013)). Points go by the area of the triangle that they make with their neighbours, the smallest first (Visvalingam, M. and
/// Whyatt, J. D. (1993), The Cartographic Journal 30, 46–51).
/// </summary>
internal sealed class OutlineCoverage
{
    private const int MaxReliefs = 4;
    private const double ReliefFactor = 0.25;

    private readonly List<OutlineLine> _lines = [];

    // By outline and ring: which lines, and whether backwards.
    private readonly List<List<(OutlineLine Line, bool IsBackward)[]>> _outlines = [];

    /// <param name="outlines">Rings without a repeated last point; the first ring of an outline is its largest and is never lost.</param>
    public OutlineCoverage(IReadOnlyList<IReadOnlyList<GridPoint[]>> outlines)
    {
        var junctions = Junctions(outlines);
        var known = new Dictionary<(GridPoint Start, GridPoint Second), OutlineLine>();
        foreach (var outline in outlines)
        {
            _outlines.Add([.. outline.Select(ring => Cut(ring, junctions, known).ToArray())]);
        }

        _lines.ForEach(l => l.Weigh());
        foreach (var rings in _outlines)
        {
            KeepLargest(rings[0]);
        }

        PointCount = outlines.Sum(o => o.Sum(r => (long)r.Length));
    }

    /// <summary>Points of all rings.</summary>
    public long PointCount { get; }

    /// <summary>
    /// The rings with about <paramref name="budget"/> points in all; small rings vanish whole, the largest of each outline stays. Lines that would cross get
    /// points back, in both neighbours.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<GridPoint[]>> Thin(long budget)
    {
        var threshold = ThresholdFor(budget);
        _lines.ForEach(l => l.Relief = 1);
        var thinned = _outlines.ConvertAll(o => Join(o, threshold));
        var suspects = Enumerable.Range(0, _outlines.Count).ToHashSet();
        for (var round = 0; round < MaxReliefs && threshold > 0; round++)
        {
            var relieved = suspects.Where(i => Crosses(thinned[i])).SelectMany(i => _outlines[i]).SelectMany(r => r).Select(l => l.Line).ToHashSet();
            if (relieved.Count == 0)
            {
                break;
            }

            foreach (var line in relieved)
            {
                line.Relief *= ReliefFactor;
            }

            suspects = [.. Enumerable.Range(0, _outlines.Count).Where(i => _outlines[i].Exists(r => r.Any(l => relieved.Contains(l.Line))))];
            foreach (var i in suspects)
            {
                thinned[i] = Join(_outlines[i], threshold);
            }
        }

        return thinned;
    }

    // Touching is no harm: on the grid narrow bays close and isthmuses join.
    private static bool Crosses(IReadOnlyList<GridPoint[]> rings)
    {
        var crossing = new SegmentIntersectionDetector { FindProper = true };
        new MCIndexNoder(crossing).ComputeNodes([.. rings.Select(r => (ISegmentString)new BasicSegmentString([.. r.Append(r[0]).Select(p => new Coordinate(p.X, p.Y))], null))]);
        return crossing.HasProperIntersection;
    }

    private static IReadOnlyList<GridPoint[]> Join(List<(OutlineLine Line, bool IsBackward)[]> rings, double threshold)
    {
        var kept = new List<GridPoint[]>();
        for (var i = 0; i < rings.Count; i++)
        {
            var ring = Join(rings[i], threshold);
            if (ring.Length >= 3 && (i == 0 || OutlineGrid.TwiceArea(ring) != 0))
            {
                kept.Add(ring);
            }
        }

        return kept;
    }

    // A point where the pair of neighbours is not the same in each ring that it belongs to: there borders meet or part.
    private static HashSet<GridPoint> Junctions(IReadOnlyList<IReadOnlyList<GridPoint[]>> outlines)
    {
        var neighbours = new Dictionary<GridPoint, (GridPoint, GridPoint)>();
        var junctions = new HashSet<GridPoint>();
        foreach (var ring in outlines.SelectMany(o => o))
        {
            for (var i = 0; i < ring.Length; i++)
            {
                var (a, b) = (ring[(i + ring.Length - 1) % ring.Length], ring[(i + 1) % ring.Length]);
                var pair = GridPoint.Compare(a, b) < 0 ? (a, b) : (b, a);
                if (!neighbours.TryAdd(ring[i], pair) && neighbours[ring[i]] != pair)
                {
                    junctions.Add(ring[i]);
                }
            }
        }

        return junctions;
    }

    private IEnumerable<(OutlineLine, bool)> Cut(GridPoint[] ring, HashSet<GridPoint> junctions, Dictionary<(GridPoint, GridPoint), OutlineLine> known)
    {
        var first = Array.FindIndex(ring, junctions.Contains);
        if (first < 0)
        {
            // A ring of its own, or one that fills a hole: both begin at their smallest point.
            first = Array.IndexOf(ring, ring.MinBy(p => (p.X, p.Y)));
            yield return Find([.. Rotate(ring, first), ring[first]], isRing: true, known);
            yield break;
        }

        var line = new List<GridPoint>();
        foreach (var point in Rotate(ring, first).Append(ring[first]))
        {
            line.Add(point);
            if (line.Count > 1 && junctions.Contains(point))
            {
                yield return Find([.. line], isRing: false, known);
                line = [point];
            }
        }
    }

    private (OutlineLine, bool) Find(GridPoint[] points, bool isRing, Dictionary<(GridPoint, GridPoint), OutlineLine> known)
    {
        // From a junction on, the second point tells the whole line: between junctions there is only one way.
        var isBackward = Compare((points[0], points[1]), (points[^1], points[^2])) > 0;
        var key = isBackward ? (points[^1], points[^2]) : (points[0], points[1]);
        if (!known.TryGetValue(key, out var line))
        {
            known[key] = line = new OutlineLine(isBackward ? [.. points.Reverse()] : points, isRing);
            _lines.Add(line);
        }

        line.Uses++;
        return (line, isBackward);
    }

    private static int Compare((GridPoint, GridPoint) a, (GridPoint, GridPoint) b)
        => GridPoint.Compare(a.Item1, b.Item1) is not 0 and var first ? first : GridPoint.Compare(a.Item2, b.Item2);

    private static IEnumerable<GridPoint> Rotate(GridPoint[] ring, int first) => Enumerable.Range(0, ring.Length).Select(i => ring[(first + i) % ring.Length]);

    /// <summary>Holds the heaviest points that make the ring enclose something.</summary>
    private static void KeepLargest((OutlineLine Line, bool IsBackward)[] ring)
    {
        if (ring.Length == 1 && ring[0].Line.IsRing)
        {
            ring[0].Line.KeepAsRing();
            return;
        }

        // The ends of lines always stay; with three of them that are not in one line the ring is safe.
        while (OutlineGrid.TwiceArea(Join(ring, double.PositiveInfinity)) == 0)
        {
            var heaviest = ring.Select(r => r.Line).MaxBy(l => l.HeaviestLoose);
            if (heaviest is null || !heaviest.KeepHeaviest())
            {
                return;
            }
        }
    }

    private static GridPoint[] Join((OutlineLine Line, bool IsBackward)[] ring, double threshold)
    {
        var points = new List<GridPoint>();
        foreach (var (line, isBackward) in ring)
        {
            var kept = line.Kept(threshold);
            if (isBackward)
            {
                kept.Reverse();
            }

            // Each line begins where the one before ended.
            points.AddRange(kept.Take(kept.Count - 1));
        }

        return [.. points];
    }

    private double ThresholdFor(long budget)
    {
        if (budget >= PointCount)
        {
            return 0;
        }

        var weights = _lines.SelectMany(l => l.Weights().Select(w => (Weight: w, l.Uses))).OrderByDescending(w => w.Weight);
        var points = 0L;
        foreach (var (weight, uses) in weights)
        {
            points += uses;
            if (points > budget)
            {
                return weight;
            }
        }

        return 0;
    }
}
