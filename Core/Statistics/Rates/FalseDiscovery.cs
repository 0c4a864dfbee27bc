namespace Octoplus.Core.Statistics.Rates;

/// <summary>Many tests at once.</summary>
public static class FalseDiscovery
{
    /// <summary>Which of the tests are declared, the expected share of false alarms among them held to a rate.</summary>
    /// <param name="pValues">n values of 0 to 1.</param>
    /// <param name="rate">Such as 0.05.</param>
    /// <returns>n answers, in the same order.</returns>
    /// <remarks>Benjamini, Y. and Hochberg, Y. (1995), JRSS B 57, 289–300.</remarks>
    public static bool[] Declared(IReadOnlyList<double> pValues, double rate)
    {
        ArgumentNullException.ThrowIfNull(pValues);
        var order = Enumerable.Range(0, pValues.Count).OrderBy(i => pValues[i]).ToList();
        var declared = 0;
        for (var rank = order.Count; rank >= 1 && declared == 0; rank--)
        {
            if (pValues[order[rank - 1]] <= rate * rank / order.Count)
            {
                declared = rank;
            }
        }

        var answers = new bool[pValues.Count];
        foreach (var i in order.Take(declared))
        {
            answers[i] = true;
        }

        return answers;
    }
}
