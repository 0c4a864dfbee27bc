using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Octoplus.Core.Statistics.Forecasting.Reconciliation;

/// <summary>
/// Minimum-trace reconciliation: of all unbiased ways to make forecasts add up, the one whose errors have the least total variance,
/// given the covariance W of the base forecasts' errors.
/// </summary>
/// <remarks>
/// Wickramasuriya, S. L., Athanasopoulos, G. and Hyndman, R. J. (2019), doi:10.1080/01621459.2018.1448825. Used in its second form
/// (their eq. 10 and appendix): ỹ = ŷ − W U (Uᵀ W U)⁻¹ Uᵀ ŷ, where Uᵀ ŷ are the m gaps between a sum and what it adds; only a system
/// of m unknowns is solved.
/// </remarks>
public sealed class MinTrace
{
    private readonly ForecastHierarchy _hierarchy;
    private readonly int[] _sums;
    private readonly double[][] _weights;
    private readonly Cholesky<double>? _solver;

    private MinTrace(ForecastHierarchy hierarchy, int[] sums, double[][] weights, Cholesky<double>? solver, double shrinkage)
        => (_hierarchy, _sums, _weights, _solver, Shrinkage) = (hierarchy, sums, weights, solver, shrinkage);

    /// <summary>λ of the covariance, 0 to 1.</summary>
    public double Shrinkage { get; }

    /// <summary>Learns how errors go together.</summary>
    /// <param name="hierarchy">n bottom nodes, m sums.</param>
    /// <param name="errors">(n + m) × T errors of one step, finite, T ≥ 2.</param>
    /// <param name="sums">Positions of the sums whose own forecasts count; the others are added only.</param>
    /// <returns>Null where the errors leave nothing to solve by.</returns>
    public static MinTrace? Of(ForecastHierarchy hierarchy, double[][] errors, int[] sums)
    {
        var covariance = ResidualCovariance.Of(errors);
        if (sums.Length == 0)
        {
            return new(hierarchy, sums, [], null, covariance.Shrinkage);
        }

        var n = hierarchy.Leaves.Count;
        var weights = Array.ConvertAll(sums, k => covariance.TimesConstraint(n + k, hierarchy.Members(k)));
        var system = Matrix<double>.Build.Dense(sums.Length, sums.Length, (a, b) => Gap(hierarchy, weights[b], sums[a]));
        try
        {
            // The two halves differ by rounding only.
            return new(hierarchy, sums, weights, ((system + system.Transpose()) / 2).Cholesky(), covariance.Shrinkage);
        }
        catch (ArgumentException)
        {
            // Not positive definite: figures too far apart for double precision. Bottom-up needs no system.
            return null;
        }
    }

    /// <summary>Bottom nodes of one step, of which the sums are added.</summary>
    /// <param name="bases">n + m base forecasts.</param>
    /// <returns>n values, possibly negative.</returns>
    public double[] Bottom(double[] bases)
    {
        var bottom = bases[.._hierarchy.Leaves.Count];
        if (_solver is null)
        {
            return bottom;
        }

        var multipliers = _solver.Solve(Vector<double>.Build.Dense(_sums.Length, a => Gap(_hierarchy, bases, _sums[a])));
        for (var a = 0; a < _sums.Length; a++)
        {
            for (var i = 0; i < bottom.Length; i++)
            {
                bottom[i] -= _weights[a][i] * multipliers[a];
            }
        }

        return bottom;
    }

    /// <summary>What the sum k has more than its members.</summary>
    private static double Gap(ForecastHierarchy hierarchy, double[] nodes, int k)
    {
        var gap = nodes[hierarchy.Leaves.Count + k];
        foreach (var i in hierarchy.Members(k))
        {
            gap -= nodes[i];
        }

        return gap;
    }
}
