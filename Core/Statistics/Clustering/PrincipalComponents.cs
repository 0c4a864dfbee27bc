using MathNet.Numerics.LinearAlgebra;

namespace Octoplus.Core.Statistics.Clustering;

/// <summary>The directions along which rows differ most (Pearson 1901; Jolliffe 2002, chapter 1).</summary>
/// <param name="Loadings">By component, the weight of each feature: unit length; the largest in size is positive, so that the view does not turn over from year to year.</param>
/// <param name="Explained">Share of the variance of each component, 0 to 1, falling.</param>
internal sealed record PrincipalComponents(IReadOnlyList<double[]> Loadings, IReadOnlyList<double> Explained)
{
    /// <summary>All components. Cost: n × d² + d³.</summary>
    /// <param name="values">n × d, row-major, with a mean of 0 in each column.</param>
    public static PrincipalComponents Of(ReadOnlySpan<double> values, int rows, int columns)
    {
        var products = new double[columns, columns];
        for (var row = 0; row < rows; row++)
        {
            var own = values.Slice(row * columns, columns);
            for (var i = 0; i < columns; i++)
            {
                for (var j = 0; j <= i; j++)
                {
                    products[i, j] += own[i] * own[j];
                }
            }
        }

        var symmetric = Matrix<double>.Build.Dense(columns, columns, (i, j) => products[Math.Max(i, j), Math.Min(i, j)] / rows);
        var eigen = symmetric.Evd(Symmetricity.Symmetric);
        var variances = eigen.EigenValues.Select((x, place) => (Variance: Math.Max(0, x.Real), Place: place)).OrderByDescending(x => x.Variance).ThenBy(x => x.Place).ToList();
        var total = variances.Sum(x => x.Variance);
        return new PrincipalComponents(
            [.. variances.Select(x => Positive(eigen.EigenVectors.Column(x.Place).ToArray()))],
            [.. variances.Select(x => total > 0 ? x.Variance / total : 0)]);
    }

    /// <summary>n scores on one component; 0 beyond the last.</summary>
    /// <param name="values">As those the components are of.</param>
    public double[] Scores(ReadOnlySpan<double> values, int component)
    {
        var columns = Loadings.Count;
        var scores = new double[values.Length / columns];
        for (var i = 0; i < values.Length && component < columns; i++)
        {
            scores[i / columns] += values[i] * Loadings[component][i % columns];
        }

        return scores;
    }

    // Weights of one size but for rounding: the first decides.
    private static double[] Positive(double[] loadings)
    {
        var largest = loadings.Max(Math.Abs);
        var first = Array.Find(loadings, x => Math.Abs(x) >= largest - 1e-9);
        return first < 0 ? Array.ConvertAll(loadings, x => 0 - x) : loadings;
    }
}
