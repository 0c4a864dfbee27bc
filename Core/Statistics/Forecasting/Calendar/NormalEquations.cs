namespace Octoplus.Core.Statistics.Forecasting.Calendar;

/// <summary>A few normal equations, solved in place.</summary>
internal static class NormalEquations
{
    private const double Least = 1e-10;

    /// <summary>Gaussian elimination of a positive semi-definite system.</summary>
    /// <param name="system">k × (k + 1): the matrix, then the right side. Is overwritten.</param>
    /// <returns>k unknowns; 0 for one that those before it leave nothing for.</returns>
    public static double[] Solve(double[,] system)
    {
        var size = system.GetLength(0);
        var usable = new bool[size];
        for (var a = 0; a < size; a++)
        {
            var before = system[a, a];
            for (var b = 0; b < a; b++)
            {
                Reduce(system, a, b, usable[b]);
            }

            usable[a] = system[a, a] > Least * Math.Max(before, 1e-300);
        }

        var solution = new double[size];
        for (var a = size - 1; a >= 0; a--)
        {
            var rest = system[a, size];
            for (var b = a + 1; b < size; b++)
            {
                rest -= system[a, b] * solution[b];
            }

            solution[a] = usable[a] ? rest / system[a, a] : 0;
        }

        return solution;
    }

    private static void Reduce(double[,] system, int row, int by, bool isUsable)
    {
        if (!isUsable)
        {
            return;
        }

        var factor = system[row, by] / system[by, by];
        for (var column = by; column < system.GetLength(1); column++)
        {
            system[row, column] -= factor * system[by, column];
        }
    }
}
