namespace Octoplus.Core.Statistics.Clustering;

/// <summary>Pairs of rows and columns, one to one (Kuhn 1955; by shortest augmenting paths, Jonker and Volgenant 1987, DOI 10.1007/BF02278710).</summary>
internal static class Assignment
{
    /// <summary>The pairs with the greatest sum. Cost: n³.</summary>
    /// <param name="gains">n × n.</param>
    /// <returns>Column of each row.</returns>
    public static int[] Most(int[,] gains)
    {
        var size = gains.GetLength(0);

        // From 1; 0 stands for none.
        var rowOf = new int[size + 1];
        var rowPrices = new long[size + 1];
        var columnPrices = new long[size + 1];
        for (var row = 1; row <= size; row++)
        {
            Place(gains, row, rowOf, rowPrices, columnPrices);
        }

        var columns = new int[size];
        for (var column = 1; column <= size; column++)
        {
            columns[rowOf[column] - 1] = column - 1;
        }

        return columns;
    }

    private static void Place(int[,] gains, int row, int[] rowOf, long[] rowPrices, long[] columnPrices)
    {
        var size = rowOf.Length - 1;
        var cheapest = new long[size + 1];
        Array.Fill(cheapest, long.MaxValue);
        var from = new int[size + 1];
        var seen = new bool[size + 1];
        rowOf[0] = row;
        var column = 0;
        do
        {
            seen[column] = true;
            var next = 0;
            for (var j = 1; j <= size; j++)
            {
                if (seen[j])
                {
                    continue;
                }

                var cost = -gains[rowOf[column] - 1, j - 1] - rowPrices[rowOf[column]] - columnPrices[j];
                if (cost < cheapest[j])
                {
                    (cheapest[j], from[j]) = (cost, column);
                }

                next = next == 0 || cheapest[j] < cheapest[next] ? j : next;
            }

            var step = cheapest[next];
            for (var j = 0; j <= size; j++)
            {
                if (seen[j])
                {
                    rowPrices[rowOf[j]] += step;
                    columnPrices[j] -= step;
                }
                else
                {
                    cheapest[j] -= step;
                }
            }

            column = next;
        }
        while (rowOf[column] != 0);

        for (; column != 0; column = from[column])
        {
            rowOf[column] = rowOf[from[column]];
        }
    }
}
