using System.Runtime.CompilerServices;

namespace Octoplus.Core.Clusters;

/// <summary>Which centre each row is nearest to, and how sure that still is (Hamerly 2010), with rows filled up to whole blocks of eight.</summary>
internal sealed class KMeansBounds(int size, int clusters)
{
    // Two vectors of eight can be read of each.
    private const int Room = 16;

    public int Clusters => clusters;

    /// <summary>By row.</summary>
    public int[] Labels { get; } = new int[size];

    /// <summary>By row: distance to its centre when it was measured, less what the centre had moved by then. Or its square.</summary>
    public double[] Near { get; } = new double[size];

    /// <summary>By row: how much farther the second nearest centre was, plus what the gap had narrowed by then. Or its distance squared.</summary>
    public double[] Next { get; } = new double[size];

    /// <summary>By centre: how far it has moved at most since all rows were looked at. Bounds are kept as of then, so that a row that is skipped is not written.</summary>
    public double[] Moved { get; } = new double[clusters];

    /// <summary>By centre: by how much the gap between its rows' bounds has narrowed at most since then.</summary>
    public double[] Narrowed { get; } = new double[Math.Max(clusters, Room)];

    /// <summary>By centre: half the distance to the nearest other one, less what it has moved. Rows whose <see cref="Near"/> is no greater stay.</summary>
    public double[] Slack { get; } = new double[Math.Max(clusters, Room)];

    /// <summary>All rows have been looked at.</summary>
    public void Restart()
    {
        Array.Clear(Moved);
        Array.Clear(Narrowed);
    }

    /// <summary>Centres have moved.</summary>
    /// <param name="shifts">How far each.</param>
    /// <param name="centres">Where to, k × d.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Widen(ReadOnlySpan<double> shifts, ReadOnlySpan<double> centres)
    {
        var (farthest, longest, second) = (0, 0.0, 0.0);
        for (var c = 0; c < clusters; c++)
        {
            (farthest, longest, second) = shifts[c] > longest ? (c, shifts[c], longest) : (farthest, longest, Math.Max(second, shifts[c]));
        }

        for (var c = 0; c < clusters; c++)
        {
            Moved[c] += shifts[c];
            Narrowed[c] += shifts[c] + (c == farthest ? second : longest);
        }

        Array.Fill(Slack, double.PositiveInfinity);
        var d = centres.Length / clusters;
        for (var c = 1; c < clusters; c++)
        {
            for (var other = 0; other < c; other++)
            {
                var half = Math.Sqrt(KMeansDistances.Square(centres.Slice(c * d, d), centres.Slice(other * d, d))) / 2;
                (Slack[c], Slack[other]) = (Math.Min(Slack[c], half), Math.Min(Slack[other], half));
            }
        }

        for (var c = 0; c < clusters; c++)
        {
            Slack[c] -= Moved[c];
        }
    }
}
