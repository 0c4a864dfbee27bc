namespace Octoplus.Core.Quality;

/// <summary>How alike names are, word by word. Words that many names have weigh little.</summary>
/// <remarks>
/// The weight of a word is its inverse document frequency (Spärck Jones, K. (1972), "A statistical interpretation of term specificity and its
/// application in retrieval", Journal of Documentation 28, 11–21); words of six letters or more match although misspelt, by the optimal string
/// alignment distance (Damerau, F. J. (1964), CACM 7, 171–176).
/// </remarks>
internal sealed class NameSimilarity
{
    // Shorter words are mostly abbreviations, where one letter makes another unit.
    private const int ShortestMisspelt = 6;

    private const double MinWordSimilarity = 0.8;

    private readonly Dictionary<string, int> _frequency;
    private readonly int _names;

    private NameSimilarity(Dictionary<string, int> frequency, int names) => (_frequency, _names) = (frequency, names);

    /// <summary>Every word weighs the same.</summary>
    public static NameSimilarity Unweighted { get; } = new(new Dictionary<string, int>(StringComparer.Ordinal), 0);

    /// <summary>Weights by how many of the names have a word.</summary>
    public static NameSimilarity Of(IEnumerable<ServiceName> names)
    {
        var list = names.ToList();
        return new NameSimilarity(
            list.SelectMany(n => n.Words).GroupBy(w => w, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal), list.Count);
    }

    /// <summary>
    /// Mean of the weighted Jaccard and overlap coefficients of the words: 1 for the same words, about 0.75 where one name has a word more; 0 where
    /// the numbers differ, or where one has no words of its own and the other has.
    /// </summary>
    public WordMatch Compare(ServiceName a, ServiceName b)
    {
        if (!a.HasNumbersOf(b) || (a.Words.Count == 0) != (b.Words.Count == 0))
        {
            return new WordMatch(0, []);
        }

        if (a.Words.Count == 0)
        {
            return new WordMatch(a.Kind == b.Kind ? 1 : 0, []);
        }

        var shared = a.Words.Intersect(b.Words, StringComparer.Ordinal).ToList();
        var both = shared.Sum(Weight);
        var misspelt = new List<string>();
        var left = b.Words.Except(shared, StringComparer.Ordinal).ToList();
        foreach (var word in a.Words.Except(shared, StringComparer.Ordinal))
        {
            if (left.Count > 0 && left.Select(w => (Word: w, Similarity: OfWords(word, w))).MaxBy(m => m.Similarity) is { Similarity: >= MinWordSimilarity } best)
            {
                left.Remove(best.Word);
                misspelt.Add(best.Word);
                both += best.Similarity * (Weight(word) + Weight(best.Word)) / 2;
            }
        }

        var (weightA, weightB) = (a.Words.Sum(Weight), b.Words.Sum(Weight));
        var jaccard = both / (weightA + weightB - both);
        var overlap = both / Math.Min(weightA, weightB);
        return new WordMatch(Math.Min(1, (jaccard + overlap) / 2), [.. shared, .. misspelt]);
    }

    private double Weight(string word) => _names == 0 ? 1 : Math.Log((_names + 1.0) / (_frequency.GetValueOrDefault(word) + 0.5));

    private static double OfWords(string a, string b)
        => a == b ? 1
            : Math.Min(a.Length, b.Length) < ShortestMisspelt ? 0
            : 1 - ((double)Distance(a, b) / Math.Max(a.Length, b.Length));

    private static int Distance(string a, string b)
    {
        var distance = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            distance[i, 0] = i;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            distance[0, j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var changed = distance[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                distance[i, j] = Math.Min(changed, Math.Min(distance[i - 1, j], distance[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    distance[i, j] = Math.Min(distance[i, j], distance[i - 2, j - 2] + 1);
                }
            }
        }

        return distance[a.Length, b.Length];
    }
}

/// <summary>How alike two names are.</summary>
/// <param name="Similarity">0 to 1.</param>
/// <param name="Shared">Words of the later name that the earlier one has too.</param>
internal sealed record WordMatch(double Similarity, IReadOnlyList<string> Shared);
