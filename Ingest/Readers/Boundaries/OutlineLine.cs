namespace Octoplus.Ingest.Readers.Boundaries;

/// <summary>A line between two junctions, or a whole ring, with the weight of each of its points.</summary>
/// <param name="isRing">The last point repeats the first.</param>
internal sealed class OutlineLine(GridPoint[] points, bool isRing)
{
    private readonly double[] _weights = new double[points.Length];

    public bool IsRing => isRing;

    /// <summary>Rings that it is a part of.</summary>
    public int Uses { get; set; }

    /// <summary>Share of a threshold that holds for this line; less than 1 where it crossed another.</summary>
    public double Relief { get; set; } = 1;

    /// <summary>Weight of the heaviest point that may still go; below 0 where there is none.</summary>
    public double HeaviestLoose => _weights.Where(double.IsFinite).DefaultIfEmpty(-1).Max();

    /// <summary>The points that weigh more than a threshold: with an infinite one those that always stay.</summary>
    public List<GridPoint> Kept(double threshold)
    {
        var kept = new List<GridPoint>(points.Length);
        threshold = double.IsInfinity(threshold) && Relief > 0 ? threshold : threshold * Relief;
        for (var i = 0; i < points.Length; i++)
        {
            if (_weights[i] > threshold || double.IsPositiveInfinity(_weights[i]) || threshold == 0)
            {
                kept.Add(points[i]);
            }
        }

        return kept;
    }

    /// <summary>Weights of the points that count against a budget.</summary>
    public IEnumerable<double> Weights() => isRing ? _weights.Skip(1) : _weights;

    /// <summary>Gives each point the area at which it goes; never less than that of a point that went before it.</summary>
    public void Weigh()
    {
        var (previous, next) = (new int[points.Length], new int[points.Length]);
        var heap = new PriorityQueue<int, (double Area, int Point)>();
        for (var i = 0; i < points.Length; i++)
        {
            (previous[i], next[i]) = (i - 1, i + 1);
            _weights[i] = i == 0 || i == points.Length - 1 ? double.PositiveInfinity : Area(i - 1, i, i + 1);
            if (double.IsFinite(_weights[i]))
            {
                heap.Enqueue(i, (_weights[i], i));
            }
        }

        var isGone = new bool[points.Length];
        var largest = 0.0;
        while (heap.TryDequeue(out var point, out var key))
        {
            if (isGone[point] || key.Area != _weights[point])
            {
                continue; // weighed anew since
            }

            isGone[point] = true;
            largest = Math.Max(largest, _weights[point]);
            _weights[point] = largest;
            var (before, after) = (previous[point], next[point]);
            (next[before], previous[after]) = (after, before);
            foreach (var neighbour in new[] { before, after })
            {
                if (neighbour > 0 && neighbour < points.Length - 1)
                {
                    _weights[neighbour] = Area(previous[neighbour], neighbour, next[neighbour]);
                    heap.Enqueue(neighbour, (_weights[neighbour], neighbour));
                }
            }
        }

        if (isRing)
        {
            SettleRing();
        }
    }

    /// <summary>Keeps the two heaviest points beside the first: a triangle.</summary>
    public void KeepAsRing()
    {
        while (OutlineGrid.TwiceArea([.. Kept(double.PositiveInfinity).SkipLast(1)]) == 0 && KeepHeaviest())
        {
        }
    }

    /// <summary>Holds the heaviest point that may still go; false where there is none.</summary>
    public bool KeepHeaviest()
    {
        var heaviest = -1;
        for (var i = 0; i < _weights.Length; i++)
        {
            heaviest = double.IsFinite(_weights[i]) && (heaviest < 0 || _weights[i] > _weights[heaviest]) ? i : heaviest;
        }

        if (heaviest < 0)
        {
            return false;
        }

        _weights[heaviest] = double.PositiveInfinity;
        return true;
    }

    // The last two points of a ring go together: what is left without them encloses nothing.
    private void SettleRing()
    {
        var last = Enumerable.Range(1, points.Length - 2).OrderByDescending(i => _weights[i]).Take(2).ToList();
        foreach (var point in last)
        {
            _weights[point] = last.Max(i => _weights[i]);
        }
    }

    private double Area(int a, int b, int c)
        => Math.Abs(((double)(points[b].X - points[a].X) * (points[c].Y - points[a].Y)) - ((double)(points[c].X - points[a].X) * (points[b].Y - points[a].Y))) / 2;
}
