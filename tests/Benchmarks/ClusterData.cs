namespace Octoplus.Benchmarks;

/// <summary>Points to group: n × d, row-major, and how many groups are asked.</summary>
internal sealed record ClusterCase(string Name, int Rows, int Columns, int Clusters, double[] Values);

/// <summary>Clouds of points, the same in every run.</summary>
internal static class ClusterData
{
    private const int Blobs = 10;
    private const int Ellipses = 6;

    public static IReadOnlyList<string> Families { get; } = ["blobs", "moons", "uniform", "duplicates", "anisotropic"];

    public static ClusterCase Make(string family, int rows, int columns)
    {
        var random = new Random(HashCode(family) + rows + columns);
        return family switch
        {
            "blobs" => new(family, rows, columns, Blobs, MakeBlobs(random, rows, columns)),
            "moons" => new(family, rows, columns, 8, MakeMoons(random, rows, columns)),
            "uniform" => new(family, rows, columns, 10, Fill(rows * columns, random.NextDouble)),
            "duplicates" => new(family, rows, columns, 10, MakeDuplicates(random, rows, columns)),
            _ => new(family, rows, columns, Ellipses, MakeAnisotropic(random, rows, columns)),
        };
    }

    /// <summary>Round clouds of deviation 0.7 about centres in a cube of side 10.</summary>
    private static double[] MakeBlobs(Random random, int rows, int columns)
    {
        var centres = Fill(Blobs * columns, () => random.NextDouble() * 10);
        return ByRow(rows, columns, row =>
        {
            var blob = random.Next(Blobs);
            for (var j = 0; j < columns; j++)
            {
                row[j] = centres[blob * columns + j] + 0.7 * Normal(random);
            }
        });
    }

    /// <summary>Two half circles of radius 1 that reach into each other, noise 0.05; the other features are noise of 0.3.</summary>
    private static double[] MakeMoons(Random random, int rows, int columns) => ByRow(rows, columns, row =>
    {
        var angle = random.NextDouble() * Math.PI;
        var upper = random.Next(2) == 0;
        (row[0], row[1]) = upper ? (Math.Cos(angle), Math.Sin(angle)) : (1 - Math.Cos(angle), 0.5 - Math.Sin(angle));
        for (var j = 0; j < columns; j++)
        {
            row[j] = j < 2 ? row[j] + 0.05 * Normal(random) : 0.3 * Normal(random);
        }
    });

    /// <summary>A quarter of the rows, 500 at most, each many times over: the first ones most often.</summary>
    private static double[] MakeDuplicates(Random random, int rows, int columns)
    {
        var different = Math.Min(rows / 4, 500);
        var patterns = Fill(different * columns, random.NextDouble);
        return ByRow(rows, columns, row => patterns.AsSpan((int)(different * Math.Pow(random.NextDouble(), 2)) * columns, columns).CopyTo(row));
    }

    /// <summary>Clouds stretched and turned, each by a matrix of its own.</summary>
    private static double[] MakeAnisotropic(Random random, int rows, int columns)
    {
        var centres = Fill(Ellipses * columns, () => random.NextDouble() * 10);
        var matrices = Fill(Ellipses * columns * columns, () => Normal(random) * Math.Exp(Normal(random)) / Math.Sqrt(columns));
        var normals = new double[columns];
        return ByRow(rows, columns, row =>
        {
            var cloud = random.Next(Ellipses);
            for (var j = 0; j < columns; j++)
            {
                normals[j] = Normal(random);
            }

            for (var j = 0; j < columns; j++)
            {
                row[j] = centres[cloud * columns + j];
                for (var i = 0; i < columns; i++)
                {
                    row[j] += matrices[(cloud * columns + j) * columns + i] * normals[i];
                }
            }
        });
    }

    private delegate void RowMaker(Span<double> row);

    private static double[] ByRow(int rows, int columns, RowMaker make)
    {
        var values = new double[rows * columns];
        for (var i = 0; i < rows; i++)
        {
            make(values.AsSpan(i * columns, columns));
        }

        return values;
    }

    private static double[] Fill(int count, Func<double> next)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = next();
        }

        return values;
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    // string.GetHashCode differs from run to run.
    private static int HashCode(string text) => text.Sum(c => c * 31);
}
