using Octoplus.Core.Reference;

namespace Octoplus.Core.Quality;

/// <summary>Abbreviations and kinds of services, as the labels of the État 4001 write them.</summary>
internal static class ServiceWords
{
    /// <summary>Words that say nothing of which service it is.</summary>
    private static readonly HashSet<string> _fillers = new(
        ["A", "AU", "AUX", "D", "DE", "DES", "DU", "EN", "ET", "L", "LA", "LE", "LES", "SOUS", "SUR"], StringComparer.Ordinal);

    private static readonly Dictionary<string, string[]> _long = ReferenceTable.Rows("service-words.csv")
        .ToDictionary(r => r[0], r => r[1].Split(' '), StringComparer.Ordinal);

    private static readonly List<ServiceKind> _kinds =
    [
        .. ReferenceTable.Rows("service-kinds.csv")
            .Select(r => new ServiceKind(r[0].Split(' '), r[1], r[2] == "own", r[2] == "place"))
            .OrderByDescending(k => k.Words.Count),
    ];

    /// <summary>The kind that a name begins with, the longest that fits; null: none known.</summary>
    public static ServiceKind? KindOf(IReadOnlyList<string> tokens)
        => _kinds.Find(k => tokens.Count >= k.Words.Count && k.Words.SequenceEqual(tokens.Take(k.Words.Count), StringComparer.Ordinal));

    /// <summary>What an abbreviation stands for; the word itself where it is none.</summary>
    public static IReadOnlyList<string> Expand(string token) => _long.TryGetValue(token, out var words) ? words : [token];

    /// <summary>Whether a word is an article or preposition.</summary>
    public static bool IsFiller(string token) => _fillers.Contains(token);
}

/// <summary>What sort of service a name begins with.</summary>
/// <param name="Words">As written.</param>
/// <param name="Code">One for all ways to write it.</param>
/// <param name="IsTelling">A service of another kind is another service; false: the word is used for anything.</param>
/// <param name="IsOnePerPlace">There is one in a département at most, so that the one that goes and the one that comes are one.</param>
internal sealed record ServiceKind(IReadOnlyList<string> Words, string Code, bool IsTelling, bool IsOnePerPlace);
